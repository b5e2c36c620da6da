/**
 * What an enumeration knows, as the facts tell it: names for code points, suites in the server's order where it has one.
 */
import { versionName } from './code-points.ts';
import type { Enumeration } from './enumeration.ts';
import { plausibleSuites } from './enumeration-candidates.ts';
import type { Knowledge } from './enumeration-knowledge.ts';
import { rank } from './enumeration-order.ts';
import { groupName } from './groups.ts';
import { signatureSchemeName } from './signature-schemes.ts';
import { suiteName } from './suites.ts';

/** What a caller adds: it knows the certificates' digests and the connections. */
export type EnumerationCore = Omit<
  Enumeration,
  'certificates' | 'connections' | 'complete' | 'deadVersions' | 'disagreements'
>;

export function resultOf(knowledge: Knowledge): EnumerationCore {
  const { flags, measured } = knowledge;
  const found = [...knowledge.versions].toSorted((a, b) => b - a);
  return {
    versions: found.map(versionName),
    suites: Object.fromEntries(
      found
        .filter((version) => knowledge.suites.has(version))
        .map((version) => [versionName(version), listed(knowledge, version).map(suiteName)]),
    ),
    inferred: [...knowledge.inferred].toSorted((a, b) => b - a).map(versionName),
    serverOrder: measured === undefined ? null : knowledge.serverOrder(measured),
    groups: [...knowledge.groups].map(groupName),
    signatureAlgorithms: [...knowledge.schemes].map(signatureSchemeName),
    dhBits: [...knowledge.dhBits].toSorted((a, b) => a - b),
    ...flags,
    ...(knowledge.resumption.size > 0 && { resumption: resumptionOf(knowledge) }),
    intolerances: [...knowledge.intolerances],
  };
}

const resumptionOf = ({ resumption }: Knowledge): NonNullable<Enumeration['resumption']> =>
  Object.fromEntries(
    [...resumption]
      .toSorted(([a], [b]) => b - a)
      .map(([version, outcome]) => [versionName(version), outcome]),
  );

function listed(knowledge: Knowledge, version: number): readonly number[] {
  return knowledge.contests.has(version)
    ? orderedSuites(knowledge, version)
    : (knowledge.suites.get(version) ?? []);
}

/** In the server's order; where the client's order won, as they were offered. */
export function orderedSuites(knowledge: Knowledge, version: number): number[] {
  const known = knowledge.suites.get(version) ?? [];
  if (knowledge.serverOrder(version) !== false)
    return [...rank(known, knowledge.contests.get(version) ?? []).order];
  const place = (code: number) => plausibleSuites.indexOf(code);
  return known.toSorted((a, b) => place(a) - place(b));
}
