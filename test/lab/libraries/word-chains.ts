/**
 * What chains that are wrong in one way are made of (word-cases.ts): an authority, one below it, a server; each right in all but what is said.
 */
import { generateKeyPairSync } from 'node:crypto';
import { type CertificateOptions, type KeyPair, writeCertificate } from '../../../src/demo/certificate.ts';
import * as der from '../../../src/demo/der.ts';
import { mailHost } from '../../core/observation-builder.ts';
import { newKey } from '../../core/rules/issue.ts';

const dayMs = 86_400_000;
const now = Date.now();
export const daysFromNow = (days: number) => new Date(now + days * dayMs);
const span = { notBefore: daysFromNow(-400), notAfter: daysFromNow(400) };
export const keys = { root: newKey(), intermediate: newKey(), leaf: newKey(), other: newKey() };
const rsa = (modulusLength: number): KeyPair => generateKeyPairSync('rsa', { modulusLength });
export const [rsa1000, rsa1024, rsa2048] = [rsa(1000), rsa(1024), rsa(2048)];
export const p192: KeyPair = generateKeyPairSync('ec', { namedCurve: 'prime192v1' });
export const explicitCurve: KeyPair = generateKeyPairSync('ec', {
  namedCurve: 'prime256v1',
  paramEncoding: 'explicit',
});
const authority = { authority: {}, keyUsage: ['keyCertSign', 'cRLSign'] } as const;

type Overrides = { readonly [Key in keyof CertificateOptions]?: CertificateOptions[Key] | undefined };

function write(options: CertificateOptions, overrides: Overrides): Uint8Array {
  const given = Object.entries({ ...options, ...overrides }).filter(([, value]) => value !== undefined);
  return writeCertificate(Object.fromEntries(given) as unknown as CertificateOptions);
}

export const issuing = (
  subject: string,
  key: KeyPair,
  issuer: string,
  issuerKey: KeyPair,
  overrides: Overrides = {},
) => write({ ...span, ...authority, subject, subjectKey: key.publicKey, issuer, issuerKey }, overrides);
export const intermediate = (overrides: Overrides = {}) =>
  issuing('Intermediate', keys.intermediate, 'Root', keys.root, overrides);
export const leaf = (overrides: Overrides = {}) =>
  write(
    {
      ...span,
      subject: mailHost,
      subjectKey: keys.leaf.publicKey,
      issuer: 'Intermediate',
      issuerKey: keys.intermediate,
      names: [mailHost],
      keyUsage: ['digitalSignature'],
      keyPurposes: ['serverAuth'],
    },
    overrides,
  );

/** The one anchor. */
export const root = issuing('Root', keys.root, 'Root', keys.root);

/** With a signature that does not fit. */
export function spoil(certificate: Uint8Array): Uint8Array {
  const spoilt = certificate.slice();
  // Near the end of s, so that the signature stays well-formed.
  spoilt[spoilt.length - 5] = (spoilt.at(-5) ?? 0) ^ 1;
  return spoilt;
}

export const constraints = (list: 0 | 1, name: string) => ({
  oid: '2.5.29.30',
  critical: true,
  value: der.sequence(der.explicit(list, der.sequence(der.implicitText(2, name)))),
});
export const critical = { oid: '2.25.271828182', critical: true, value: der.octetString(Uint8Array.of(1)) };
export const again = { oid: '2.5.29.17', value: der.sequence(der.implicitText(2, mailHost)) };
export const mustStaple = { oid: '1.3.6.1.5.5.7.1.24', value: der.sequence(der.integer(5)) };
