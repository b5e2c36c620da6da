/** The certificate rules, each against a chain that has that one defect; dates one second either side. */
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../src/core/observation.ts';
import type { Handshake } from '../../../src/core/tls/facts.ts';
import { certificateNamed, findingsOf, fingerprintOf, idsOf } from '../judging.ts';
import {
  address,
  type CertificateName,
  chainOf,
  cleartextSession,
  completed,
  healthyObservation,
  host,
  mailAddress,
  mailHost,
  mtaSts,
  policyText,
  reply,
  showing,
  starttlsSession,
  tlsaRecords,
  withHandshake,
  withSession,
} from '../observation-builder.ts';

const ids = (handshake: Handshake, more: Partial<Observation> = {}, at?: string) =>
  idsOf(findingsOf({ ...withHandshake(handshake), ...more }, at));

describe('certificates: exact sets', () => {
  const rows: readonly [string, CertificateName[], string[]][] = [
    ['a good chain', ['good', 'intermediate'], []],
    ['a good chain with its root', ['good', 'intermediate', 'root'], ['cert.root-sent info']],
    ['self-signed', ['selfSigned'], ['cert.self-signed notice']],
    [
      'a private root, sent',
      ['underPrivateRoot', 'privateRoot'],
      ['cert.root-sent info', 'cert.untrusted-issuer notice'],
    ],
    ['a private root, not sent', ['underPrivateRoot'], ['cert.untrusted-issuer notice']],
    [
      'the intermediate is missing, and the leaf says where it is (C88)',
      ['withIssuerUrl'],
      ['cert.missing-intermediate notice'],
    ],
    ['an issuer that is no CA (C89)', ['underLeaf', 'good', 'intermediate'], ['cert.path-invalid notice']],
    ['another name', ['otherName', 'intermediate'], ['cert.name-mismatch notice']],
    ['a wildcard alone', ['wildcard', 'intermediate'], ['cert.wildcard-only info']],
    ['a wildcard beside the name', ['wildcardAndExact', 'intermediate'], []],
    ['a common name alone (C87)', ['commonNameOnly', 'intermediate'], ['cert.no-san notice']],
    [
      'keyUsage without digitalSignature (C84)',
      ['keyEnciphermentOnly', 'intermediate'],
      ['cert.key-usage-no-digital-signature warning'],
    ],
    ['keyUsage without keyEncipherment, (EC)DHE (C85)', ['digitalSignatureOnly', 'intermediate'], []],
    [
      'EKU without serverAuth (C86)',
      ['clientAuthOnly', 'intermediate'],
      ['cert.purpose-no-server-auth notice'],
    ],
    ['RSA 1024', ['rsa1024', 'intermediate'], ['cert.weak-key notice']],
    ['SHA-1', ['sha1', 'intermediate'], ['cert.weak-signature notice']],
    ['MD5', ['md5', 'rsaIntermediate'], ['cert.weak-signature notice']],
  ];
  it.each(rows)('%s', (_title, names, expected) => {
    expect(ids(showing(...names))).toEqual(expected);
  });

  it('says so where the certificate is none', () => {
    const findings = findingsOf(withHandshake(completed({ certificates: ['MIIB'] })));
    expect(idsOf(findings)).toEqual(['cert.unreadable warning']);
    expect(findings[0]?.evidence.code).toBe('malformed');
  });

  it('takes an intermediate seen at another address for the missing link', () => {
    const bare = starttlsSession({ handshake: showing('good') });
    const whole = starttlsSession();
    const addresses = [address({ sessions: [bare] }), address({ ip: '192.0.2.26', sessions: [whole] })];
    const findings = findingsOf(healthyObservation({ hosts: [host({ addresses })] }));
    expect(findings.map(({ rule, subject }) => [rule.id, subject.address])).toEqual([
      ['cert.missing-intermediate', mailAddress],
    ]);
  });
});

describe('certificates: dates, one second either side', () => {
  it.each([
    ['2027-01-01T00:00:00Z', ['cert.expires-soon notice']],
    ['2027-01-01T00:00:01Z', ['cert.expired notice']],
    ['2026-01-01T00:00:00Z', []],
    ['2025-12-31T23:59:59Z', ['cert.not-yet-valid notice']],
  ])('at %s', (at, expected) => {
    expect(ids(completed(), {}, at)).toEqual(expected);
  });

  it('names an intermediate that expired, by its own fingerprint', () => {
    const observation = withHandshake(showing('underOldIntermediate', 'oldIntermediate'));
    expect(idsOf(findingsOf(observation, '2026-03-01T00:00:00Z'))).toEqual(['cert.expires-soon notice']);
    const [finding, ...rest] = findingsOf(observation, '2026-03-01T00:00:01Z');
    expect(rest).toEqual([]);
    expect(finding?.rule.id).toBe('cert.expired');
    expect(finding?.subject).toEqual({
      mx: mailHost,
      address: mailAddress,
      certificate: fingerprintOf('oldIntermediate'),
    });
    expect(finding?.evidence).toEqual({
      depth: 1,
      subject: certificateNamed('oldIntermediate').subject.text,
      notAfter: '2026-03-01T00:00:00Z',
      judgedAt: '2026-03-01T00:00:01.000Z',
      openssl: ['10 certificate has expired'],
      gnutls: ['The certificate chain uses expired certificate.'],
    });
  });

  it('says expiry and distrust both', () => {
    expect(ids(showing('selfSigned'), {}, '2027-06-01T00:00:00Z')).toEqual([
      'cert.expired notice',
      'cert.self-signed notice',
    ]);
  });
});

