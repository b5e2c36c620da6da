/**
 * The DNS answers behind a finding, as evidence that can be checked with dig.
 */
import { describeAlias } from '../../dns/alias-states.ts';
import type { DnsAnswer, RecordType } from '../../dns/answer.ts';
import { isConclusive, isUnasked } from '../../dns/dnssec.ts';
import type { Facts } from '../../facts.ts';
import type { Evidence } from '../rule.ts';

/** The answers for one name, of these types, in the order asked. */
export function answersFor(facts: Facts, name: string, types: readonly RecordType[]): readonly DnsAnswer[] {
  return facts.observation.dns.filter((answer) => answer.name === name && types.includes(answer.type));
}

/** Did the look-up fail, rather than answer yes or no? (C6, C10) That no resolver could be asked is no failure of the domain's. */
export function isLookupFailure({ outcome, dnssec }: DnsAnswer): boolean {
  return dnssec === 'bogus' || !(isConclusive(outcome) || isUnasked(outcome));
}

export function answerEvidence({
  name,
  type,
  outcome,
  rcode,
  dnssec,
  cnames,
  ede,
  resolver,
}: DnsAnswer): Evidence {
  const errors = ede.map(({ code, name: meaning, text }) => `${code} ${meaning}${text && `: ${text}`}`);
  return {
    name,
    type,
    outcome,
    rcode,
    dnssec,
    resolver,
    ...(cnames.length > 0 && { aliases: cnames.map(describeAlias) }),
    ...(errors.length > 0 && { ede: errors }),
  };
}
