/**
 * What the server sends as its certificate can not be read as one (RFC 5280 §4.1).
 */
import { addressPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { lookAtCertificate } from './server-side.ts';

export const unreadable: Rule = {
  id: 'cert.unreadable',
  severity: 'warning',
  acts: 'mx-operator',
  title: 'The certificate can not be read',
  explanation:
    'The bytes that the server sends in place of a certificate do not form one. What senders do depends on how strict their TLS library is: some break the handshake off, and then wait or deliver in cleartext.',
  fix: 'Look at the file that the server loads (openssl x509 -in FILE -noout -text) and have the certificate issued again.',
  fixes: [lookAtCertificate],
  citations: [rfc(5280, '4.1')],
  tlsRptResultType: 'validation-failure',
  find: (facts) =>
    addressPlaces(facts).flatMap(({ subject, address }) =>
      address.tls.flatMap(({ unreadable: refusal }) =>
        refusal ? [{ subject, evidence: { code: refusal.code, detail: refusal.detail } }] : [],
      ),
    ),
};
