/** The rules of DANE and MTA-STS: a published promise against what the host shows. */
import { describe, expect, it } from 'vitest';
import type { HostObservation, Observation } from '../../../src/core/observation.ts';
import { findingsOf, fingerprintOf, idsOf, spkiOf } from '../judging.ts';
import {
  address,
  cleartextSession,
  dnsAnswer,
  healthyObservation,
  host,
  mailHost,
  mtaSts,
  policyText,
  reply,
  sessionUpTo,
  showing,
  starttlsSession,
  tlsaRecords,
} from '../observation-builder.ts';

const wrong = `3 1 1 ${'ab'.repeat(32)}`;
const right = `3 1 1 ${spkiOf('good')}`;

function withTlsa(tlsa: HostObservation['tlsa'], more: Partial<HostObservation> = {}): Observation {
  return healthyObservation({
    routing: { kind: 'mx', dnssec: 'secure' },
    hosts: [host({ addressDnssec: 'secure', tlsa, ...more })],
  });
}

const failing = (outcome: 'servfail' | 'timeout', filterSuspected = false): HostObservation['tlsa'] => ({
  kind: 'asked',
  answers: [dnsAnswer(`_25._tcp.${mailHost}`, 'TLSA', [], { outcome, rcode: null, dnssec: 'indeterminate' })],
  ...(filterSuspected && { filterSuspected }),
});

describe('dane: exact sets', () => {
  const insecure = (tlsa: HostObservation['tlsa']) => ({
    ...withTlsa(tlsa),
    routing: { kind: 'mx', dnssec: 'insecure' } as const,
  });
  const denied = (type: 'no-data' | 'name-error'): HostObservation['tlsa'] => ({
    kind: 'asked',
    answers: [dnsAnswer(`_25._tcp.${mailHost}`, 'TLSA', [], { outcome: type, dnssec: 'secure', ad: true })],
  });
  const noStarttls = sessionUpTo('ehlo', { ehlo: reply(250, mailHost), extensions: [] });
  const refused = sessionUpTo('starttls', { starttls: reply(454, '4.7.0 TLS not available') });
  const rows: readonly [string, Observation, string[]][] = [
    ['C32 a record that matches', withTlsa(tlsaRecords(right)), []],
    ['C26 one of two matches', withTlsa(tlsaRecords(wrong, right)), []],
    [
      'C25 none matches, however trusted the chain',
      withTlsa(tlsaRecords(wrong)),
      ['dane.tlsa-mismatch error'],
    ],
    [
      'C17 none matches, and the MX is not signed',
      insecure(tlsaRecords(wrong)),
      ['dane.mail-domain-unsigned info', 'dane.tlsa-mismatch warning'],
    ],
    [
      'C24 only unusable ones',
      withTlsa(tlsaRecords(`1 1 1 ${'ab'.repeat(32)}`)),
      ['dane.tlsa-unusable warning'],
    ],
    ['C27 a digest of the wrong length', withTlsa(tlsaRecords('3 1 1 abcd')), ['dane.tlsa-unusable warning']],
    ['C15 the look-up fails', withTlsa(failing('servfail')), ['dane.tlsa-lookup-failed error']],
    ['C10 a proven absence is no failure', withTlsa(denied('no-data')), []],
    ['C10 so is a name that is not there', withTlsa(denied('name-error')), []],
    ['C12 skipped where the addresses are insecure', withTlsa({ kind: 'skipped', detail: 'insecure' }), []],
    [
      'C45 no STARTTLS where TLSA is published',
      withTlsa(tlsaRecords(right), { addresses: [address({ sessions: [noStarttls, cleartextSession()] })] }),
      ['dane.starttls-missing error', 'smtp.starttls-not-offered error', 'smtp.starttls-stripped warning'],
    ],
    [
      'C45 STARTTLS refused where TLSA is published',
      withTlsa(tlsaRecords(right), { addresses: [address({ sessions: [refused, cleartextSession()] })] }),
      ['dane.starttls-missing error', 'smtp.starttls-refused error'],
    ],
  ];
  it.each(rows)('%s', (_title, observation, expected) => {
    expect(idsOf(findingsOf(observation))).toEqual(expected);
  });

  it('gives the record to publish, copy-ready', () => {
    const [finding] = findingsOf(withTlsa(tlsaRecords(wrong)));
    expect(finding?.fix).toMatch(/publish: _25\._tcp\.mx\.example\.test\. IN TLSA 3 1 1 [0-9a-f]{64} /);
    expect(finding?.subject.certificate).toBe(fingerprintOf('good'));
    expect(finding?.evidence.records).toEqual([wrong]);
  });

  it('C94 names the filter that eats TLSA', () => {
    const [finding] = findingsOf(withTlsa(failing('timeout', true)));
    expect(finding?.evidence).toMatchObject({ outcome: 'timeout', filterSuspected: true });
    expect(finding?.subject).toEqual({ mx: mailHost });
  });
});

