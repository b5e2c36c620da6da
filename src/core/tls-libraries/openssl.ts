/**
 * OpenSSL 3 by security level (SSL_CTX_set_security_level(3)): what it enforces grows with the level. The rows that test/lab/libraries
 * measures are cells of strength.ts there.
 */
import { measured, type Personality } from './personality.ts';

const tried = 'test/lab/libraries, openssl s_client 3.0';

/** OpenSSL 3.0 and 3.5 at the security level that Debian and upstream ship for clients. */
export const opensslLevel2: Personality = {
  id: 'openssl-level-2',
  library: 'OpenSSL 3, security level 2',
  signingKeyUsage: measured('ecdsa-before-tls13', `${tried}: every combination of keyUsage`),
  emptyKeyUsage: measured(
    'unreadable',
    'lab: Sendmail, OpenSMTPD, Python, Node (crypto/x509/v3_purp.c, X509V3_R_EMPTY_KEY_USAGE)',
  ),
  encryptingKeyUsage: measured('ignored', `${tried}: an RSA certificate with digitalSignature alone`),
  minimumDhBits: measured(2048, `${tried}: 1984 bits refused`),
  handshakeRsaBits: measured(0, `${tried}: 512 bits taken, without a look at verification`),
  sha1HandshakeSignature: measured('refused', tried),
  minimumVersion: measured(
    'TLSv1',
    `${tried}: TLS 1.0 with RSA key exchange; with (EC)DHE its SHA-1 is refused`,
  ),
  minimumRsaBits: measured(1963, `${tried}, openssl verify -auth_level 2: 112 bits of security, rounded`),
  minimumCurveBits: measured(224, `${tried}: an issuer on P-192 refused, on P-224 taken`),
  sha1Certificate: measured('refused', tried),
  md5Certificate: measured('refused', tried),
  version1Leaf: measured('accepted', tried),
  version1Issuer: measured('refused', `${tried}: 79 invalid CA certificate; a version 1 root is taken`),
  purpose: measured('enforced'),
  serverPurpose: measured('strict', 'lab: anyExtendedKeyUsage alone, nonRepudiation alone'),
  commonName: measured(
    'where-no-dns-name',
    `${tried} -verify_hostname: without subjectAltName, and beside an e-mail or IP address`,
  ),
  partialWildcard: measured(
    'accepted',
    `${tried} -verify_hostname, without X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS`,
  ),
  mustStaple: measured('ignored'),
};

/** With @SECLEVEL=1, as upstream shipped it before 3.2. */
export const opensslLevel1: Personality = {
  ...opensslLevel2,
  id: 'openssl-level-1',
  library: 'OpenSSL 3, security level 1',
  minimumDhBits: measured(1024, `${tried}; by Postfix 3.7 and 3.10 under DANE and MTA-STS as well`),
  minimumRsaBits: measured(920, `${tried}, openssl verify -auth_level 1: 80 bits of security, rounded`),
  minimumCurveBits: measured(160, `${tried}: an issuer on secp160r1 taken`),
};

/** With @SECLEVEL=0: whatever the library can still do. */
export const opensslLevel0: Personality = {
  ...opensslLevel2,
  id: 'openssl-level-0',
  library: 'OpenSSL 3, security level 0',
  minimumDhBits: measured(1024, 'lab: 1024 bits taken, 512 refused'),
  sha1HandshakeSignature: measured('accepted', tried),
  minimumVersion: measured('TLSv1', `${tried}; lab: Postfix delivers over TLS 1.0`),
  minimumRsaBits: measured(0, `${tried}: 512 bits taken`),
  minimumCurveBits: measured(0, `${tried}: an issuer on secp160r1 taken`),
  sha1Certificate: measured('accepted', tried),
  md5Certificate: measured('accepted', tried),
};
