/** TLS 1.0 and 1.1 as libraries take them (RFC 8996; RFC 4346 §7.4.3). */
import { expect, it } from 'vitest';
import { gnutls } from '../../../src/core/tls-libraries/gnutls.ts';
import { goTls } from '../../../src/core/tls-libraries/go.ts';
import { takesVersion } from '../../../src/core/tls-libraries/old-version.ts';
import { opensslLevel0, opensslLevel2 } from '../../../src/core/tls-libraries/openssl.ts';

it.each([
  ['TLS 1.0, signed', { version: 'TLSv1', keyExchange: 'ecdhe' }, [true, false, true, false]],
  ['TLS 1.0, RSA key exchange', { version: 'TLSv1', keyExchange: 'rsa' }, [true, true, true, false]],
  ['TLS 1.2', { version: 'TLSv1.2', keyExchange: 'ecdhe' }, [true, true, true, true]],
  [
    'TLS 1.2, signed with SHA-1',
    { version: 'TLSv1.2', keyExchange: 'ecdhe', signatureScheme: 'rsa_pkcs1_sha1' },
    [true, false, true, true],
  ],
  ['SSL 3.0', { version: 'SSLv3', keyExchange: 'rsa' }, [false, false, false, false]],
] as const)('%s', (_, handshake, taken) => {
  const asked = [opensslLevel0, opensslLevel2, gnutls, goTls];
  expect(asked.map((library) => takesVersion(library, handshake))).toEqual(taken);
});
