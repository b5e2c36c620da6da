/**
 * LibreSSL, OpenBSD's fork of OpenSSL.
 */
import { fromSource, type Personality } from './personality.ts';

/** OpenBSD's fork of OpenSSL, as OpenSMTPD uses it there; not measured. */
export const libressl: Personality = {
  id: 'libressl',
  library: 'LibreSSL 3.6 and later, security level 1',
  signingKeyUsage: fromSource('ecdsa-before-tls13', 'ssl/ssl_lib.c, ssl_check_srvr_ecc_cert_and_alg'),
  encryptingKeyUsage: fromSource('ignored', 'the same function looks at ECDSA suites alone'),
  minimumDhBits: fromSource(1024, 'ssl/ssl_seclevel.c: 80 bits of security at level 1'),
  sha1HandshakeSignature: fromSource('accepted', 'ssl/ssl_sigalgs.c lists rsa_pkcs1_sha1 and ecdsa_sha1'),
  minimumVersion: fromSource('TLSv1.2', 'LibreSSL 3.8.1 release notes: TLS 1.0 and 1.1 removed'),
  minimumRsaBits: fromSource(1024, 'ssl/ssl_seclevel.c: 80 bits of security at level 1'),
  sha1Certificate: fromSource('accepted', 'ssl/ssl_seclevel.c: SHA-1 counts 80 bits'),
  purpose: fromSource('enforced', 'X509_PURPOSE_SSL_SERVER'),
  mustStaple: fromSource('ignored', 'left to the caller'),
};
