/**
 * An MX record names a host that has no address (RFC 5321 §5.1).
 */
import { parseIpAddress } from '../../base/ip-address.ts';
import { hostPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { answerEvidence, answersFor, isLookupFailure } from './answers.ts';

export const noAddress: Rule = {
  id: 'mx.no-address',
  severity: 'error',
  acts: 'domain-owner',
  title: 'A mail host has no address',
  explanation:
    'The MX record names a host for which the DNS has neither an A nor an AAAA record. Senders skip it; if there is no other mail host they return the mail, or wait first.',
  fix: 'Publish an address for the mail host, or take it out of the MX records.',
  citations: [rfc(5321, '5.1')],
  find: (facts) =>
    hostPlaces(facts).flatMap(({ subject, host }) => {
      const { name, canonicalName, addresses } = host.observation;
      if (addresses.length > 0 || parseIpAddress(name)) return [];
      const answers = [name, ...(canonicalName && canonicalName !== name ? [canonicalName] : [])].flatMap(
        (asked) => answersFor(facts, asked, ['A', 'AAAA']),
      );
      // C6: a failed look-up is no proof of absence.
      if (answers.length === 0 || answers.some(isLookupFailure)) return [];
      if (answers.some(({ records }) => records.length > 0)) return [];
      const others = facts.hosts.some((other) => other.observation.addresses.length > 0);
      const evidence = { answers: answers.map(answerEvidence) };
      return [{ subject, evidence, ...(others && { severity: 'warning' as const }) }];
    }),
};
