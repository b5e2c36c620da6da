/**
 * Certificates made for one test each: a public root, an intermediate and what they issue, with the demo's writer, so that a date, a serial number
 * or a key is whatever the test wants. Small keys of one kind: making them costs nothing, in Node and in workerd.
 */
import { generateKeyPairSync } from 'node:crypto';
import { toBase64 } from '../../../src/core/base/text.ts';
import { deriveFacts } from '../../../src/core/facts/derive.ts';
import type { Facts } from '../../../src/core/facts.ts';
import type { Observation } from '../../../src/core/observation.ts';
import { findAll } from '../../../src/core/rules/engine.ts';
import type { Finding } from '../../../src/core/rules/rule.ts';
import { anchorOf, createAnchorStore } from '../../../src/core/x509/anchors.ts';
import { fingerprints, parseCertificate } from '../../../src/core/x509/certificate.ts';
import type { CertificateFacts } from '../../../src/core/x509/certificate-facts.ts';
import {
  type CertificateOptions,
  type KeyPair,
  subjectPublicKeyInfo,
  writeCertificate,
} from '../../../src/demo/certificate.ts';
import * as der from '../../../src/demo/der.ts';
import { cryptography } from '../judging.ts';
import { judgedAt, mailHost } from '../observation-builder.ts';

export const newKey = (): KeyPair => generateKeyPairSync('ec', { namedCurve: 'P-256' });

const keys = { root: newKey(), intermediate: newKey(), leaf: newKey() };
export const intermediateKey = keys.intermediate;
export const rootKey = keys.root;
const span = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2040-01-01T00:00:00Z') };
const authority = { authority: {}, keyUsage: ['keyCertSign', 'cRLSign'] } as const;

export const rootDer = writeCertificate({
  ...span,
  ...authority,
  subject: 'Public Root',
  subjectKey: keys.root.publicKey,
  issuer: 'Public Root',
  issuerKey: keys.root,
});
export const intermediateDer = writeCertificate({
  ...span,
  ...authority,
  subject: 'Public Intermediate',
  subjectKey: keys.intermediate.publicKey,
  issuer: 'Public Root',
  issuerKey: keys.root,
});
export const strangerDer = writeCertificate({
  ...span,
  ...authority,
  subject: 'Stranger',
  subjectKey: keys.leaf.publicKey,
  issuer: 'Nobody',
  issuerKey: keys.leaf,
});
/** Of a public authority: embedded timestamps, whatever they say. */
export const timestamps = { oid: '1.3.6.1.4.1.11129.2.4.2', value: der.octetString(new Uint8Array(2)) };

export function parse(bytes: Uint8Array): CertificateFacts {
  const parsed = parseCertificate(bytes);
  if (!parsed.ok) throw new TypeError(`written badly: ${parsed.error.detail}`);
  return parsed.value;
}

/** A leaf of 90 days around the time of judging, right in all but the overrides. */
export function issue(overrides: Partial<CertificateOptions> = {}): Uint8Array {
  return writeCertificate({
    subject: mailHost,
    subjectKey: keys.leaf.publicKey,
    issuer: 'Public Intermediate',
    issuerKey: keys.intermediate,
    notBefore: new Date('2026-05-01T00:00:00Z'),
    notAfter: new Date('2026-07-29T23:59:59Z'),
    names: [mailHost],
    keyUsage: ['digitalSignature'],
    keyPurposes: ['serverAuth'],
    extensions: [timestamps],
    ...overrides,
  });
}

/** SubjectPublicKeyInfo of an RSA key with these numbers (RFC 3279 §2.3.1). */
export function rsaSpki(modulus: bigint, exponent = 65_537n): Uint8Array {
  const algorithm = der.sequence(der.objectIdentifier('1.2.840.113549.1.1.1'), der.nullValue());
  const numbers = der.sequence(der.integer(bytesOf(modulus)), der.integer(bytesOf(exponent)));
  return der.sequence(algorithm, der.bitString(numbers));
}

export const spkiOf = (key: KeyPair): Uint8Array => subjectPublicKeyInfo(key.publicKey);

export function chain(...certificates: readonly Uint8Array[]): string[] {
  return certificates.map(toBase64);
}

const trusted = (isPublic: boolean) =>
  createAnchorStore([
    { ...anchorOf(parse(rootDer), fingerprints(rootDer, cryptography).certificate), isPublic },
  ]);

/** Findings with the root of this file trusted, as a public one or as the administrator's own. */
export function judge(
  observation: Observation,
  { at = judgedAt, isPublic = true }: { readonly at?: string; readonly isPublic?: boolean } = {},
): readonly Finding[] {
  return findAll(factsUnderRoot(observation, { at, isPublic }));
}

/** Facts with the root of this file trusted. */
export function factsUnderRoot(
  observation: Observation,
  { at = judgedAt, isPublic = true }: { readonly at?: string; readonly isPublic?: boolean } = {},
): Facts {
  return deriveFacts(observation, { anchors: trusted(isPublic), cryptography, now: new Date(at) });
}

function bytesOf(value: bigint): Uint8Array {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Uint8Array.from(even.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
