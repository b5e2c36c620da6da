/**
 * What single senders make of their TLS library (tls-libraries/): Postfix lowers OpenSSL's security level,
 * OpenSMTPD verifies by itself.
 */
import { goTls } from '../tls-libraries/go.ts';
import { opensslLevel0, opensslLevel1, opensslLevel2 } from '../tls-libraries/openssl.ts';
import { fromSource, measured, notKnown, type Personality } from '../tls-libraries/personality.ts';

/** Where a policy binds. */
export const postfixLevel1: Personality = { ...opensslLevel1, id: 'postfix-level-1' };

/** At level may. */
export const postfixLevel0: Personality = { ...opensslLevel0, id: 'postfix-level-0' };

/** OpenSMTPD 6.8 as Debian links it; its own verification takes weak keys and hashes. */
export const opensmtpd68: Personality = {
  ...opensslLevel2,
  id: 'opensmtpd-6.8',
  library: 'OpenSSL 3 under OpenSMTPD 6.8',
  minimumRsaBits: measured(0),
  minimumCurveBits: notKnown('not tried'),
  sha1Certificate: measured('accepted'),
  md5Certificate: notKnown('not tried'),
  purpose: measured('ignored'),
  commonName: notKnown('not tried beside a subjectAltName; alone it is read'),
};

const webpki = 'rustls-webpki, src/';

/** rustls with webpki, as KumoMTA has it; what it has in common with Go is Go's: no finite-field groups, no common names, no parts of labels. */
export const rustlsWebpki: Personality = {
  ...goTls,
  id: 'rustls',
  library: 'rustls with webpki',
  signingKeyUsage: fromSource('ignored', `${webpki}crl/mod.rs: keyUsage is asked of issuers of CRLs alone`),
  encryptingKeyUsage: fromSource('ignored', 'rustls has no RSA key exchange'),
  minimumDhBits: fromSource(0, 'rustls clients offer no finite-field Diffie-Hellman'),
  handshakeRsaBits: fromSource(2048, `${webpki}aws_lc_rs_algs.rs: RSA_PKCS1_2048_8192, RSA_PSS_2048_8192`),
  sha1HandshakeSignature: fromSource('refused', 'no SHA-1 among the algorithms of its providers'),
  duplicateExtension: fromSource('refused', `${webpki}x509.rs, set_extension_once`),
  minimumVersion: fromSource('TLSv1.2', 'rustls knows no older one'),
  minimumRsaBits: fromSource(2048, `${webpki}aws_lc_rs_algs.rs: RSA_PKCS1_2048_8192, RSA_PSS_2048_8192`),
  minimumCurveBits: fromSource(256, `${webpki}aws_lc_rs_algs.rs: P-256 is the smallest`),
  sha1Certificate: fromSource('refused', 'no SHA-1 among the algorithms of its providers'),
  md5Certificate: fromSource('refused', 'no MD5 among the algorithms of its providers'),
  version1Leaf: fromSource('refused', `${webpki}cert.rs, version3: UnsupportedCertVersion`),
  version1Issuer: fromSource('refused', `${webpki}cert.rs, version3: UnsupportedCertVersion`),
  purpose: fromSource('enforced', `${webpki}verify_cert.rs, ExtendedKeyUsage`),
  commonName: fromSource('ignored', `${webpki}subject_name: subjectAltName alone is read`),
  partialWildcard: fromSource('refused', `${webpki}subject_name/dns_name.rs: a wildcard is a whole label`),
  mustStaple: fromSource(
    'ignored',
    `${webpki}cert.rs, remember_cert_extension: TLS features are passed over`,
  ),
};
