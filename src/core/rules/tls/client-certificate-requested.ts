/**
 * The server asks senders for a certificate (RFC 8446 §4.3.2). Nearly all have none; some stacks stumble over the question.
 */
import { fromBase64 } from '../../base/text.ts';
import { readDistinguishedName } from '../../x509/certificate.ts';
import { DerError, readWhole } from '../../x509/der.ts';
import { handshakePlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';

/** Some servers send every root they know. */
const shown = 20;

export const clientCertificateRequested: Rule = {
  id: 'tls.client-certificate-requested',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'Senders are asked for a certificate',
  explanation:
    'The server sends a CertificateRequest. A sender without a certificate answers with an empty one, and that is enough here; but a few mail servers and TLS libraries ' +
    'stumble over the question, or present a certificate that the server then rejects; some servers break off at a chain signed with MD5 that a sender presents only because it was asked. The evidence lists the authorities that the server says it accepts.',
  fix: 'Unless you use client certificates on this port, stop asking for them (Postfix: smtpd_tls_ask_ccert = no and smtpd_tls_req_ccert = no).',
  citations: [rfc(8446, '4.3.2'), rfc(5246, '7.4.4')],
  find: (facts) =>
    handshakePlaces(facts).flatMap(({ subject, handshake }) => {
      const request = handshake.clientCertificateRequest;
      if (!request) return [];
      const evidence = {
        authorities: request.authorities.length,
        names: request.authorities.slice(0, shown).map(nameOf),
        version: handshake.version ?? null,
      };
      return [{ subject, evidence }];
    }),
};

/** The name of an authority as text; as it came where it can not be read. */
function nameOf(authority: string): string {
  const der = fromBase64(authority);
  if (!der.ok) return authority;
  try {
    return readDistinguishedName(readWhole(der.value)).text;
  } catch (error) {
    if (error instanceof DerError) return authority;
    throw error;
  }
}
