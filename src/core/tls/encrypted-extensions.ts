/**
 * EncryptedExtensions: what a TLS 1.3 server answers to the hello beside its choices (RFC 8446 §4.3.1).
 */
import { refuseOtherCertificates } from './certificate-type.ts';
import { extensionTypes } from './code-points.ts';
import type { HandshakeContext } from './handshake-context.ts';
import type { HandshakeMessage } from './handshake-reader.ts';
import { parseEncryptedExtensions } from './messages.ts';
import { obeyRecordSizeLimit } from './record-size-limit.ts';
import { mustBeAmong, mustBeOffered } from './server-hello.ts';

/** Obey them. @throws HandshakeFault */
export function takeEncryptedExtensions(context: HandshakeContext, message: HandshakeMessage): void {
  const extensions = parseEncryptedExtensions(message.body);
  mustBeOffered(context, extensions, 'EncryptedExtensions');
  mustBeAmong(extensions, encryptedExtensionsAllowed, 'EncryptedExtensions');
  refuseOtherCertificates(extensions.get(extensionTypes.server_certificate_type));
  obeyRecordSizeLimit(context, extensions, 1);
}

/** RFC 8446 §4.2, and those registered since for EncryptedExtensions. */
const encryptedExtensionsAllowed = [
  extensionTypes.server_name,
  extensionTypes.max_fragment_length,
  extensionTypes.supported_groups,
  extensionTypes.use_srtp,
  extensionTypes.heartbeat,
  extensionTypes.application_layer_protocol_negotiation,
  extensionTypes.client_certificate_type,
  extensionTypes.server_certificate_type,
  extensionTypes.record_size_limit,
  extensionTypes.ticket_request,
  extensionTypes.encrypted_client_hello,
];
