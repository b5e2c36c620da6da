/**
 * The server itself staples a valid OCSP answer that says its certificate is revoked (RFC 6960 §2.2).
 */
import { chainPlaces } from '../places.ts';
import { certificateSeverity } from '../promise.ts';
import { type Rule, rfc } from '../rule.ts';
import { postfixPolicyMapEncrypt } from '../workarounds.ts';
import { newCertbotKey, newRequest } from './new-certificate.ts';

export const revoked: Rule = {
  id: 'cert.revoked',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'The certificate is revoked',
  explanation:
    'The server sends, signed by its authority, the statement that its certificate is revoked. Verifiers that read stapled answers (GnuTLS: "The certificate chain is revoked.") refuse it; opportunistic senders do not look. ' +
    'A certificate is most often revoked because its key is in the wrong hands.',
  fix: 'Make a new key and get a new certificate, and install both. If DANE records name the old key, publish the new record first.',
  fixes: [newRequest, newCertbotKey],
  workarounds: [postfixPolicyMapEncrypt],
  citations: [rfc(6960, '2.2'), rfc(5280, '5.3.1')],
  tlsRptResultType: 'certificate-not-trusted',
  find: (facts) =>
    chainPlaces(facts).flatMap((place) => {
      const { staple } = place.chain;
      if (staple?.kind !== 'revoked') return [];
      const { at, reason, thisUpdate } = staple;
      const evidence = {
        revokedAt: at,
        reason: reason ?? null,
        thisUpdate,
        gnutls: ['The certificate chain is revoked.'],
      };
      return [{ subject: place.subject, evidence, severity: certificateSeverity(place, 'trust') }];
    }),
};
