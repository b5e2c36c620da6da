import { describe, expect, test } from 'vitest';
import { cryptography } from '../../src/adapters/cryptography.ts';
import { mozillaAnchors } from '../../src/adapters/roots/mozilla.ts';
import { type CertificateQuestion, judgeCertificate } from '../../src/core/certificate-verdict.ts';
import {
  type CertificateVerdict,
  certificateVerdictSchema,
} from '../../src/core/report/certificate-verdict.ts';
import { createAnchorStore } from '../../src/core/x509/anchors.ts';
import { parsePem } from '../../src/core/x509/pem.ts';
import { apollo } from '../fixtures/certificates/apollo.ts';
import {
  certificateNamed,
  findingsOf,
  fingerprintOf,
  idsOf as ruleIdsOf,
  anchors as testAnchors,
} from './judging.ts';
import { judgedAt, showing, withHandshake } from './observation-builder.ts';

const mozilla = createAnchorStore(mozillaAnchors());

function chainOf(pem: string): Uint8Array[] {
  const parsed = parsePem(pem);
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return parsed.value.map(({ der }) => der);
}

function judgeApollo(question: Partial<CertificateQuestion> = {}): CertificateVerdict {
  const defaults = { host: 'demeter.retrohack.com', port: 25, at: new Date('2026-11-22') } as const;
  return judgeCertificate(
    { chain: chainOf(apollo), ...defaults, ...question },
    { anchors: mozilla, cryptography },
  );
}

const idsOf = ({ findings }: CertificateVerdict) => findings.map(({ id, severity }) => `${id} ${severity}`);

describe('apollo.pem, Exchange behind a private AD CA, 2010', () => {
  test('is untrusted in the words of OpenSSL (20, 27, 21), matched by a wildcard, short, signed with SHA-1, expired in 2012, its issuer and its CRL in LDAP alone', () => {
    const verdict = judgeApollo();
    expect(idsOf(verdict)).toEqual([
      'cert.expired notice',
      'cert.untrusted-issuer notice',
      'cert.weak-key notice',
      'cert.weak-signature notice',
      'cert.microsoft-private-ca info',
      'cert.wildcard-only info',
    ]);
    expect(verdict).toMatchObject({ trusted: false, matched: true });
    expect(verdict.trustProblems).toEqual([
      {
        code: 'missing-issuer',
        text: '20 unable to get local issuer certificate; 27 certificate not trusted; 21 unable to verify the first certificate',
        gnutls: ['The certificate issuer is unknown.'],
      },
      {
        code: 'expired',
        text: '10 certificate has expired',
        gnutls: ['The certificate chain uses expired certificate.'],
      },
    ]);
    expect(verdict.findings.map(({ evidence }) => evidence)).toMatchObject([
      { notAfter: '2012-04-29T17:51:47Z' },
      { issuer: 'DC=home, DC=olympus, CN=olympus-CA' },
      { key: 'rsa', bits: 1024 },
      { signatureAlgorithm: 'sha1WithRSAEncryption' },
      { ldapOnly: true },
      { presented: '*.retrohack.com' },
    ]);
    expect(verdict.certificates).toMatchObject([{ subject: 'CN=apollo', key: 'RSA 1024' }]);
  });

  test('had not expired in September 2010', () => {
    const verdict = judgeApollo({ at: new Date('2010-09-01') });
    expect(idsOf(verdict)).not.toContain('cert.expired notice');
    expect(verdict.trustProblems.map(({ code }) => code)).toEqual(['missing-issuer']);
    expect(verdict.judgedAt).toBe('2010-09-01T00:00:00.000Z');
  });

  test.each([
    ['2012-04-29T17:51:47Z', false],
    ['2012-04-29T17:51:48Z', true],
  ])('at %s: expired is %s', (at, expired) => {
    const { findings } = judgeApollo({ at: new Date(at) });
    expect(findings.some(({ id }) => id === 'cert.expired')).toBe(expired);
  });

  test.each(['mail.example.org', 'retrohack.com', 'a.demeter.retrohack.com'])(
    'does not speak for %s, outside its wildcards (C87)',
    (host) => {
      const verdict = judgeApollo({ host });
      expect(verdict.matched).toBe(false);
      expect(idsOf(verdict)).toContain('cert.name-mismatch notice');
      expect(idsOf(verdict)).not.toContain('cert.wildcard-only info');
    },
  );

  test('weighs more on a submission port, where clients verify by themselves', () => {
    const verdict = judgeApollo({ host: 'mail.example.org', port: 465 });
    expect(idsOf(verdict).slice(0, 3)).toEqual([
      'cert.expired error',
      'cert.name-mismatch error',
      'cert.untrusted-issuer error',
    ]);
  });
});

describe('judgeCertificate', () => {
  const context = { anchors: testAnchors, cryptography };
  const at = new Date(judgedAt);
  const chain = (['good', 'intermediate'] as const).map((name) => certificateNamed(name).der);
  const good = { chain, host: 'mx.example.test', port: 25, at } as const;

  test('finds nothing where nothing is wrong, and names the record to publish', () => {
    const verdict = judgeCertificate(good, context);
    expect(verdict).toMatchObject({ trusted: true, trustProblems: [], matched: true, findings: [] });
    expect(verdict.certificates.map(({ sha256 }) => sha256)).toEqual([
      fingerprintOf('good'),
      fingerprintOf('intermediate'),
    ]);
    expect(verdict.publish).toBe(
      `_25._tcp.mx.example.test. IN TLSA 3 1 1 ${verdict.certificates[0]?.spkiSha256}`,
    );
  });

  test.each([
    ['good', 'intermediate'],
    ['good'],
    ['withIssuerUrl'],
    ['otherName', 'intermediate'],
    ['commonNameOnly', 'intermediate'],
    ['wildcard', 'intermediate'],
    ['clientAuthOnly', 'intermediate'],
    ['keyEnciphermentOnly', 'intermediate'],
    ['selfSigned'],
    ['underPrivateRoot', 'privateRoot'],
    ['underOldIntermediate', 'oldIntermediate'],
  ] as const)('finds for %s what a probe will find once it is deployed', (...names) => {
    const deployed = withHandshake(showing(...names));
    const probed = findingsOf(deployed, at.toISOString()).filter(({ rule }) => rule.id.startsWith('cert.'));
    const asked = names.map((name) => certificateNamed(name).der);
    const { findings } = judgeCertificate({ ...good, chain: asked }, context);
    expect(findings.map(({ id, severity }) => `${id} ${severity}`).sort()).toEqual(ruleIdsOf(probed));
  });

  test('names no address in its findings, for none was dialled', () => {
    for (const { subject } of judgeApollo().findings) expect(Object.keys(subject)).not.toContain('address');
  });

  test('fits its schema, which knows no more', () => {
    expect(certificateVerdictSchema.strict().parse(judgeApollo())).toEqual(judgeApollo());
  });

  test('throws for what is no certificate: the caller should have looked', () => {
    expect(() => judgeCertificate({ ...good, chain: [new Uint8Array([1, 2])] }, context)).toThrow(TypeError);
    expect(() => judgeCertificate({ ...good, chain: [] }, context)).toThrow(TypeError);
  });
});
