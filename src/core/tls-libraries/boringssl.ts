/**
 * BoringSSL: enforces keyUsage unless its caller turns that off; what Google's services set is not published.
 */
import { fromSource, type Personality } from './personality.ts';

/** Google's fork of OpenSSL; what Gmail sets is not published. */
export const boringssl: Personality = {
  id: 'boringssl',
  library: 'BoringSSL, settings unknown',
  signingKeyUsage: fromSource(
    'unknown',
    'the library enforces it in TLS 1.3, and by default before; Gmail may differ',
  ),
  encryptingKeyUsage: fromSource(
    'unknown',
    'the library enforces it by default since 2023; Gmail may differ',
  ),
  minimumDhBits: fromSource(0, 'BoringSSL clients offer no finite-field Diffie-Hellman'),
  sha1HandshakeSignature: fromSource(
    'accepted',
    'BoringSSL offers rsa_pkcs1_sha1 to TLS 1.0-1.2 servers by default',
  ),
  minimumVersion: fromSource('TLSv1.2', 'default of clients; Gmail may differ'),
  minimumRsaBits: fromSource(0, 'not published'),
  sha1Certificate: fromSource('refused', 'BoringSSL verifies no SHA-1 chain by default'),
  purpose: fromSource('enforced', 'X509_PURPOSE_SSL_SERVER'),
  mustStaple: fromSource('ignored', 'no must-staple check in the library'),
};

/** BoringSSL with nothing set; what Gmail sets is another matter. */
export const boringsslDefault: Personality = {
  ...boringssl,
  id: 'boringssl-default',
  library: 'BoringSSL',
  signingKeyUsage: fromSource(
    'enforced',
    'ssl/tls13_both.cc; ssl/handshake_client.cc, unless enforce_rsa_key_usage is off',
  ),
  encryptingKeyUsage: fromSource('enforced', 'ssl/handshake_client.cc, unless enforce_rsa_key_usage is off'),
};
