/**
 * The server's certificate is signed by its own key, and no one vouches for it (RFC 5280 §6.1).
 */

import { chainPlaces } from '../places.ts';
import { certificateSeverity } from '../promise.ts';
import { type Rule, rfc } from '../rule.ts';
import { postfixPolicyMapEncrypt } from '../workarounds.ts';
import { problemsOf, trustEvidence } from './chain-problems.ts';
import { daneRecord, newRequest } from './new-certificate.ts';

export const selfSigned: Rule = {
  id: 'cert.self-signed',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'The certificate is self-signed',
  explanation:
    'The certificate vouches for itself. Opportunistic senders encrypt all the same; a sender that verifies against public certificate authorities, because of MTA-STS or its own policy, ' +
    'refuses it. With a DANE-EE record in signed DNS a self-signed certificate is as good as any.',
  fix: 'Get a certificate from a public certificate authority (Let\'s Encrypt gives them away), or publish a DANE record "3 1 1" for this key in a zone signed with DNSSEC.',
  fixes: [newRequest, daneRecord],
  workarounds: [postfixPolicyMapEncrypt],
  citations: [rfc(5280, '6.1'), rfc(7435, '3'), rfc(7672, '3.1.1')],
  tlsRptResultType: 'certificate-not-trusted',
  find: (facts) =>
    chainPlaces(facts).flatMap((place) =>
      problemsOf(place, 'self-signed-leaf').map((problem) => ({
        subject: place.subject,
        evidence: trustEvidence(problem, place),
        severity: certificateSeverity(place, 'trust'),
      })),
    ),
};
