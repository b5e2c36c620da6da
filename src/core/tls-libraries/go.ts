/**
 * Go's own TLS library.
 */
import { fromSource, measured, type Personality } from './personality.ts';

/** Go 1.19 crypto/tls. */
export const goTls: Personality = {
  id: 'go',
  library: 'Go crypto/tls',
  signingKeyUsage: measured('ignored'),
  encryptingKeyUsage: fromSource('ignored', 'crypto/tls/handshake_client.go looks at no keyUsage'),
  minimumDhBits: fromSource(0, 'crypto/tls has no finite-field Diffie-Hellman'),
  sha1HandshakeSignature: measured('accepted', 'captured ClientHello offers rsa_pkcs1_sha1 and ecdsa_sha1'),
  duplicateExtension: fromSource('refused', 'crypto/x509/parser.go since Go 1.19 (golang/go#50988)'),
  minimumVersion: fromSource('TLSv1.2', 'crypto/tls: default of clients since Go 1.18'),
  minimumRsaBits: measured(0, 'lab: 1024 bits taken by Go 1.19'),
  sha1Certificate: measured('refused'),
  purpose: measured('enforced'),
  mustStaple: measured('ignored'),
};
