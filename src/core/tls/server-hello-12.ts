/**
 * What a ServerHello up to TLS 1.2 says beside version and suite, as facts: extended master secret (RFC 7627), encrypt-then-MAC (RFC 7366),
 * renegotiation (RFC 5746), timestamps, the limit of records (RFC 8449), the type of certificate (RFC 7250).
 */
import { equalBytes } from '../base/bytes.ts';
import { toBase64 } from '../base/text.ts';
import { refuseOtherCertificates } from './certificate-type.ts';
import { extensionTypes } from './code-points.ts';
import { misbehaved } from './fault.ts';
import type { HandshakeContext } from './handshake-context.ts';
import type { ServerHello } from './messages.ts';
import { obeyRecordSizeLimit } from './record-size-limit.ts';
import { mustBeOffered, type UsableSuite } from './server-hello.ts';

/** @throws HandshakeFault */
export function takeServerHello12(context: HandshakeContext, hello: ServerHello, suite: UsableSuite): void {
  const { extensions } = hello;
  mustBeOffered(context, extensions, 'ServerHello');
  refuseOtherCertificates(extensions.get(extensionTypes.server_certificate_type));
  const { facts } = context;
  facts.keyExchange = suite.authentication === 'anonymous' ? 'anonymous' : exchangeFact(suite);
  facts.extendedMasterSecret = hasEmpty(hello, extensionTypes.extended_master_secret);
  facts.encryptThenMac = hasEmpty(hello, extensionTypes.encrypt_then_mac);
  // With a null cipher both orders are the same bytes, and OpenSSL says yes to it.
  if (facts.encryptThenMac && (suite.cipher.kind === 'aead' || suite.cipher.kind === 'stream')) {
    throw misbehaved('illegal_parameter', {
      code: 'encrypt-then-mac-without-cbc',
      received: suite.name,
      detail: 'encrypt_then_mac with a suite that has no CBC (RFC 7366 §3)',
    });
  }
  facts.secureRenegotiation = renegotiationInfo(extensions.get(extensionTypes.renegotiation_info));
  // A TLS 1.3 client's own id comes back where the server caches nothing (RFC 8446 §D.4).
  facts.sessionId = hello.sessionId.length > 0 && !equalBytes(hello.sessionId, context.hello.sessionId);
  const timestamps = extensions.get(extensionTypes.signed_certificate_timestamp);
  if (timestamps !== undefined) facts.signedCertificateTimestamps = toBase64(timestamps);
  obeyRecordSizeLimit(context, extensions, 0);
}

const exchangeFact = ({ keyExchange }: UsableSuite): 'ecdhe' | 'dhe' | 'rsa' => {
  if (keyExchange === 'ecdhe' || keyExchange === 'dhe' || keyExchange === 'rsa') return keyExchange;
  throw new TypeError(`${keyExchange} is no key exchange of TLS 1.2`);
};

function hasEmpty({ extensions }: ServerHello, type: number): boolean {
  const body = extensions.get(type);
  if (body === undefined) return false;
  if (body.length === 0) return true;
  throw misbehaved('decode_error', {
    code: 'bad-encoding',
    expected: 'an empty extension',
    received: `${body.length} bytes`,
    detail: 'an extension that only says yes has a body',
  });
}

/** In a first handshake both sides' verify_data is empty (RFC 5746 §3.4). */
function renegotiationInfo(body: Uint8Array | undefined): boolean {
  if (body === undefined) return false;
  if (body.length === 1 && body[0] === 0) return true;
  throw misbehaved('handshake_failure', {
    code: 'bad-renegotiation-info',
    expected: 'an empty renegotiated_connection',
    received: `${body.length} bytes`,
    detail: 'the server answers a renegotiation that is none',
  });
}
