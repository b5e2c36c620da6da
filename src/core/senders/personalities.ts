/**
 * The TLS libraries of the profiles, as rows (personality.ts). One library appears more than once where its caller changes what it
 * enforces: Postfix lowers OpenSSL's security level to 0 where it does not authenticate.
 */
import type { Personality, Row } from './personality.ts';

const measured = <T>(value: T, source = 'lab, Debian 12 and 13 packages'): Row<T> => ({
  value,
  confidence: 'measured',
  source,
});
const fromSource = <T>(value: T, source: string): Row<T> => ({ value, confidence: 'source-code', source });

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

const postfixDepth: Row<number> = {
  value: 9,
  confidence: 'vendor-documentation',
  source: 'postconf(5), smtp_tls_scert_verifydepth',
};

/** OpenSSL at the security level that Postfix leaves it where a policy binds. */
export const postfixLevel1: Personality = {
  ...opensslLevel2,
  id: 'postfix-level-1',
  library: 'OpenSSL 3, security level 1',
  minimumDhBits: measured(1024, 'lab: 1024 bits taken by Postfix 3.7 and 3.10 under DANE and MTA-STS'),
  minimumRsaBits: measured(1024, 'lab: 1024 bits taken by Postfix 3.7 and 3.10 under MTA-STS'),
  maximumDepth: postfixDepth,
};

/** OpenSSL with @SECLEVEL=0, as Postfix uses it at level may. */
export const postfixLevel0: Personality = {
  ...opensslLevel2,
  id: 'postfix-level-0',
  library: 'OpenSSL 3, security level 0',
  maximumDepth: postfixDepth,
  minimumDhBits: measured(1024, 'lab: 1024 bits taken, 512 refused'),
  sha1HandshakeSignature: measured('accepted'),
  minimumVersion: measured('TLSv1', 'lab: Postfix delivers over TLS 1.0'),
  minimumRsaBits: measured(0),
  sha1Certificate: measured('accepted'),
};

/** GnuTLS with priority NORMAL. */
export const gnutls: Personality = {
  id: 'gnutls',
  library: 'GnuTLS 3.7 and 3.8, NORMAL',
  signingKeyUsage: measured('enforced', 'lab: "Key usage violation in certificate has been detected."'),
  encryptingKeyUsage: measured(
    'enforced',
    'test/lab/libraries, gnutls-cli 3.7.9: every combination of keyUsage; keyAgreement will do too',
  ),
  minimumDhBits: measured(1024, 'lab: 1024 bits taken, 512 refused'),
  sha1HandshakeSignature: measured('accepted'),
  duplicateExtension: measured(
    'refused',
    'gnutls-cli 3.7.9, with --insecure too: "Duplicate extension in X.509 certificate."',
  ),
  minimumVersion: measured('TLSv1', 'lab: Exim delivers over TLS 1.0'),
  minimumRsaBits: measured(0),
  sha1Certificate: measured('refused'),
  purpose: measured('ignored', 'lab: clientAuth alone is good for Exim and msmtp'),
  mustStaple: measured('enforced'),
  staple: measured('enforced', 'test/lab/libraries, gnutls-cli 3.7.9: revoked and old answers'),
};

/** LibreSSL's libtls, as OpenSMTPD 6.8 of Debian links it against OpenSSL; its own verification takes weak keys and hashes. */
export const opensmtpd68: Personality = {
  ...opensslLevel2,
  id: 'opensmtpd-6.8',
  library: 'OpenSSL 3 under OpenSMTPD 6.8',
  minimumRsaBits: measured(0),
  sha1Certificate: measured('accepted'),
  purpose: measured('ignored'),
};

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

/** Windows' TLS, as Microsoft 365 uses it; what it enforces was not measured. */
export const schannel: Personality = {
  id: 'schannel',
  library: 'Schannel, settings unknown',
  signingKeyUsage: fromSource('unknown', 'not measured'),
  encryptingKeyUsage: fromSource('unknown', 'not measured'),
  minimumDhBits: fromSource(1024, 'Microsoft KB3061518'),
  sha1HandshakeSignature: fromSource('accepted', 'not measured'),
  earlyTicket: {
    value: 'unknown',
    confidence: 'report',
    source: 'public reports of October 2024: "451 4.4.0 Security status Renegotiate"; current state unknown',
  },
  minimumVersion: fromSource('TLSv1.2', 'Microsoft 365 ended TLS 1.0 and 1.1 in 2022'),
  minimumRsaBits: fromSource(1024, 'Microsoft KB2661254'),
  sha1Certificate: fromSource('refused', 'Microsoft: SHA-1 retired for TLS'),
  purpose: fromSource('enforced', 'CERT_CHAIN_POLICY_SSL'),
  mustStaple: fromSource('ignored', 'not measured'),
};
