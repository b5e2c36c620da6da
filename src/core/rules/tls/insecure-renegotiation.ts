/**
 * No renegotiation_info (RFC 5746; CVE-2009-3555).
 */
import { type Rule, rfc } from '../rule.ts';
import { findEnumerated } from './enumerated.ts';

export const insecureRenegotiation: Rule = {
  id: 'tls.insecure-renegotiation',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'Renegotiation is not protected',
  explanation:
    "Before TLS 1.3 the server does not answer with renegotiation_info. If it lets clients renegotiate, an attacker can put commands of their own in front of a sender's session (CVE-2009-3555); some TLS libraries refuse such servers altogether.",
  fix: 'Update the TLS library: every one released since 2010 answers. Load balancers that end TLS need it, too.',
  citations: [rfc(5746, '3.6'), rfc(9325, '3.5')],
  find: (facts) =>
    findEnumerated(facts, ({ secureRenegotiation }) =>
      secureRenegotiation === false ? { renegotiationInfo: false } : undefined,
    ),
};
