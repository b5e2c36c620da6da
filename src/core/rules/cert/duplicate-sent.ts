/**
 * One certificate is sent twice, most often the server's own: once from its file, once more at the head of the chain file (RFC 8446 §4.4.2).
 */
import { chainPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { sentMatches } from './sent-certificates.ts';
import { lookAtChain } from './server-side.ts';

export const duplicateSent: Rule = {
  id: 'cert.duplicate-sent',
  severity: 'info',
  acts: 'mx-operator',
  title: 'A certificate is sent twice',
  explanation:
    'The same certificate stands in the chain more than once. Current libraries pass over it; it costs bytes in every handshake, and verifiers that take the order literally fail.',
  fix: "Most often the file with the chain begins with the server's certificate again: give the server either one file with everything (fullchain.pem), or its certificate and the intermediates apart (cert.pem and chain.pem).",
  fixes: [lookAtChain],
  citations: [rfc(8446, '4.4.2'), rfc(5246, '7.4.2')],
  find: (facts) => chainPlaces(facts).flatMap((place) => sentMatches(place, 'duplicate')),
};
