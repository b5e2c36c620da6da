/**
 * A version whose handshake completes while nothing answers over it (RFC 3207 §4.2).
 */
import { type Rule, rfc } from '../rule.ts';
import { findEnumerated } from './enumerated.ts';

export const deadVersion: Rule = {
  id: 'tls.dead-version',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'With some TLS versions the session dies',
  explanation:
    'With the versions named in the evidence the handshake completes, and then nothing answers over TLS. Senders that speak only these fail after the handshake, where many have no fallback: they wait and at last return the mail.',
  fix: 'Look in the log right after such a handshake. Updating the TLS library is the usual cure; a device that inspects TLS may treat versions differently, too.',
  citations: [rfc(3207, '4.2')],
  find: (facts) =>
    findEnumerated(facts, ({ deadVersions }) =>
      deadVersions.length > 0 ? { versions: deadVersions } : undefined,
    ),
};
