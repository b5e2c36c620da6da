/**
 * LibreSSL, OpenBSD's fork of OpenSSL, as OpenSMTPD uses it there. Not measured: read in its source of July 2026.
 */
import { documented, fromSource, notKnown, type Personality } from './personality.ts';

const level1 = 'libssl/ssl_seclevel.c: level 1, the default, asks for 80 bits of security';

export const libressl: Personality = {
  id: 'libressl',
  library: 'LibreSSL 3.6 and later, security level 1',
  signingKeyUsage: fromSource('ecdsa-before-tls13', 'libssl/ssl_lib.c, ssl_check_srvr_ecc_cert_and_alg'),
  encryptingKeyUsage: fromSource('ignored', 'the same function looks at ECDSA suites alone'),
  minimumDhBits: fromSource(1024, 'libssl/ssl_seclevel.c, ssl_security_secop_tmp_dh'),
  handshakeRsaBits: notKnown(
    'ssl_security_sigalg_check and verification share the check of keys; not traced to its end',
  ),
  sha1HandshakeSignature: fromSource('accepted', 'libssl/ssl_sigalgs.c lists rsa_pkcs1_sha1 and ecdsa_sha1'),
  minimumVersion: documented('TLSv1.2', 'LibreSSL 3.8.1 release notes: TLS 1.0 and 1.1 removed'),
  minimumRsaBits: fromSource(1024, `${level1}; libcrypto/x509/x509_vfy.c, check_key_level`),
  minimumCurveBits: fromSource(160, `${level1}; libcrypto/x509/x509_vfy.c, check_key_level`),
  sha1Certificate: fromSource('accepted', `${level1}, and SHA-1 counts 80`),
  md5Certificate: fromSource('refused', `${level1}, and MD5 counts 64`),
  version1Leaf: notKnown('not traced through libcrypto/x509/x509_verify.c'),
  version1Issuer: fromSource(
    'refused',
    'libcrypto/x509/x509_purp.c, check_ca: version 1 is good for roots alone',
  ),
  purpose: fromSource('enforced', 'libcrypto/x509/x509_purp.c, X509_PURPOSE_SSL_SERVER'),
  commonName: fromSource('where-no-dns-name', 'libcrypto/x509/x509_utl.c, do_x509_check'),
  partialWildcard: notKnown('libcrypto/x509/x509_utl.c leaves it to flags of the caller'),
  mustStaple: fromSource('ignored', 'left to the caller'),
};
