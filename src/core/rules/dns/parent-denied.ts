/**
 * The name above the TLSA record "does not exist", though the record does (RFC 8020 §2, RFC 9156 §3; C16).
 */
import { daneSeverity } from '../dane/weight.ts';
import { hostPlaces } from '../places.ts';
import { type Match, type Rule, rfc } from '../rule.ts';

export const parentDenied: Rule = {
  id: 'dns.parent-denied',
  severity: 'warning',
  acts: 'dns-operator',
  title: 'The name above the TLSA record is said not to exist',
  explanation:
    'The name servers have a TLSA record, and answer NXDOMAIN for the name one label above it, which means that nothing exists below either. Resolvers that ask label by label for privacy stop there and never see the record. ' +
    'Senders behind such a resolver do without DANE, or wait, while others see nothing amiss.',
  fix: 'Update the name server, or whatever writes the zone: a name without records of its own, but with names below it, has to be answered NOERROR with an empty answer. Until then a TXT record at the name in the evidence makes it exist.',
  citations: [rfc(8020, '2'), rfc(9156, '3')],
  find: (facts) =>
    hostPlaces(facts).flatMap((place): Match[] => {
      const { tlsa } = place.host.observation;
      if (tlsa.kind !== 'asked' || tlsa.parentDenied !== true) return [];
      const found = tlsa.answers.find(({ outcome }) => outcome === 'answer');
      if (!found) return [];
      const parent = found.name.replace(/^_\d+\./, '');
      const fix = `Have the name servers answer NOERROR with an empty answer for ${parent}. Until they do, publish: ${parent}. IN TXT "exists"`;
      const severity = daneSeverity(place) === 'info' ? 'info' : 'warning';
      return [{ subject: place.subject, evidence: { name: parent, below: found.name }, severity, fix }];
    }),
};
