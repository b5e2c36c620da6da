/**
 * SSL 2.0 is still agreed to (RFC 6176): what DROWN needs (CVE-2016-0800).
 */
import { type Rule, rfc } from '../rule.ts';
import { findEnumerated } from './enumerated.ts';

export const drown: Rule = {
  id: 'tls.drown',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'SSL 2.0 is still on offer (DROWN)',
  explanation:
    'The server answers an SSL 2.0 hello. With that, recorded TLS sessions that used RSA key exchange with the same key can be decrypted, on this and on every other server that has the key (DROWN, CVE-2016-0800). No sender uses SSL 2.0.',
  fix: 'Update the TLS library: no supported one still has SSL 2.0. Then replace the key wherever it is in use.',
  citations: [rfc(6176, '3'), rfc(9325, '3.1.1')],
  find: (facts) =>
    findEnumerated(facts, ({ versions }) => (versions.includes('SSLv2') ? { version: 'SSLv2' } : undefined)),
};
