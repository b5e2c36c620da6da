/**
 * A root is sent along (RFC 8446 §4.4.2, RFC 5246 §7.4.2: it may be left out). Whoever trusts it has it, and who has it not does not trust it.
 */
import { chainPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { sentMatches } from './sent-certificates.ts';
import { lookAtChain } from './server-side.ts';

export const rootSent: Rule = {
  id: 'cert.root-sent',
  severity: 'info',
  acts: 'mx-operator',
  title: 'The root certificate is sent along',
  explanation:
    'The chain includes a root. A sender that trusts it has it already, and one that has not does not trust it for being sent; it costs some bytes in every handshake. Only a DANE record of usage 2 for the root needs it.',
  fix: 'Leave the last, self-signed certificate out of the chain file, unless a DANE-TA record (usage 2) names it.',
  fixes: [lookAtChain],
  citations: [rfc(8446, '4.4.2'), rfc(7672, '3.1.2')],
  find: (facts) =>
    chainPlaces(facts)
      // RFC 7672 §3.1.2: under usage 2 the anchor itself must be sent.
      .filter(
        ({ host }) => host.dane.kind !== 'records' || !host.dane.records.some(({ usage }) => usage === 2),
      )
      .flatMap((place) => sentMatches(place, 'root')),
};
