/**
 * The certificates of the path came in another order than each after the one it signed (RFC 5246 §7.4.2; RFC 8446 §4.4.2 is milder).
 */
import { chainPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { positionsBelowFirst } from './sent-certificates.ts';
import { installChain, lookAtChain } from './server-side.ts';

export const wrongOrder: Rule = {
  id: 'cert.wrong-order',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'The chain is sent in the wrong order',
  explanation:
    "The intermediates do not follow each other, each after the certificate it signed. TLS up to 1.2 demands that order; today's libraries sort by themselves, old and small ones (embedded devices, old Java) fail to verify. Where an authority's certificate stands first, all senders take it for the server's own, and it is judged as such here.",
  fix: "Put the server's certificate first in the file, then the one that signed it, then the one that signed that, and reload the mail server. The evidence has the right order, the certificates being counted from 0 as they came.",
  fixes: [lookAtChain, ...installChain],
  citations: [rfc(5246, '7.4.2'), rfc(8446, '4.4.2')],
  find: (facts) =>
    chainPlaces(facts).flatMap(({ subject, chain }) => {
      const below = positionsBelowFirst(chain.certificates);
      const used = chain.path.usedSent.filter((position) => position >= 0);
      const sorted = used.every((position, i) => i === 0 || position > (used[i - 1] ?? -1));
      if (sorted && below.length === 0) return [];
      // Positions as sent, in the order that they should have.
      const order = [...below.toReversed(), 0, ...used.map((position) => position + 1)];
      return [{ subject, evidence: { order } }];
    }),
};
