/**
 * The certificate demands a stapled OCSP answer (RFC 7633 §4.2.3.1, "must-staple"), and the server sends none. We asked for one.
 */
import { librariesThat } from '../../tls-libraries/catalogue.ts';
import { chainPlaces } from '../places.ts';
import { certificateSeverity } from '../promise.ts';
import { type Rule, rfc, type Severity } from '../rule.ts';
import { withoutMustStaple } from './new-certificate.ts';

/** Few libraries look, and none of them in a sender known to enforce MTA-STS. */
const weights: Readonly<Record<Severity, Severity>> = {
  error: 'warning',
  warning: 'notice',
  notice: 'notice',
  info: 'info',
};

const missingStatus =
  'The certificate requires the server to include an OCSP status in its response, but the OCSP status is missing.';

export const mustStapleWithoutStaple: Rule = {
  id: 'cert.must-staple-without-staple',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'The certificate demands a stapled OCSP answer, and none is sent',
  explanation: `The certificate has the TLS feature status_request (must-staple), but the server staples no OCSP response. GnuTLS refuses that where it verifies ("${missingStatus}"); OpenSSL and Go do not look. Few mail servers can staple at all.`,
  fix: 'Get a certificate without must-staple (certbot: leave --must-staple out). Most public authorities no longer run OCSP, so stapling has had its day.',
  fixes: [...withoutMustStaple],
  citations: [rfc(7633, '4.2.3.1'), rfc(6066, '8')],
  find: (facts) =>
    chainPlaces(facts).flatMap((place) => {
      const { chain, handshake, subject } = place;
      // A handshake made up for a certificate that is not deployed says nothing about staples.
      if (!chain.leaf.mustStaple || handshake.ocspResponse !== undefined || !handshake.version) return [];
      const refusedBy = librariesThat(({ mustStaple }) => mustStaple.value === 'enforced');
      const gnutls = [missingStatus];
      return [
        { subject, evidence: { refusedBy, gnutls }, severity: weights[certificateSeverity(place, 'trust')] },
      ];
    }),
};
