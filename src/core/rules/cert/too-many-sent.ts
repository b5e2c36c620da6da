/**
 * More certificates are sent than some verifier looks at (RFC 8446 §4.4.2 leaves the number open): a bundle of roots in place of a chain, say.
 * Past our own limit the chain is not read to its end, so that whether its issuer is known stays open: this says so.
 */
import { librariesThat } from '../../tls-libraries/catalogue.ts';
import { maxChainCertificates } from '../../x509/certificate.ts';
import { chainPlaces } from '../places.ts';
import { certificateSeverity } from '../promise.ts';
import { type Rule, rfc, type Severity } from '../rule.ts';
import { installChain, lookAtChain } from './server-side.ts';

/** Some verifiers refuse, not all: one step less than a chain that nobody trusts. */
const weights: Readonly<Record<Severity, Severity>> = {
  error: 'warning',
  warning: 'notice',
  notice: 'notice',
  info: 'info',
};

const gnutls = 'Some constraint limits were reached.';

export const tooManySent: Rule = {
  id: 'cert.too-many-sent',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'Far too many certificates are sent',
  explanation:
    'A chain has two or three certificates, and this server sends so many that GnuTLS refuses to verify it, whatever it holds; OpenSSL ends the handshake where they come to 100 KiB. ' +
    'Most often a bundle of roots stands in place of the intermediates. Of very many, not all are looked at here, so that who issued the certificate may be left open.',
  fix: "Send the server's certificate and the intermediates that lead from it to a root, nothing else.",
  fixes: [lookAtChain, ...installChain],
  citations: [rfc(8446, '4.4.2'), rfc(5246, '7.4.2')],
  tlsRptResultType: 'certificate-not-trusted',
  find: (facts) =>
    chainPlaces(facts).flatMap((place) => {
      const sent = place.handshake.certificates.length;
      const refusedByVerifying = librariesThat(({ maximumSent }) => maximumSent && sent > maximumSent.value);
      if (refusedByVerifying.length === 0) return [];
      const read = Math.min(sent, maxChainCertificates);
      return [
        {
          subject: place.subject,
          evidence: { sent, read, refusedByVerifying, gnutls: [gnutls] },
          severity: weights[certificateSeverity(place, 'trust')],
        },
      ];
    }),
};
