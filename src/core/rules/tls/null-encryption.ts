/**
 * Suites without encryption (RFC 9325 §4.1).
 */
import { type Rule, rfc } from '../rule.ts';
import { findEnumerated, offeredSuites } from './enumerated.ts';

export const nullEncryption: Rule = {
  id: 'tls.null-encryption',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'Suites without encryption are on offer',
  explanation:
    'The server accepts cipher suites that authenticate and do not encrypt. A session with one of them looks like TLS in every log and can be read by anybody on the way. No current sender offers them by default.',
  fix: 'Take the NULL suites out of the cipher list (OpenSSL: add !eNULL).',
  citations: [rfc(9325, '4.1')],
  find: (facts) =>
    findEnumerated(facts, (found) =>
      offeredSuites(found, (name) => /_WITH_NULL_|_SHA(256|384)_SHA/.test(name)),
    ),
};
