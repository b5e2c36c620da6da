import { describe, expect, it } from 'vitest';
import { describeStranger, holdsPrivateKey } from '../../../src/core/x509/pem-strangers.ts';

const block = (label: string) => `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`;
/** Bytes as a file read as UTF-8 gives them. */
const asText = (...bytes: number[]) => new TextDecoder().decode(Uint8Array.from(bytes));

describe('describeStranger', () => {
  it.each([
    ['nothing', '', 'empty'],
    ['blanks', ' \n\t', 'empty'],
    ['PKCS #7', block('PKCS7'), 'openssl pkcs7'],
    ['a request', block('CERTIFICATE REQUEST'), 'request'],
    ['an old request', block('NEW CERTIFICATE REQUEST'), 'request'],
    ['a public key', block('PUBLIC KEY'), 'public key'],
    ['a revocation list', block('X509 CRL'), 'revoked'],
    ['DER with a length of two bytes', asText(0x30, 0x82, 0x04, 0xcf, 0x30, 0x82), '-inform DER'],
    ['bare base64', 'MIIEzzCCA7egAwIBAgIKYQ'.repeat(8), 'bare base64'],
    [
      'UTF-16',
      asText(0xff, 0xfe, ...[...block('CERTIFICATE')].flatMap((c) => [c.charCodeAt(0), 0])),
      'UTF-16',
    ],
    ['prose', 'Dear administrator,', 'no BEGIN CERTIFICATE line'],
  ])('tells %s', (_, text, words) => {
    expect(describeStranger(text)).toContain(words);
  });
});

describe('holdsPrivateKey', () => {
  it.each([
    'PRIVATE KEY',
    'RSA PRIVATE KEY',
    'EC PRIVATE KEY',
    'ENCRYPTED PRIVATE KEY',
    'OPENSSH PRIVATE KEY',
    'PGP PRIVATE KEY BLOCK',
  ])('knows %s', (label) => {
    expect(holdsPrivateKey(`# mine\n${block(label)}`)).toBe(true);
  });

  it('lets certificates and public keys pass', () => {
    expect(holdsPrivateKey(block('CERTIFICATE') + block('PUBLIC KEY'))).toBe(false);
  });
});
