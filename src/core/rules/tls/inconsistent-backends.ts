/**
 * One address, several servers behind it, and not alike.
 */
import { type Rule, rfc } from '../rule.ts';
import { findEnumerated } from './enumerated.ts';

export const inconsistentBackends: Rule = {
  id: 'tls.inconsistent-backends',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'Servers behind one address do not agree',
  explanation:
    'Connections to one address, made within a minute with the same questions, got different certificates, EHLO keywords or TLS versions. Several servers stand behind a balancer and are not set up alike, so a fault may hit only every second delivery, and TLSA records have to fit each of them.',
  fix: 'Bring the servers to one configuration and one certificate (or one set of certificates for which TLSA records are published). The evidence lists what was seen.',
  citations: [rfc(7671, '8'), rfc(5321, '4.1.1.1')],
  find: (facts) =>
    findEnumerated(facts, ({ disagreements }) => (disagreements.length > 0 ? { disagreements } : undefined)),
};
