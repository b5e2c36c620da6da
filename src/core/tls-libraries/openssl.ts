/**
 * OpenSSL 3 by security level (SSL_CTX_set_security_level(3)): what it enforces grows with the level.
 */
import { fromSource, measured, type Personality } from './personality.ts';

/** OpenSSL 3.0 and 3.5 at the security level that Debian and upstream ship for clients. */
export const opensslLevel2: Personality = {
  id: 'openssl-level-2',
  library: 'OpenSSL 3, security level 2',
  signingKeyUsage: fromSource(
    'ecdsa-before-tls13',
    'ssl/t1_lib.c, ssl_check_srvr_ecc_cert_and_alg; RSA: measured',
  ),
  encryptingKeyUsage: measured(
    'ignored',
    's_client 3.0.19 against an RSA certificate with digitalSignature alone',
  ),
  minimumDhBits: measured(2048),
  sha1HandshakeSignature: measured('refused'),
  minimumVersion: measured('TLSv1.2', 's_client 3.0.19 of Debian 12'),
  minimumRsaBits: measured(2048),
  sha1Certificate: measured('refused'),
  purpose: measured('enforced'),
  serverPurpose: measured('strict', 'lab: anyExtendedKeyUsage alone, nonRepudiation alone'),
  mustStaple: measured('ignored'),
};

/** With @SECLEVEL=1, as upstream ships it. */
export const opensslLevel1: Personality = {
  ...opensslLevel2,
  id: 'openssl-level-1',
  library: 'OpenSSL 3, security level 1',
  minimumDhBits: measured(1024, 'lab: 1024 bits taken by Postfix 3.7 and 3.10 under DANE and MTA-STS'),
  minimumRsaBits: measured(1024, 'lab: 1024 bits taken by Postfix 3.7 and 3.10 under MTA-STS'),
};

/** With @SECLEVEL=0: whatever the library can still do. */
export const opensslLevel0: Personality = {
  ...opensslLevel2,
  id: 'openssl-level-0',
  library: 'OpenSSL 3, security level 0',
  minimumDhBits: measured(1024, 'lab: 1024 bits taken, 512 refused'),
  sha1HandshakeSignature: measured('accepted'),
  minimumVersion: measured('TLSv1', 'lab: Postfix delivers over TLS 1.0'),
  minimumRsaBits: measured(0),
  sha1Certificate: measured('accepted'),
};
