/**
 * The look-up of a mail host's addresses gives neither yes nor no (RFC 5321 §5.1, RFC 7672 §2.1.1; C6).
 */
import { hostPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { answerEvidence, answersFor, isLookupFailure } from './answers.ts';

export const addressLookupFailed: Rule = {
  id: 'mx.address-lookup-failed',
  severity: 'error',
  acts: 'dns-operator',
  title: 'The address of a mail host can not be looked up',
  explanation:
    'The DNS does not say whether this mail host has an address. Senders try the next mail host; where there is none they wait, and return the mail when their queue time is over.',
  fix: "Ask each name server of the mail host's zone directly. If all answer, check DNSSEC: an expired signature or a DS record that does not fit makes validating resolvers refuse the zone.",
  citations: [rfc(5321, '5.1'), rfc(4035, '5.5')],
  find: (facts) =>
    hostPlaces(facts).flatMap(({ subject, host }) => {
      const { name, addresses } = host.observation;
      if (addresses.length > 0) return [];
      const failures = answersFor(facts, name, ['A', 'AAAA']).filter(isLookupFailure);
      if (failures.length === 0) return [];
      const others = facts.hosts.some((other) => other.observation.addresses.length > 0);
      const evidence = { answers: failures.map(answerEvidence) };
      return [{ subject, evidence, ...(others && { severity: 'warning' as const }) }];
    }),
};
