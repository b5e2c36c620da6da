/**
 * The mail host is signed and has TLSA records, the domain whose mail it takes is not signed (RFC 7672 §2.2.1; C17, C18).
 */
import { hostPlaces } from '../places.ts';
import { type Match, type Rule, rfc } from '../rule.ts';

export const mailDomainUnsigned: Rule = {
  id: 'dane.mail-domain-unsigned',
  severity: 'info',
  acts: 'domain-owner',
  title: 'DANE at the mail host does not protect this domain',
  explanation:
    'The mail host has TLSA records in a signed zone, but the MX records of this domain are not signed. Whoever can forge the MX answer leads the mail to a host of his own, so DANE resists no attack here. Some senders use the records all the same, others leave DANE alone for this domain.',
  fix: 'Sign the domain with DNSSEC and have the DS record entered at its parent. Nothing has to change at the mail host.',
  citations: [rfc(7672, '2.2.1')],
  find: (facts) => {
    const { port, routing } = facts.observation;
    if (port !== 25 || !('dnssec' in routing) || routing.dnssec !== 'insecure') return [];
    return hostPlaces(facts).flatMap(({ host, subject }): Match[] =>
      host.dane.kind === 'records'
        ? [{ subject, evidence: { mxDnssec: routing.dnssec, tlsaAt: host.dane.baseDomain } }]
        : [],
    );
  },
};
