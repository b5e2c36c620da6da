/**
 * Where the rules about a server's whole offer look: addresses that were enumerated (`depth=full`). Elsewhere these rules are silent.
 */
import type { Facts } from '../../facts.ts';
import type { Enumeration } from '../../tls/enumeration.ts';
import { addressPlaces } from '../places.ts';
import type { Evidence, Match, Subject } from '../rule.ts';

export interface EnumeratedPlace {
  readonly subject: Subject;
  readonly enumeration: Enumeration;
}

export function enumeratedPlaces(facts: Facts): readonly EnumeratedPlace[] {
  return addressPlaces(facts).flatMap(({ subject, address }) => {
    const { enumeration } = address.observation;
    return enumeration ? [{ subject, enumeration }] : [];
  });
}

/** One match an enumerated address where the evidence is there. */
export function findEnumerated(
  facts: Facts,
  look: (enumeration: Enumeration) => Evidence | undefined,
): Match[] {
  return enumeratedPlaces(facts).flatMap(({ subject, enumeration }) => {
    const evidence = look(enumeration);
    return evidence ? [{ subject, evidence }] : [];
  });
}

/** Suites of this kind, with the versions they were found in. */
export function offeredSuites(
  { suites }: Enumeration,
  isMeant: (name: string) => boolean,
): Evidence | undefined {
  const found = Object.entries(suites).filter(([, names]) => names.some(isMeant));
  if (found.length === 0) return undefined;
  const names = found.flatMap(([, all]) => all.filter(isMeant));
  return { versions: found.map(([version]) => version), suites: [...new Set(names)] };
}
