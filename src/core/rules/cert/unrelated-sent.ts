/**
 * A certificate is sent that issued none of the others: left over from an earlier authority, as a rule (RFC 8446 §4.4.2).
 */
import { chainPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { sentMatches } from './sent-certificates.ts';
import { installChain, lookAtChain } from './server-side.ts';

export const unrelatedSent: Rule = {
  id: 'cert.unrelated-sent',
  severity: 'info',
  acts: 'mx-operator',
  title: 'A certificate is sent that belongs to nothing',
  explanation:
    'The chain holds a certificate that signed none of the others. Current libraries pass over it; it costs bytes in every handshake, and is often a sign that the chain was not replaced when the certificate was.',
  fix: 'Install the chain that came with the present certificate, in place of the old one.',
  fixes: [lookAtChain, ...installChain],
  citations: [rfc(8446, '4.4.2'), rfc(5246, '7.4.2')],
  find: (facts) => chainPlaces(facts).flatMap((place) => sentMatches(place, 'unrelated')),
};