describe('certificates: what a promise makes of a fault', () => {
  const expired = '2027-06-01T00:00:00Z';
  const tlsa = (usage: 2 | 3, record: string): Partial<Observation> => ({
    hosts: [
      host({
        addressDnssec: 'secure',
        tlsa: tlsaRecords(`${usage} 0 1 ${record}`),
        addresses: [address({ sessions: [starttlsSession({ handshake: completed() }), cleartextSession()] })],
      }),
    ],
    routing: { kind: 'mx', dnssec: 'secure' },
  });

  it('is an error under MTA-STS enforce, a warning under testing (C61)', () => {
    const own = (mode: 'enforce' | 'testing' | 'none') =>
      ids(completed(), { mtaSts: mtaSts(policyText(mode)) }, expired).filter((id) => id.startsWith('cert.'));
    expect(own('enforce')).toEqual(['cert.expired error']);
    expect(own('testing')).toEqual(['cert.expired warning']);
    expect(own('none')).toEqual(['cert.expired notice']);
  });

  it('C93 is information while DANE-EE is in force', () => {
    const more = tlsa(3, fingerprintOf('good'));
    expect(ids(completed(), more, expired)).toEqual(['cert.expired info', 'dane.breaks-at-renewal info']);
  });

  it('C35 is an error under DANE-TA', () => {
    const more = tlsa(2, fingerprintOf('intermediate'));
    const findings = ids(completed(), more, expired);
    expect(findings).toContain('cert.expired error');
  });

  it('C31 is information where one record of usage 3 matches, whatever usage 2 says', () => {
    const lookup = tlsaRecords(`2 0 1 ${fingerprintOf('intermediate')}`, `3 0 1 ${fingerprintOf('good')}`);
    const hosts = [host({ addressDnssec: 'secure', tlsa: lookup })];
    expect(ids(completed(), { hosts, routing: { kind: 'mx', dnssec: 'secure' } }, expired)).toEqual([
      'cert.expired info',
    ]);
  });

  it('C24 is a notice where no record is usable', () => {
    const hosts = [host({ addressDnssec: 'secure', tlsa: tlsaRecords('3 1 1 abcd') })];
    const found = ids(completed(), { hosts, routing: { kind: 'mx', dnssec: 'secure' } }, expired);
    expect(found).toContain('cert.expired notice');
  });

  it('is an error on a submission port, where clients verify', () => {
    expect(ids(showing('selfSigned'), { port: 587 })).toEqual(['cert.self-signed error']);
  });
});

describe('certificates: key usage and key exchange', () => {
  const refused = cleartextSession({ mailFrom: reply(530, '5.7.0 Must issue a STARTTLS command first') });

  it('C77, C84 is an error where cleartext is refused as well', () => {
    const observation = withHandshake(showing('keyEnciphermentOnly', 'intermediate'), refused);
    const [finding, ...rest] = findingsOf(observation);
    expect(finding?.evidence).toEqual({
      keyUsage: ['keyEncipherment'],
      version: 'TLSv1.3',
      keyExchange: 'ecdhe',
      refusedBy: ['GnuTLS 3.7 and 3.8, NORMAL', 'BoringSSL'],
    });
    expect(finding?.severity).toBe('error');
    expect(idsOf(rest)).toEqual(['smtp.tls-required warning']);
  });

  it('C85 leaves senders content where the server does RSA key exchange', () => {
    const rsa = { version: 'TLSv1.2', keyExchange: 'rsa' } as const;
    const chain = chainOf('keyEnciphermentOnly', 'intermediate');
    expect(ids(completed({ ...rsa, certificates: chain }))).toEqual([
      'cert.key-usage-no-digital-signature notice',
    ]);
    const signing = chainOf('digitalSignatureOnly', 'intermediate');
    expect(ids(completed({ ...rsa, certificates: signing }))).toEqual([
      'cert.key-usage-no-key-encipherment warning',
    ]);
  });
});

describe('certificates: subjects and evidence', () => {
  it('says a finding once, however many sessions showed it', () => {
    const session = starttlsSession({ handshake: showing('otherName', 'intermediate') });
    const again = { ...session, handshake: { ...showing('otherName', 'intermediate'), serverName: null } };
    const addresses = [address({ sessions: [session, again] })];
    const findings = findingsOf(healthyObservation({ hosts: [host({ addresses })] }));
    expect(findings).toHaveLength(1);
    expect(findings[0]?.subject).toEqual({
      mx: mailHost,
      address: mailAddress,
      certificate: fingerprintOf('otherName'),
    });
    expect(findings[0]?.evidence).toEqual({
      wanted: mailHost,
      presented: ['www.example.test'],
      openssl: ['62 hostname mismatch'],
      gnutls: ['The name in the certificate does not match the expected.'],
    });
  });

  it('tells the verify codes that people search for', () => {
    const [finding] = findingsOf(withSession(starttlsSession({ handshake: showing('withIssuerUrl') })));
    const codes = finding?.evidence.openssl;
    expect(codes).toContain('20 unable to get local issuer certificate');
    expect(codes).toContain('21 unable to verify the first certificate');
    expect(finding?.evidence.caIssuers).toEqual(['http://ca.example.test/intermediate.cer']);
  });
});
