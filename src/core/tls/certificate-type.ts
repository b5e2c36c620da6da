/**
 * Certificates that are recognised and not read: raw public keys (RFC 7250) and compressed ones (RFC 8879). Only where the hello allowed them,
 * as some senders' do; else the peer is at fault.
 */
import { extensionTypes, handshakeName, handshakeTypes } from './code-points.ts';
import { type HandshakeFault, incompatible, misbehaved } from './fault.ts';
import type { HandshakeContext } from './handshake-context.ts';

/** X.509 is the only type we read (RFC 7250 §3). @throws HandshakeFault certificate-type */
export function refuseOtherCertificates(body: Uint8Array | undefined): void {
  if (body === undefined || body[0] === 0) return;
  throw incompatible('unsupported_certificate', {
    code: 'certificate-type',
    expected: 'X.509',
    received: `certificate type ${body[0] ?? 'missing'}`,
    detail:
      'the server sends a raw public key, or another certificate that is not X.509, as the hello allowed',
  });
}

/** What a CompressedCertificate message amounts to. */
export function compressedCertificate(context: HandshakeContext): HandshakeFault {
  const received = handshakeName(handshakeTypes.compressedCertificate);
  if (!context.isOfferedExtension(extensionTypes.compress_certificate)) {
    return misbehaved('unexpected_message', {
      code: 'unexpected-message',
      expected: 'certificate',
      received,
      detail: 'the server compresses its certificate, which the hello did not allow',
    });
  }
  return incompatible('unsupported_certificate', {
    code: 'compressed-certificate',
    received,
    detail: 'the server compresses its certificate, as the hello allowed; this is not undone here',
  });
}
