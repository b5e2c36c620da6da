/**
 * The Certificate message of TLS 1.3 as facts: chain, stapled OCSP response, timestamps (RFC 8446 §4.4.2).
 * What the certificates are worth is judged elsewhere; only that there is a key to verify with is checked here.
 */
import { toBase64 } from '../base/text.ts';
import { extensionTypes } from './code-points.ts';
import { misbehaved } from './fault.ts';
import type { HandshakeContext } from './handshake-context.ts';
import type { HandshakeMessage } from './handshake-reader.ts';
import type { LeafKey } from './leaf-key.ts';
import { parseCertificate13, parseCertificateStatus } from './messages.ts';
import { mustBeOffered } from './server-hello.ts';
import { leafKeyOf } from './server-signature.ts';

/** Record the chain and return the first certificate's key. @throws HandshakeFault no-certificate, bad-certificate */
export function takeCertificates(context: HandshakeContext, message: HandshakeMessage): LeafKey {
  const { context: requestContext, entries } = parseCertificate13(message.body);
  const { facts } = context;
  facts.certificates = entries.map(({ certificate }) => toBase64(certificate));
  const [leaf] = entries;
  if (leaf === undefined || requestContext.length > 0) {
    throw misbehaved('decode_error', {
      code: leaf === undefined ? 'no-certificate' : 'bad-certificate-context',
      expected: 'at least one certificate, without a request context',
      detail: 'the server sent no usable Certificate message',
    });
  }
  for (const { extensions } of entries) mustBeOffered(context, extensions, 'a certificate entry');
  const status = leaf.extensions.get(extensionTypes.status_request);
  const response = status && parseCertificateStatus(status);
  if (response !== undefined) facts.ocspResponse = toBase64(response);
  const timestamps = leaf.extensions.get(extensionTypes.signed_certificate_timestamp);
  if (timestamps !== undefined) facts.signedCertificateTimestamps = toBase64(timestamps);
  return leafKeyOf(leaf.certificate);
}
