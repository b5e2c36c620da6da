/**
 * The chain leads to an authority that is not among the anchors (RFC 5280 §6.1): a private one, or one no longer trusted.
 */

import { chainPlaces } from '../places.ts';
import { certificateSeverity } from '../promise.ts';
import { type Rule, rfc } from '../rule.ts';
import { postfixPolicyMapEncrypt } from '../workarounds.ts';
import { problemsOf, trustEvidence } from './chain-problems.ts';
import { isLinkMissing } from './missing-issuer.ts';
import { daneRecord, newRequest } from './new-certificate.ts';
import { lookAtChain } from './server-side.ts';

export const untrustedIssuer: Rule = {
  id: 'cert.untrusted-issuer',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'The certificate comes from an authority that is not trusted',
  explanation:
    'The certificate was issued by an authority that is not in the public lists of trusted roots. Opportunistic senders encrypt all the same; senders that verify, because of MTA-STS ' +
    'or their own policy, refuse it.',
  fix: 'Get a certificate from a public certificate authority, and send the intermediate with it; or publish a DANE record "3 1 1" for this key in a zone signed with DNSSEC, where the authority does not matter.',
  fixes: [newRequest, lookAtChain, daneRecord],
  workarounds: [postfixPolicyMapEncrypt],
  citations: [rfc(5280, '6.1'), rfc(7435, '3')],
  tlsRptResultType: 'certificate-not-trusted',
  find: (facts) =>
    chainPlaces(facts).flatMap((place) =>
      problemsOf(place, 'missing-issuer', 'self-signed-root-not-trusted')
        .filter((problem) => problem.code !== 'missing-issuer' || !isLinkMissing(place, problem))
        .map((problem) => ({
          subject: place.subject,
          evidence: trustEvidence(problem, place),
          severity: certificateSeverity(place, 'trust'),
        })),
    ),
};
