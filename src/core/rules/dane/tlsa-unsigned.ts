/**
 * TLSA records are there, and DNSSEC does not vouch for them, though it does for the addresses (RFC 7672 §2.2, §2.2.3; C21).
 * Mostly an alias at the TLSA name that leads into an unsigned zone.
 */
import { describeAlias, unsignedName } from '../../dns/alias-states.ts';
import { hostPlaces } from '../places.ts';
import { type Match, type Rule, rfc } from '../rule.ts';

export const tlsaUnsigned: Rule = {
  id: 'dane.tlsa-unsigned',
  severity: 'notice',
  acts: 'dns-operator',
  title: 'The TLSA records are not signed',
  explanation:
    'TLSA records are published for this mail host, and the answer is not signed all the way, although the addresses of the host are. Senders then act as if there were no record at all: nothing breaks, and nothing is protected.',
  fix: 'Publish the records in a signed zone. Where the TLSA name is an alias, the zone that it leads to has to be signed too, with its DS record at the parent.',
  citations: [rfc(7672, '2.2'), rfc(7672, '2.2.3')],
  find: (facts) =>
    hostPlaces(facts).flatMap(({ host, subject }): Match[] => {
      const { tlsa } = host.observation;
      if (host.dane.kind === 'records' || tlsa.kind !== 'asked') return [];
      return tlsa.answers
        .filter(({ outcome, dnssec }) => outcome === 'answer' && dnssec === 'insecure')
        .map(({ name, cnames, dnssec }) => {
          const unsigned = unsignedName(cnames);
          const fix = unsigned && signZoneOf(unsigned, name);
          return {
            subject,
            evidence: { name, dnssec, aliases: cnames.map(describeAlias) },
            ...(fix && { fix }),
          };
        });
    }),
};

function signZoneOf(unsigned: string, name: string): string {
  return `Sign the zone of ${unsigned} with DNSSEC and have its DS record entered at the parent: there the way from ${name} to the records leaves the signed DNS. Or publish the records at ${name} itself.`;
}
