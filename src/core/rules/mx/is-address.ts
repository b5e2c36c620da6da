/**
 * An MX record holds an IP address where a host name belongs (RFC 5321 §5.1, RFC 1035 §3.3.9; C5).
 */
import { parseIpAddress } from '../../base/ip-address.ts';
import { hostPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';

export const isAddress: Rule = {
  id: 'mx.is-address',
  severity: 'error',
  acts: 'domain-owner',
  title: 'The MX record holds an IP address',
  explanation:
    'An MX record has to name a host, and this one holds an address. The DNS looks it up as a name and finds nothing; a few senders take it for an address and deliver, others wait or return the mail at once.',
  fix: 'Give the address a name with an A or AAAA record, and put that name into the MX record.',
  citations: [rfc(5321, '5.1'), rfc(1035, '3.3.9')],
  find: (facts) =>
    facts.observation.routing.kind !== 'mx'
      ? []
      : hostPlaces(facts).flatMap(({ subject, host }) => {
          const { name, preference } = host.observation;
          return parseIpAddress(name) ? [{ subject, evidence: { mx: name, preference } }] : [];
        }),
};
