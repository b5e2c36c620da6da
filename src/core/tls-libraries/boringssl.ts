/**
 * BoringSSL, Google's fork of OpenSSL: enforces keyUsage unless its caller turns that off; what Google's services set is not published.
 * Read in its source of August 2026.
 */
import { fromSource, notKnown, type Personality } from './personality.ts';

const gmail = 'what Gmail sets is not published';

/** BoringSSL with nothing set. */
export const boringsslDefault: Personality = {
  id: 'boringssl-default',
  library: 'BoringSSL',
  signingKeyUsage: fromSource(
    'enforced',
    'ssl/tls13_both.cc, tls13_process_certificate; ssl/handshake_client.cc, ssl_cert_check_key_usage',
  ),
  encryptingKeyUsage: fromSource('enforced', 'ssl/handshake_client.cc, ssl_cert_check_key_usage'),
  minimumDhBits: fromSource(0, 'BoringSSL clients offer no finite-field Diffie-Hellman'),
  handshakeRsaBits: fromSource(512, 'crypto/fipsmodule/rsa/rsa_impl.cc.inc, OPENSSL_RSA_MIN_MODULUS_BITS'),
  sha1HandshakeSignature: fromSource(
    'accepted',
    'ssl/extensions.cc, kVerifySignatureAlgorithms: rsa_pkcs1_sha1, last',
  ),
  minimumVersion: fromSource('TLSv1.2', 'ssl/ssl_versions.cc, set_min_version: the default'),
  minimumRsaBits: fromSource(512, 'crypto/x509 asks for no size; OPENSSL_RSA_MIN_MODULUS_BITS'),
  minimumCurveBits: fromSource(224, 'crypto/fipsmodule/ec: P-224 is the smallest curve it knows'),
  sha1Certificate: fromSource(
    'accepted',
    'crypto/x509/algorithm.cc, x509_digest_nid_ok: MD4 and MD5 alone are barred',
  ),
  md5Certificate: fromSource('refused', 'crypto/x509/algorithm.cc, x509_digest_nid_ok'),
  version1Leaf: fromSource(
    'accepted',
    'crypto/x509/x_x509.cc reads version 1; x509_vfy.cc asks a leaf for no version',
  ),
  version1Issuer: fromSource(
    'refused',
    'crypto/x509/v3_purp.cc, check_ca: version 1 is good for roots alone',
  ),
  purpose: fromSource('enforced', 'crypto/x509/v3_purp.cc, check_purpose_ssl_server'),
  commonName: fromSource('where-no-san', 'crypto/x509/v3_utl.cc, do_x509_check'),
  partialWildcard: notKnown('crypto/x509/v3_utl.cc leaves it to flags of the caller'),
  mustStaple: fromSource('ignored', 'no must-staple check in the library'),
};

/** As Gmail may have it. */
export const boringssl: Personality = {
  ...boringsslDefault,
  id: 'boringssl',
  library: 'BoringSSL, settings unknown',
  signingKeyUsage: notKnown(`the library enforces it; ${gmail}`),
  encryptingKeyUsage: notKnown(`the library enforces it by default since 2023; ${gmail}`),
  sha1Certificate: notKnown(gmail),
  commonName: notKnown(gmail),
};
