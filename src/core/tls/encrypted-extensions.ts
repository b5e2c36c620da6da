/**
 * EncryptedExtensions: what a TLS 1.3 server answers to the hello beside its choices (RFC 8446 §4.3.1).
 */
import { refuseOtherCertificates } from './certificate-type.ts';
import { extensionTypes } from './code-points.ts';
import type { HandshakeContext } from './handshake-context.ts';
import { decode, type HandshakeMessage } from './handshake-reader.ts';
import { parseEncryptedExtensions } from './messages.ts';
import { mustBeAmong, mustBeOffered } from './server-hello.ts';

/** Obey them. @throws HandshakeFault */
export function takeEncryptedExtensions(context: HandshakeContext, message: HandshakeMessage): void {
  const extensions = parseEncryptedExtensions(message.body);
  mustBeOffered(context, extensions, 'EncryptedExtensions');
  mustBeAmong(extensions, encryptedExtensionsAllowed, 'EncryptedExtensions');
  refuseOtherCertificates(extensions.get(extensionTypes.server_certificate_type));
  const limit = extensions.get(extensionTypes.record_size_limit);
  if (limit !== undefined) {
    // The limit counts the content type (RFC 8449 §4).
    const size = decode('record_size_limit', limit, (reader) => reader.uint16()) - 1;
    context.sendLimit = Math.max(1, Math.min(context.sendLimit, size));
  }
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
