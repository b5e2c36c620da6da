/**
 * The mail host is signed and has TLSA records, the domain whose mail it takes is not signed (RFC 7672 §2.2.1; C17, C18).
 */
import { describeAlias, unsignedName } from '../../dns/alias-states.ts';
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
    const { port, routing, host: domain, dns } = facts.observation;
    if (port !== 25 || !('dnssec' in routing) || routing.dnssec !== 'insecure') return [];
    const cnames = dns.find(({ name, type }) => name === domain && type === 'MX')?.cnames ?? [];
    const unsigned = unsignedName(cnames);
    const fix =
      unsigned &&
      `The domain is an alias, and the way to its MX records leaves the signed DNS at ${unsigned}: sign that zone and have its DS record entered at its parent. Nothing has to change at the mail host.`;
    return hostPlaces(facts).flatMap(({ host, subject }): Match[] =>
      host.dane.kind === 'records'
        ? [
            {
              subject,
              evidence: {
                mxDnssec: routing.dnssec,
                tlsaAt: host.dane.baseDomain,
                ...(cnames.length > 0 && { aliases: cnames.map(describeAlias) }),
              },
              ...(fix && { fix }),
            },
          ]
        : [],
    );
  },
};
