/**
 * Every TLS library that has a table (personality.ts), as it comes: rules say with it who refuses what, and test/lab/libraries holds the rows
 * of two of them against the libraries themselves. Nothing switches on a library's name; one stands here once for each setting that changes
 * what it enforces. What single senders make of a library is in personalities.ts.
 */
import { boringssl, gnutls, goTls, opensslLevel2, postfixLevel0, schannel } from './personalities.ts';
import type { Personality, Row } from './personality.ts';

const fromSource = <T>(value: T, source: string): Row<T> => ({ value, confidence: 'source-code', source });

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

/** In the order in which mail meets them. */
export const libraries: readonly Personality[] = [
  opensslLevel2,
  postfixLevel0,
  gnutls,
  boringsslDefault,
  goTls,
  libressl,
  schannel,
];

/** Their names, for the evidence of a rule. */
export function librariesThat(refuse: (personality: Personality) => boolean): string[] {
  return libraries.filter(refuse).map(({ library }) => library);
}
