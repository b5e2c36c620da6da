/**
 * Does one handshake settle what another hello would get? The part of the planner that weighs choices: which suites lost against the chosen
 * one, and whether the other hello stays within what was asked (RFC 8446 §4.1.4 key shares, RFC 7919 §4 finite fields, ChaCha20 that leads).
 */
import { versionName, versions } from './code-points.ts';
import type { Handshake } from './facts.ts';
import { findGroup, groupName } from './groups.ts';
import type { HelloView } from './hello-view.ts';
import { isInside, type Offered } from './offered.ts';
import { signatureSchemeName } from './signature-schemes.ts';
import { findSuite, suiteName } from './suites.ts';

/** A handshake as the planner weighs it. */
export interface Viewed<T = unknown> {
  readonly asked: T;
  readonly facts: Handshake;
  readonly view: HelloView;
}

/** A choice was made, though perhaps the handshake was not carried to its end. */
export const isAnswer = ({ outcome, failure, version, suite }: Handshake): boolean =>
  version !== undefined && suite !== undefined && (outcome === 'completed' || failure === undefined);

export const sameList = (a: readonly number[] | null, b: readonly number[] | null): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** Why this handshake does not settle the question; nothing where it does. */
export function obstacleTo(views: readonly Viewed[], base: Viewed, wanted: HelloView): string | undefined {
  const inside = isInside(namesOf(wanted), base.facts);
  if (inside.kind !== 'inside') {
    const what = inside.kind === 'outside' ? inside.what : base.facts.version;
    return `the server chose ${what}, which this hello does not offer`;
  }
  // Every handshake with the same answer tells which suites lost against the chosen one.
  const witnesses = views.filter(
    ({ facts, view }) => isSameAnswer(facts, base.facts) && bounds(view, wanted, facts),
  );
  if (!witnesses.some(({ view }) => view === base.view)) {
    return `this hello offers more, or in another order, than the one that got ${base.facts.suite}`;
  }
  const chosen = wanted.suites.findIndex((code) => suiteName(code) === base.facts.suite);
  const rival = [...wanted.suites, ...wanted.farSuites].find(
    (code, place) =>
      place !== chosen &&
      !witnesses.some(({ view }) =>
        lost(view, { code, chosen: wanted.suites[chosen], ahead: place < chosen }),
      ),
  );
  return rival === undefined ? undefined : `whether the server prefers ${suiteName(rival)} is not known`;
}

/** Without what stands so far back that it may not be read. */
const namesOf = ({ versions: offered, suites, groups, schemes }: HelloView): Offered => ({
  versions: offered.map(versionName),
  suites: suites.map(suiteName),
  groups: groups?.map(groupName) ?? null,
  signatureSchemes: schemes?.map(signatureSchemeName) ?? null,
});

const isSameAnswer = (a: Handshake, b: Handshake): boolean =>
  isAnswer(a) &&
  a.version === b.version &&
  a.suite === b.suite &&
  a.group === b.group &&
  a.dhBits === b.dhBits &&
  a.signatureScheme === b.signatureScheme &&
  a.certificates[0] === b.certificates[0];

/** The wanted hello offers nothing beyond this one, suites aside, and in the same order. */
function bounds(view: HelloView, wanted: HelloView, { version, group }: Handshake): boolean {
  const tls13 = wanted.versions.includes(versions.tls13);
  return (
    isSublist(wanted.versions, view.versions) &&
    isSublistOrNull(wanted.groups, view.groups) &&
    isSublistOrNull(wanted.schemes, view.schemes) &&
    (!tls13 || boundsShares(view, wanted, group)) &&
    // Before TLS 1.3 an offered finite field binds the server's choice of DHE (RFC 7919 §4).
    (version === versionName(versions.tls13) || sameList(fields(view), fields(wanted))) &&
    JSON.stringify(view.others) === JSON.stringify(wanted.others) &&
    (!wanted.suites.some(isChaCha) || !view.suites.some(isChaCha) || sameList(lead(view), lead(wanted)))
  );
}

/** A group is the likelier to be chosen for having its share along: that must not be lost, and no rival may gain it. */
function boundsShares(view: HelloView, wanted: HelloView, group: string | undefined): boolean {
  const sends = ({ shares }: HelloView): boolean => shares.some((code) => groupName(code) === group);
  return isSublist(wanted.shares, view.shares) && sends(view) === sends(wanted);
}

const isChaCha = (code: number): boolean => {
  const cipher = findSuite(code)?.cipher;
  return cipher?.kind === 'aead' && cipher.aead === 'chacha20-poly1305';
};

/** What stands before the first ChaCha20: a server may take a client that leads with it to have no AES of its own. */
const lead = ({ suites }: HelloView): readonly number[] => suites.slice(0, suites.findIndex(isChaCha));

const fields = ({ groups }: HelloView): readonly number[] =>
  (groups ?? []).filter((code) => findGroup(code)?.exchange?.kind === 'field');

/** The rival was there and lost, and not only for standing behind the chosen one. */
function lost(
  view: HelloView,
  rival: { readonly code: number; readonly chosen: number | undefined; readonly ahead: boolean },
): boolean {
  const at = view.suites.indexOf(rival.code);
  const chosenAt = rival.chosen === undefined ? -1 : view.suites.indexOf(rival.chosen);
  if (at < 0 || chosenAt < 0) return false;
  return at < chosenAt || !rival.ahead;
}

function isSublist(few: readonly number[], many: readonly number[]): boolean {
  let at = -1;
  return few.every((code) => {
    at = many.indexOf(code, at + 1);
    return at >= 0;
  });
}

function isSublistOrNull(few: readonly number[] | null, many: readonly number[] | null): boolean {
  if (few === null || many === null) return few === many;
  return isSublist(few, many);
}