describe('sts: exact sets', () => {
  const under = (policy: string, more: Partial<Observation> = {}): Observation => ({
    ...healthyObservation(more),
    mtaSts: mtaSts(policy),
  });
  const selfSigned = {
    hosts: [
      host({ addresses: [address({ sessions: [starttlsSession({ handshake: showing('selfSigned') })] })] }),
    ],
  };
  const fetched = (fetch: Partial<NonNullable<NonNullable<Observation['mtaSts']>['fetch']>>): Observation => {
    const whole = mtaSts(policyText('enforce'));
    if (!whole.fetch) throw new Error('the builder makes a fetch');
    return { ...healthyObservation(), mtaSts: { ...whole, fetch: { ...whole.fetch, ...fetch } } };
  };
  const record = (...texts: string[]): Observation => ({
    ...healthyObservation(),
    mtaSts: {
      ...mtaSts(policyText('enforce')),
      record: dnsAnswer(
        '_mta-sts.example.test',
        'TXT',
        texts.map((text) => ({ type: 'TXT', strings: [text] })),
      ),
    },
  });
  const rows: readonly [string, Observation, string[]][] = [
    ['a policy that is met', under(policyText('enforce')), []],
    ['C56 a wildcard for one label', under(policyText('enforce', '*.example.test')), []],
    [
      'C56 a host not listed',
      under(policyText('enforce', '*.mx.example.test')),
      ['sts.mx-not-in-policy error'],
    ],
    [
      'C61 a host not listed, testing',
      under(policyText('testing', 'a.test')),
      ['sts.mx-not-in-policy warning', 'sts.testing info'],
    ],
    [
      'mode none asks nothing',
      under(policyText('none', 'a.test'), selfSigned),
      ['cert.self-signed notice', 'sts.mode-none info'],
    ],
    [
      'a certificate that fails, enforce',
      under(policyText('enforce'), selfSigned),
      ['cert.self-signed error', 'sts.certificate-invalid error'],
    ],
    [
      'C61 a certificate that fails, testing',
      under(policyText('testing'), selfSigned),
      ['cert.self-signed warning', 'sts.certificate-invalid warning', 'sts.testing info'],
    ],
    ['C51 a 404', fetched({ status: 404 }), ['sts.policy-fetch-failed warning']],
    ['C50 a redirect', fetched({ status: 301 }), ['sts.policy-fetch-failed warning']],
    ['a policy host that is down', fetched({ outcome: 'timeout' }), ['sts.policy-fetch-failed warning']],
    [
      'C55 no max_age',
      under('version: STSv1\nmode: enforce\nmx: mx.example.test\n'),
      ['sts.policy-invalid warning'],
    ],
    ['C46 two records', record('v=STSv1; id=1;', 'v=STSv1; id=2;'), ['sts.record-invalid warning']],
    ['C48 an id with a dash', record('v=STSv1; id=2026-01-01;'), ['sts.record-invalid warning']],
    ['C46 other TXT records do not count', record('v=spf1 -all'), []],
  ];
  it.each(rows)('%s', (_title, observation, expected) => {
    expect(idsOf(findingsOf(observation))).toEqual(expected);
  });

  it('C71 names the result type of the case at hand', () => {
    const [finding] = findingsOf(under(policyText('enforce'), selfSigned));
    expect(finding?.rule.id).toBe('sts.certificate-invalid');
    expect(finding?.tlsRptResultType).toBe('certificate-not-trusted');
  });

  it('gives the line to add', () => {
    const [finding] = findingsOf(under(policyText('enforce', 'other.test')));
    expect(finding?.fix).toContain('"mx: mx.example.test"');
    expect(finding?.evidence).toEqual({ mode: 'enforce', mx: mailHost, patterns: ['other.test'] });
  });

  it('C56: gives one file for all hosts that are not listed, names only', () => {
    const hosts = ['a.test', 'b.test', '192.0.2.1'].map((name) => host({ name }));
    const found = findingsOf({
      ...healthyObservation(),
      hosts,
      mtaSts: mtaSts(policyText('enforce', 'c.test')),
    });
    const files = found
      .filter(({ rule }) => rule.id === 'sts.mx-not-in-policy')
      .map(({ fix }) => fix?.split('\n').filter((line) => line.startsWith('mx: ')));
    const whole = ['mx: a.test', 'mx: b.test', 'mx: c.test'];
    expect(files).toEqual([whole, whole, undefined]);
  });

  it('C65: no two files that one verdict advises share an id', () => {
    const hosts = [host({ name: 'a.test' })];
    const short = policyText('enforce', 'b.test').replace(/max_age: \d+/, 'max_age: 60');
    const found = findingsOf({ ...healthyObservation(), hosts, mtaSts: mtaSts(`${short}junk\n`) });
    const advised = found.flatMap(({ fix = '' }) => /version: STSv1.* id=(\w+)/s.exec(fix)?.[1] ?? []);
    expect(advised).toHaveLength(3);
    expect(new Set(advised).size).toBe(3);
  });
});
