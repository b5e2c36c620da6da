import { describe, expect, it } from 'vitest';
import { fingerprints, maxCertificateBytes, parseCertificate } from '../../../src/core/x509/certificate.ts';
import { apollo } from '../../fixtures/certificates/apollo.ts';
import { world } from '../../fixtures/certificates/world.ts';
import { certificateOf, derOf } from './fixtures.ts';
import { forgeFacts } from './forge.ts';
import { cryptography } from './node-crypto.ts';

describe('parseCertificate', () => {
  it('reads what a real Exchange certificate of 2010 says', () => {
    const facts = certificateOf(apollo);
    expect(facts).toMatchObject({
      version: 3,
      serial: '1c93eacd000000000018',
      subject: { text: 'CN=apollo' },
      issuer: { text: 'DC=home, DC=olympus, CN=olympus-CA' },
      selfIssued: false,
      commonNames: ['apollo'],
      notBefore: '2010-04-30T17:51:47Z',
      notAfter: '2012-04-29T17:51:47Z',
      publicKey: { kind: 'rsa', bits: 1024, exponent: '65537' },
      signature: { name: 'sha1WithRSAEncryption', algorithm: { kind: 'rsa-pkcs1', hash: 'sha1' } },
      keyUsage: { critical: false, usages: ['digitalSignature', 'keyEncipherment'] },
      extendedKeyUsage: { critical: false, purposes: ['serverAuth'] },
      ocsp: [],
      mustStaple: false,
      hasScts: false,
      unknownCriticalExtensions: [],
      faults: [],
    });
    expect(facts.subjectAltNames?.dns).toContain('*.retrohack.com');
    expect(facts.caIssuers.map((url) => url.slice(0, 8))).toEqual(['ldap:///']);
    expect(facts.crlDistributionPoints.map((url) => url.slice(0, 8))).toEqual(['ldap:///']);
    expect(facts.basicConstraints).toBeUndefined();
  });

  it('reads addresses, constraints and pointers', () => {
    expect(certificateOf(world.leaf).subjectAltNames).toMatchObject({
      critical: false,
      dns: ['mx.example.test', '*.mail.example.test'],
      ip: ['192.0.2.25', '2001:db8::25'],
      email: [],
      uri: [],
      otherCount: 0,
    });
    expect(certificateOf(world.inter).basicConstraints).toEqual({ critical: true, ca: true, pathLength: 0 });
    expect(certificateOf(world.inter).publicKey).toMatchObject({ kind: 'ec', bits: 256, curve: 'secp256r1' });
    expect(certificateOf(world.named).nameConstraints).toEqual({
      critical: true,
      permitted: [{ kind: 'dns', value: 'example.org' }],
      excluded: [{ kind: 'dns', value: 'bad.example.org' }],
      hasDistance: false,
      hasEmptyList: false,
    });
    expect(certificateOf(world.staple)).toMatchObject({
      mustStaple: true,
      ocsp: ['http://ocsp.example.test/'],
      caIssuers: ['http://ca.example.test/ca.der'],
      crlDistributionPoints: ['http://ca.example.test/ca.crl'],
      certificatePolicies: ['2.23.140.1.2.1'],
    });
    expect(certificateOf(world.critical).unknownCriticalExtensions).toEqual(['1.3.6.1.4.1.99999.1']);
    const { subjectKeyId } = certificateOf(world.inter);
    expect(certificateOf(world.leaf).authorityKeyId).toEqual({
      critical: false,
      keyId: subjectKeyId,
      hasIssuer: false,
    });
  });

  it('names the key as RFC 7671 hashes it', () => {
    const facts = certificateOf(world.leaf);
    const prints = fingerprints(facts.der, cryptography);
    expect(prints.certificate).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprints(certificateOf(world.cross).der, cryptography).spki).toBe(
      fingerprints(certificateOf(world.inter).der, cryptography).spki,
    );
    expect(prints.spki).not.toBe(prints.certificate);
  });

  it('reads version 1, which has no version field, and finds its key', () => {
    const forged = { subject: 's', issuer: 'i', key: 'k', signer: 'i' };
    const old = forgeFacts({ ...forged, version1: true });
    expect(old).toMatchObject({ version: 1, extensions: [], faults: [] });
    const prints = [old, forgeFacts({ ...forged, ca: true })].map((facts) =>
      fingerprints(facts.der, cryptography),
    );
    expect(prints[0]?.spki).toBe(prints[1]?.spki);
    expect(prints[0]?.certificate).not.toBe(prints[1]?.certificate);
  });

  const der = derOf(world.leaf);
  it.each([
    ['nothing', new Uint8Array(), 'malformed'],
    ['a truncated one', der.subarray(0, -1), 'malformed'],
    ['one with a byte behind it', Uint8Array.from([...der, 0]), 'trailing-bytes'],
    ['too much', new Uint8Array(maxCertificateBytes + 1), 'too-large'],
    ['an empty SEQUENCE', Uint8Array.of(0x30, 0), 'malformed'],
    ['an indefinite length', Uint8Array.of(0x30, 0x80, 0, 0), 'malformed'],
    ['text', Uint8Array.from('-----BEGIN', (letter) => letter.charCodeAt(0)), 'malformed'],
  ])('refuses %s by name', (_, bytes, code) => {
    const parsed = parseCertificate(bytes);
    expect(parsed.ok ? 'parsed' : parsed.error.code).toBe(code);
  });
});
