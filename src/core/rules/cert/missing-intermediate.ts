/**
 * The server does not send the certificate that links its own to a root (RFC 8446 §4.4.2; C88).
 */

import { toBase64 } from '../../base/text.ts';
import { type ChainPlace, chainPlaces } from '../places.ts';
import { certificateSeverity } from '../promise.ts';
import { type Rule, rfc } from '../rule.ts';
import { postfixCaFile, postfixPolicyMapEncrypt } from '../workarounds.ts';
import { problemsOf, trustEvidence } from './chain-problems.ts';
import { isLinkMissing } from './missing-issuer.ts';
import { installChain, lookAtChain } from './server-side.ts';

export const missingIntermediate: Rule = {
  id: 'cert.missing-intermediate',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'The intermediate certificate is not sent',
  explanation:
    'The server sends its own certificate without the one that signed it. Senders that verify and do not fetch the missing link themselves can not trust it, and hold the mail or give an error; ' +
    'opportunistic senders do not look. Browsers and Windows often fetch the link (AIA), which is why it "works" there: what is missing on the wire and available by AIA is missing for every sender that does not chase it.',
  fix: "Configure the full chain: the server's certificate first, then the intermediate; no root (Let's Encrypt: use fullchain.pem, not cert.pem), and reload the mail server.",
  fixes: [...installChain, lookAtChain],
  workarounds: [postfixCaFile, postfixPolicyMapEncrypt],
  citations: [rfc(8446, '4.4.2'), rfc(5280, '4.2.2.1')],
  tlsRptResultType: 'certificate-not-trusted',
  find: (facts) =>
    chainPlaces(facts).flatMap((place) =>
      problemsOf(place, 'missing-issuer')
        .filter((problem) => isLinkMissing(place, problem))
        .map((problem) => ({
          subject: place.subject,
          evidence: {
            ...trustEvidence(problem, place),
            sent: place.chain.certificates.length,
            caIssuers: [...(place.chain.path.path[problem.depth]?.caIssuers ?? [])],
            available: availableLinks(place),
          },
          severity: certificateSeverity(place, 'trust'),
        })),
    ),
};

/** The links that were fetched and lead on to an anchor: missing on the wire, available by AIA. */
function availableLinks({ chain, facts }: ChainPlace): { subject: string; url: string }[] {
  if (chain.fetchedPath?.anchor === undefined) return [];
  return chain.fetchedPath.path.slice(chain.path.path.length).flatMap((certificate) => {
    const der = toBase64(certificate.der);
    const source = facts.observation.issuers?.find(({ certificates }) => certificates.includes(der));
    return source ? [{ subject: certificate.subject.text, url: source.url }] : [];
  });
}
