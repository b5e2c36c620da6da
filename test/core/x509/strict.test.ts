import { describe, expect, it } from 'vitest';
import type {
  CertificateFacts,
  CertificateFault,
  ExtensionFacts,
} from '../../../src/core/x509/certificate-facts.ts';
import { isStrictMatch, strictPolicy } from '../../../src/core/x509/strict.ts';
import { world } from '../../fixtures/certificates/world.ts';
import { certificateOf } from './fixtures.ts';

type Change = (facts: CertificateFacts) => Partial<CertificateFacts>;

const [leaf, inter, root] = [world.leaf, world.inter, world.root].map(certificateOf) as [
  CertificateFacts,
  CertificateFacts,
  CertificateFacts,
];
const anchor = {
  label: 'Test Root',
  subject: root.subject.der,
  spki: root.publicKey.spki,
  fingerprint: '00',
};

/** Depths at which a chain is not as the profile wants it, after a change at one depth. */
function depths(at: number, change: Change): number[] {
  const chain = [leaf, inter, root].map((facts, depth) =>
    depth === at ? { ...facts, ...change(facts) } : facts,
  );
  const [first = leaf, second = inter, third = root] = chain;
  const candidate = {
    path: [first, second],
    signatures: ['valid', 'valid'] as const,
    anchor: { ...anchor, certificate: third },
  };
  return strictPolicy(candidate).map(({ depth }) => depth);
}

const extended =
  (oid: string, critical: boolean): Change =>
  ({ extensions }) => ({
    extensions: [
      ...extensions,
      { oid, critical, processed: true, value: new Uint8Array() } satisfies ExtensionFacts,
    ],
  });
const key =
  (change: Partial<CertificateFacts['publicKey']>): Change =>
  ({ publicKey }) => ({
    publicKey: { ...publicKey, ...change },
  });
const without =
  (...keys: (keyof CertificateFacts)[]): Change =>
  () =>
    Object.fromEntries(keys.map((name) => [name, undefined])) as Partial<CertificateFacts>;

const faulty =
  (code: CertificateFault['code']): Change =>
  () => ({ faults: [{ code, detail: 'as said' }] });
const named =
  (common: string, ...dns: string[]): Change =>
  ({ subjectAltNames }) => ({
    commonNames: [common],
    ...(subjectAltNames && {
      subjectAltNames: {
        ...subjectAltNames,
        dns,
        names: dns.map((value) => ({ kind: 'dns', value }) as const),
      },
    }),
  });

