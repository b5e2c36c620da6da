/**
 * RSA export suites (FREAK, CVE-2015-0204).
 */
import { type Rule, rfc } from '../rule.ts';
import { findEnumerated, offeredSuites } from './enumerated.ts';

export const freak: Rule = {
  id: 'tls.freak',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'RSA export suites are on offer (FREAK)',
  explanation:
    'The server accepts cipher suites with RSA keys of 512 bits, made weak on purpose under export laws long gone. An attacker in the path can push some old clients down to them and read the session (FREAK, CVE-2015-0204). No sender needs them.',
  fix: 'Take the export suites out of the cipher list (OpenSSL: add !EXPORT, or update to a version without them).',
  citations: [rfc(9325, '4.1')],
  find: (facts) =>
    findEnumerated(facts, (found) => offeredSuites(found, (name) => /^TLS_RSA_EXPORT/.test(name))),
};
