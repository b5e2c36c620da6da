/**
 * The chain breaks a rule of path validation (RFC 5280 §6.1; C89): a signature that does not fit, an issuer that is no CA,
 * a constraint, an unknown critical extension, a key that nobody can read.
 * Left out: what has a rule of its own (dates, purpose, missing and unknown issuers), and what we could not check.
 */
import type { PathProblemCode } from '../../x509/path-result.ts';
import { chainPlaces } from '../places.ts';
import { certificateSeverity } from '../promise.ts';
import { type Rule, rfc } from '../rule.ts';
import { postfixPolicyMapEncrypt } from '../workarounds.ts';
import { problemsOf, trustEvidence } from './chain-problems.ts';
import { signAsServer } from './new-certificate.ts';
import { installChain, lookAtChain } from './server-side.ts';

const structural: readonly PathProblemCode[] = [
  'bad-signature',
  'not-a-ca',
  'path-length',
  'key-usage-cert-sign',
  'extended-key-usage',
  'name-constraints',
  'unknown-critical-extension',
  'malformed-extension',
  'malformed-key',
  'explicit-curve',
  'policy',
];

export const pathInvalid: Rule = {
  id: 'cert.path-invalid',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'The certificate chain does not validate',
  explanation:
    'A certificate in the chain may not do what it is used for here, its signature does not fit, or its key can not be read. Senders that verify, because of MTA-STS, DANE-TA or their own policy, refuse the chain; ' +
    'opportunistic senders do not look, and DANE-EE does not ask.',
  fix: 'Install the chain that your certificate authority gives out for this certificate, in its order and nothing else. If the authority is your own, issue the certificate named in the evidence anew.',
  fixes: [lookAtChain, ...installChain, signAsServer],
  workarounds: [postfixPolicyMapEncrypt],
  citations: [rfc(5280, '6.1'), rfc(5280, '4.2')],
  tlsRptResultType: 'certificate-not-trusted',
  find: (facts) =>
    chainPlaces(facts).flatMap((place) => {
      const problems = problemsOf(place, ...structural)
        // The leaf's own purpose is cert.purpose-no-server-auth.
        .filter(({ code, depth }) => code !== 'extended-key-usage' || depth > 0)
        .map((problem) => ({ code: problem.code, detail: problem.detail, ...trustEvidence(problem, place) }));
      if (problems.length === 0) return [];
      const severity = certificateSeverity(place, 'trust');
      return [{ subject: place.subject, evidence: { problems }, severity }];
    }),
};
