/**
 * SSL 3.0 is still agreed to (RFC 7568).
 */
import { type Rule, rfc } from '../rule.ts';
import { findEnumerated } from './enumerated.ts';

export const sslv3: Rule = {
  id: 'tls.sslv3',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'SSL 3.0 is still on offer',
  explanation:
    'The server agrees to SSL 3.0 when nothing newer is offered. No current sender does that, so it helps nobody; the protocol has no sound encryption left, and an attacker in the path may push a careless client down to it (POODLE).',
  fix: 'Set the lowest version to TLS 1.0 or, better, TLS 1.2 (Postfix: smtpd_tls_protocols = >=TLSv1). No mail is lost by it.',
  citations: [rfc(7568, '3'), rfc(9325, '3.1.1')],
  find: (facts) =>
    findEnumerated(facts, ({ versions, suites }) =>
      versions.includes('SSLv3') ? { suite: suites.SSLv3?.[0] ?? null } : undefined,
    ),
};
