/**
 * The server stumbles over what it should ignore or read (RFC 8446 §9.3).
 */
import { type Rule, rfc } from '../rule.ts';
import { findEnumerated } from './enumerated.ts';

export const intolerant: Rule = {
  id: 'tls.intolerant',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'The server fails on some well-formed hellos',
  explanation:
    'A hello that is right, but larger, newer or longer than this server is used to, makes it break the handshake off. Senders with such a hello fail here today or after their next update: those with post-quantum keys send large hellos in two segments, others have many cipher suites.',
  fix: 'Update the TLS library, or what stands in front of it: load balancers and inspecting firewalls are the usual cause. A hello may be larger than one packet, may hold unknown values, and all of its suites count.',
  citations: [rfc(8446, '9.3'), rfc(8701, '1')],
  find: (facts) =>
    findEnumerated(facts, ({ intolerances }) => (intolerances.length > 0 ? { intolerances } : undefined)),
};
