/**
 * RC4 (RFC 7465).
 */
import { type Rule, rfc } from '../rule.ts';
import { findEnumerated, offeredSuites } from './enumerated.ts';

export const rc4: Rule = {
  id: 'tls.rc4',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'RC4 is on offer',
  explanation:
    'The server accepts RC4, whose keystream is biased so that repeated plaintext can be guessed from many sessions. It is forbidden in TLS; only very old senders would choose it, and current ones do not offer it.',
  fix: 'Take RC4 out of the cipher list (OpenSSL: add !RC4) unless your log shows senders that have nothing else: their other choice is cleartext.',
  citations: [rfc(7465, '2'), rfc(9325, '4.1')],
  find: (facts) => findEnumerated(facts, (found) => offeredSuites(found, (name) => /_RC4_/.test(name))),
};