describe('strictPolicy', () => {
  it('takes a chain as conforming CAs issue it', () => {
    expect(depths(0, () => ({}))).toEqual([]);
  });

  it('looks at no certificate of the anchor where there is none', () => {
    expect(strictPolicy({ path: [leaf, inter], signatures: ['valid', 'valid'], anchor })).toEqual([]);
  });

  it.each<[string, number, Change]>([
    ['a version before 3', 0, () => ({ version: 1 })],
    ['any fault', 1, () => ({ faults: [{ code: 'serial-too-long', detail: '21 octets' }] })],
    ['an unknown critical extension of the anchor', 2, () => ({ unknownCriticalExtensions: ['1.2.3'] })],
    ['a negative serial number below the anchor', 1, faulty('serial-not-positive')],
    ['a fault of the anchor that is not its number', 2, faulty('duplicate-extension')],
    [
      'a critical extendedKeyUsage in a leaf',
      0,
      () => ({ extendedKeyUsage: { critical: true, purposes: ['serverAuth'] } }),
    ],
    [
      'a leaf for any purpose',
      0,
      () => ({ extendedKeyUsage: { critical: false, purposes: ['serverAuth', 'anyExtendedKeyUsage'] } }),
    ],
    [
      'a common name that differs from an alternative name in case',
      0,
      named('MX.example.test', 'mx.example.test'),
    ],
    ['a common name in Unicode', 0, named('bücher.example', 'xn--bcher-kva.example')],
    [
      'an underscore in an alternative name',
      0,
      named('mx.example.test', 'mx.example.test', 'a_b.example.test'),
    ],
    ['an empty issuer', 0, ({ issuer }) => ({ issuer: { ...issuer, rdns: [] } })],
    ['a CA with an empty subject', 1, ({ subject }) => ({ subject: { ...subject, rdns: [] } })],
    ['a CA without a key identifier', 1, without('subjectKeyId')],
    ["a leaf without its issuer's key identifier", 0, without('authorityKeyId')],
    [
      'a leaf with an issuer and serial beside it',
      0,
      ({ authorityKeyId }) => ({
        authorityKeyId: {
          critical: false,
          hasIssuer: true,
          serial: '01',
          ...(authorityKeyId?.keyId && { keyId: authorityKeyId.keyId }),
        },
      }),
    ],
    [
      'a root whose key identifiers differ',
      2,
      () => ({ authorityKeyId: { critical: false, hasIssuer: false, keyId: '00' } }),
    ],
    [
      'a root with extendedKeyUsage',
      2,
      () => ({ extendedKeyUsage: { critical: false, purposes: ['serverAuth'] } }),
    ],
    ['a leaf with keyCertSign', 0, () => ({ keyUsage: { critical: true, usages: ['keyCertSign'] } })],
    [
      'a leaf with a path length',
      0,
      () => ({ basicConstraints: { critical: true, ca: false, pathLength: 0 } }),
    ],
    ['critical authorityInfoAccess', 0, extended('1.3.6.1.5.5.7.1.1', true)],
    ['non-critical inhibitAnyPolicy', 1, extended('2.5.29.54', false)],
    [
      'nameConstraints in a leaf',
      0,
      () => ({
        nameConstraints: {
          critical: true,
          permitted: [{ kind: 'dns', value: 'test' }],
          excluded: [],
          hasDistance: false,
          hasEmptyList: false,
        },
      }),
    ],
    [
      'a mask with holes',
      1,
      () => ({
        nameConstraints: {
          critical: true,
          permitted: [{ kind: 'ip', bytes: Uint8Array.of(10, 0, 0, 0, 255, 0, 255, 0) }],
          excluded: [],
          hasDistance: false,
          hasEmptyList: false,
        },
      }),
    ],
    [
      'an empty list of subtrees',
      1,
      () => ({
        nameConstraints: {
          critical: true,
          permitted: [{ kind: 'dns', value: 'test' }],
          excluded: [],
          hasDistance: false,
          hasEmptyList: true,
        },
      }),
    ],
    [
      'critical alternative names beside a subject',
      0,
      ({ subjectAltNames }) => ({
        ...(subjectAltNames && { subjectAltNames: { ...subjectAltNames, critical: true } }),
      }),
    ],
    ['an address of another spelling as common name', 0, () => ({ commonNames: ['192.0.2.025'] })],
    ['dots and digits as common name', 0, () => ({ commonNames: ['..1.2'] })],
    ['an RSA key of 1024 bits', 0, key({ kind: 'rsa', bits: 1024, exponent: '65537' })],
    ['an RSA key of 2049 bits', 1, key({ kind: 'rsa', bits: 2049, exponent: '65537' })],
    ['an even exponent', 2, key({ kind: 'rsa', bits: 2048, exponent: '65536' })],
    ['a curve that is not among three', 0, key({ curve: 'secp192r1', bits: 192 })],
    ['a DSA key', 2, key({ kind: 'dsa', bits: 2048 })],
    [
      'a SHA-1 signature',
      0,
      ({ signature }) => ({ signature: { ...signature, algorithm: { kind: 'ecdsa', hash: 'sha1' } } }),
    ],
  ])('refuses %s', (_, at, change) => {
    expect(depths(at, change)).toEqual([at]);
  });

  it('makes two demands of a CA: basicConstraints and keyUsage', () => {
    expect(depths(1, without('basicConstraints', 'keyUsage'))).toEqual([1, 1]);
  });

  it.each<[string, number, Change]>([
    ['a leaf without extendedKeyUsage', 0, without('extendedKeyUsage')],
    ['a leaf without keyUsage', 0, without('keyUsage')],
    ['a serial number of zero in the anchor', 2, faulty('serial-not-positive')],
    [
      'a leaf that is a CA in order',
      0,
      () => ({
        basicConstraints: { critical: true, ca: true },
        keyUsage: { critical: true, usages: ['keyCertSign'] },
      }),
    ],
    [
      'a host name as common name that is no alternative name',
      0,
      () => ({ commonNames: ['other.example.test'] }),
    ],
    ['a person as common name', 0, () => ({ commonNames: ['Jürgen Müller'] })],
    ['a long number with a letter as common name', 0, () => ({ commonNames: [`${'1'.repeat(60)}x`] })],
    ['an address as common name that is one', 0, () => ({ commonNames: ['192.0.2.25'] })],
    [
      "a SHA-1 signature of the anchor's own",
      2,
      ({ signature }) => ({ signature: { ...signature, algorithm: { kind: 'ecdsa', hash: 'sha1' } } }),
    ],
  ])('permits %s', (_, at, change) => {
    expect(depths(at, change)).toEqual([]);
  });
});

describe('isStrictMatch', () => {
  it.each([
    ['*.co.uk', false],
    ['*.s3.amazonaws.com', false],
    ['*.example.co.uk', true],
    ['*.example.com', true],
    ['s3.amazonaws.com', true],
  ])('takes a match by %s: %s', (presented, taken) => {
    expect(isStrictMatch({ kind: 'matched', presented, wildcard: presented.startsWith('*') })).toBe(taken);
  });

  it('takes no mismatch', () => {
    expect(isStrictMatch(undefined)).toBe(false);
    expect(isStrictMatch({ kind: 'mismatch', code: 'no-san', presented: [], detail: '' })).toBe(false);
  });
});
