/** The tables: what a suite is made of, what it is called elsewhere, and what an unknown code point is called. */
import { describe, expect, test } from 'vitest';
import { isGrease, versionName } from '../../../src/core/tls/code-points.ts';
import { groupName, groups } from '../../../src/core/tls/groups.ts';
import { readLeafKey } from '../../../src/core/tls/leaf-key.ts';
import { signatureSchemeName, signatureSchemes } from '../../../src/core/tls/signature-schemes.ts';
import { findSuite, suiteCode, suiteName, suites } from '../../../src/core/tls/suites.ts';
import { certificateOf } from './scripted-server.ts';

describe('suites', () => {
  const rows: [string, object][] = [
    [
      'TLS_AES_256_GCM_SHA384',
      { keyExchange: 'tls13', hash: 'sha384', openssl: 'TLS_AES_256_GCM_SHA384', completed: true },
    ],
    [
      'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
      {
        keyExchange: 'ecdhe',
        authentication: 'rsa',
        openssl: 'ECDHE-RSA-CHACHA20-POLY1305',
        gnutls: 'TLS_ECDHE_RSA_CHACHA20_POLY1305',
        tls12Only: true,
        cipher: { kind: 'aead', fixedIvLength: 12, explicitNonceLength: 0 },
      },
    ],
    [
      'TLS_RSA_WITH_AES_128_CBC_SHA',
      {
        keyExchange: 'rsa',
        gnutls: 'TLS_RSA_AES_128_CBC_SHA1',
        openssl: 'AES128-SHA',
        tls12Only: false,
        cipher: { kind: 'cbc', mac: 'sha1' },
      },
    ],
    [
      'TLS_DHE_RSA_WITH_AES_256_CCM_8',
      { keyExchange: 'dhe', hash: 'sha256', tls12Only: true, cipher: { tagLength: 8 } },
    ],
    [
      'TLS_DH_anon_WITH_AES_128_CBC_SHA',
      { authentication: 'anonymous', gnutls: 'TLS_DH_ANON_AES_128_CBC_SHA1', completed: true },
    ],
    ['TLS_RSA_WITH_RC4_128_SHA', { gnutls: 'TLS_RSA_ARCFOUR_128_SHA1', cipher: { kind: 'stream' } }],
    ['TLS_RSA_EXPORT_WITH_RC4_40_MD5', { exportGrade: true, completed: false }],
    ['TLS_PSK_WITH_AES_128_GCM_SHA256', { keyExchange: 'other', completed: false }],
    ['TLS_ECDH_RSA_WITH_AES_128_CBC_SHA', { keyExchange: 'other', completed: false }],
    ['TLS_EMPTY_RENEGOTIATION_INFO_SCSV', { completed: false }],
  ];
  test.each(rows)('%s is described', (name, expected) => {
    expect(findSuite(suiteCode(name))).toMatchObject(expected);
  });

  test('each code point and each name is there once', () => {
    expect(new Set(suites.map(({ code }) => code)).size).toBe(suites.length);
    expect(new Set(suites.map(({ name }) => name)).size).toBe(suites.length);
    expect(new Set(groups.map(({ code }) => code)).size).toBe(groups.length);
    expect(new Set(signatureSchemes.map(({ code }) => code)).size).toBe(signatureSchemes.length);
  });

  test('what has no name is shown as its code point', () => {
    expect(suiteName(0xabcd)).toBe('0xabcd');
    expect(groupName(0x0a0a)).toBe('0x0a0a');
    expect(signatureSchemeName(1)).toBe('0x0001');
    expect(versionName(0x0305)).toBe('0x0305');
    expect(isGrease(0x0a0a) && isGrease(0xfafa)).toBe(true);
    expect(isGrease(0x0a1a) || isGrease(0x1301)).toBe(false);
    expect(() => suiteCode('TLS_NONE')).toThrow(RangeError);
  });
});

describe('the key in a certificate', () => {
  const kinds = [
    ['rsa', { kind: 'rsa' }],
    ['rsaPss', { kind: 'rsa-pss' }],
    ['p256', { kind: 'ec', curve: 'secp256r1' }],
    ['p384', { kind: 'ec', curve: 'secp384r1' }],
    ['p521', { kind: 'ec', curve: 'secp521r1' }],
    ['ed25519', { kind: 'ed25519' }],
    ['ed448', { kind: 'ed448' }],
    ['dsa', { kind: 'dsa' }],
  ] as const;
  test.each(kinds)('%s is recognised', (name, value) => {
    expect(readLeafKey(certificateOf(name))).toMatchObject({ ok: true, value });
  });

  test('is missing from every truncation, by name', () => {
    const der = certificateOf('p256');
    for (let length = 0; length < der.length; length++) {
      expect(readLeafKey(der.subarray(0, length)).ok).toBe(false);
    }
  });
});
