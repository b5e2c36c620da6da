/** The rules of the DNS itself, and those on TLSA records, policies and reports beyond match and mismatch. */
import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/core/base/text.ts';
import type { DnsAnswer } from '../../../src/core/dns/answer.ts';
import { deriveFacts } from '../../../src/core/facts/derive.ts';
import type { CachedPolicy } from '../../../src/core/mta-sts/known-policy.ts';
import type { HostObservation, Observation, TlsaLookup } from '../../../src/core/observation.ts';
import { findAll } from '../../../src/core/rules/engine.ts';
import { judge } from '../../../src/core/verdict.ts';
import {
  anchors,
  certificateNamed,
  cryptography,
  findingsOf,
  fingerprintOf,
  idsOf,
  spkiOf,
} from '../judging.ts';
import {
  address,
  cleartextSession,
  completed,
  dnsAnswer,
  failedHandshake,
  healthyObservation,
  host,
  judgedAt,
  mailHost,
  mtaSts,
  policyText,
  showing,
  starttlsSession,
  tlsaRecords,
} from '../observation-builder.ts';

const key = `3 1 1 ${spkiOf('good')}`;
const whole = `3 0 1 ${fingerprintOf('good')}`;
const other = `3 1 1 ${'ab'.repeat(32)}`;
const sha512Of = (name: 'good' | 'selfSigned') =>
  toHex(cryptography.hash('sha512', certificateNamed(name).publicKey.spki));
const tlsaName = `_25._tcp.${mailHost}`;

function signed(tlsa: TlsaLookup, more: Partial<HostObservation> = {}, dns: DnsAnswer[] = []): Observation {
  return healthyObservation({
    routing: { kind: 'mx', dnssec: 'secure' },
    hosts: [host({ addressDnssec: 'secure', tlsa, ...more })],
    dns: [...healthyObservation().dns, ...dns],
  });
}

const lookup = (
  answer: Partial<DnsAnswer>,
  more: Partial<Extract<TlsaLookup, { kind: 'asked' }>> = {},
): TlsaLookup => ({
  kind: 'asked',
  answers: [dnsAnswer(tlsaName, 'TLSA', [], { rcode: null, dnssec: 'indeterminate', ...answer })],
  ...more,
});
const bogus = { outcome: 'servfail', rcode: 'SERVFAIL', dnssec: 'bogus' } as const;
const answered = { outcome: 'answer', rcode: 'NOERROR', dnssec: 'secure' } as const;
const recordsOf = (text: string) => {
  const made = tlsaRecords(text);
  return made.kind === 'asked' ? (made.answers[0]?.records ?? []) : [];
};
const failed = 'dane.tlsa-lookup-failed error';

describe('aliases', () => {
  const evidenceFor = (observation: Observation, id: string) =>
    findingsOf(observation).find(({ rule }) => rule.id === id);

  it('C21: dane.tlsa-unsigned names each link with its state, and the zone to sign', () => {
    const cnames = [
      { from: tlsaName, to: 'way.test', dnssec: 'secure' },
      { from: 'way.test', to: 'tlsa.test', dnssec: 'insecure' },
    ] as const;
    const observation = signed(
      lookup({ ...answered, dnssec: 'insecure', records: recordsOf(key), cnames: [...cnames] }),
    );
    const finding = evidenceFor(observation, 'dane.tlsa-unsigned');
    expect(finding?.evidence).toMatchObject({
      aliases: [`${tlsaName} -> way.test (secure)`, 'way.test -> tlsa.test (insecure)'],
    });
    expect(finding?.fix).toContain('zone of way.test');
  });

  it('C18: dane.mail-domain-unsigned names the zone to sign where the mail domain is an alias', () => {
    const cnames = [{ from: 'example.test', to: 'real.test', dnssec: 'secure' }] as const;
    const records = [{ type: 'MX', preference: 10, exchange: mailHost }] as const;
    const observation = {
      ...signed(tlsaRecords(key)),
      routing: { kind: 'mx', dnssec: 'insecure' },
      dns: [dnsAnswer('example.test', 'MX', records, { cnames: [...cnames] })],
    } as const satisfies Observation;
    const finding = evidenceFor(observation, 'dane.mail-domain-unsigned');
    expect(finding?.evidence).toMatchObject({ aliases: ['example.test -> real.test (secure)'] });
    expect(finding?.fix).toContain('at real.test: sign that zone');
  });

  it('C5, C19: mx.is-alias names the chain, where TLSA is looked for, and the record to publish', () => {
    const aliases = [{ from: mailHost, to: 'real.test', dnssec: 'secure' }] as const;
    const tlsa = tlsaRecords(key);
    const observation = signed(tlsa, { canonicalName: 'real.test', aliases: [...aliases] });
    const finding = evidenceFor(observation, 'mx.is-alias');
    expect(finding?.evidence).toMatchObject({
      aliases: [`${mailHost} -> real.test (secure)`],
      tlsa: [tlsaName],
    });
    expect(finding?.fix).toContain('example.test. IN MX 10 real.test.');
    const verdict = judge(observation, { anchors, cryptography });
    expect(verdict.mx[0]?.aliases).toEqual(aliases);
  });
});

describe('dns: exact sets', () => {
  const rows: readonly [string, Observation, string[]][] = [
    [
      'C94 a filter that eats TLSA',
      signed(lookup({ outcome: 'timeout' }, { filterSuspected: true })),
      [failed, 'dns.tlsa-filtered error'],
    ],
    [
      'C94 a filter, where it was found out at the name that fails',
      signed(lookup({ outcome: 'timeout' }, { filterSuspected: true, filterTested: tlsaName })),
      [failed, 'dns.tlsa-filtered error'],
    ],
    [
      'C94 a filter at another name is not why this one fails',
      signed(lookup({ outcome: 'refused' }, { filterSuspected: true, filterTested: '_25._tcp.b.test' })),
      [failed],
    ],
    [
      'C24 records whose data can not be read',
      signed(lookup({ outcome: 'answer', rcode: 'NOERROR', dnssec: 'secure', malformedRecords: 2 })),
      ['dane.tlsa-unusable warning'],
    ],
    [
      'C25 no match among the records that were read',
      signed(lookup({ ...answered, records: recordsOf(other), omittedRecords: 1 })),
      ['dane.tlsa-mismatch notice'],
    ],
    [
      'C24 none usable among the records that were read',
      signed(lookup({ ...answered, records: recordsOf('1 1 1 ab'), omittedRecords: 1 })),
      ['dane.tlsa-mismatch notice'],
    ],
    [
      'a time-out alone is no filter',
      signed(lookup({ outcome: 'timeout' }, { filterSuspected: false })),
      [failed],
    ],
    [
      'denial that does not validate: without validation there is no record',
      signed(lookup({ ...bogus, uncheckedOutcome: 'no-data' })),
      [failed, 'dns.denial-broken error'],
    ],
    [
      'denial that does not validate: the resolver says so',
      signed(lookup({ ...bogus, ede: [{ code: 12, name: 'NSEC Missing', text: '' }] })),
      [failed, 'dns.denial-broken error'],
    ],
    [
      'a record with a wrong signature is no denial',
      signed(lookup({ ...bogus, uncheckedOutcome: 'answer' })),
      [failed],
    ],
    [
      'a record that is there is no denial, whatever proof misses',
      signed(
        lookup({ ...bogus, uncheckedOutcome: 'answer', ede: [{ code: 12, name: 'NSEC Missing', text: '' }] }),
      ),
      [failed],
    ],
    [
      'C16 NXDOMAIN above the record',
      signed({ ...tlsaRecords(key), parentDenied: true } as TlsaLookup),
      ['dns.parent-denied warning'],
    ],
    ['C16 no NXDOMAIN', signed({ ...tlsaRecords(key), parentDenied: false } as TlsaLookup), []],
    [
      'C9 bogus answers are named',
      healthyObservation({ dns: [dnsAnswer('_smtp._tls.example.test', 'TXT', [], bogus)] }),
      ['dns.bogus warning'],
    ],
    [
      'C11 a resolver that does not validate',
      healthyObservation({
        vantage: {
          ...healthyObservation().vantage,
          resolverTests: [
            { resolver: 'https://a.test/', validates: 'no', detail: 'no AD', testedAt: judgedAt },
            { resolver: 'https://b.test/', validates: 'yes', detail: '', testedAt: judgedAt },
            { resolver: 'https://c.test/', validates: 'unknown', detail: '', testedAt: judgedAt },
          ],
        },
      }),
      ['dns.resolver-does-not-validate notice'],
    ],
  ];
  it.each(rows)('%s', (_title, observation, expected) => {
    expect(idsOf(findingsOf(observation))).toEqual(expected);
  });

  it('gives the record that makes the denied name exist', () => {
    const [finding] = findingsOf(signed({ ...tlsaRecords(key), parentDenied: true } as TlsaLookup));
    expect(finding?.fix).toContain(`_tcp.${mailHost}. IN TXT "exists"`);
    expect(finding?.evidence).toEqual({ name: `_tcp.${mailHost}`, below: tlsaName });
  });

  it('C94 shows what A said at the same name', () => {
    const control = dnsAnswer(tlsaName, 'A', [], { outcome: 'name-error', dnssec: 'secure' });
    const seen = signed(lookup({ outcome: 'timeout' }, { filterSuspected: true }), {}, [control]);
    const finding = findingsOf(seen).find(({ rule }) => rule.id === 'dns.tlsa-filtered');
    expect(finding?.evidence).toMatchObject({ name: tlsaName, tlsa: 'timeout', a: 'name-error (secure)' });
  });

  it('C9 does not predict a DANE sender on the word of a resolver that can not tell', () => {
    const observation = healthyObservation({
      routing: { kind: 'mx', dnssec: 'indeterminate' },
      hosts: [host({ addressDnssec: 'indeterminate', tlsa: { kind: 'skipped', detail: 'not secure' } })],
    });
    const { senders } = judge(observation, { anchors, cryptography });
    const final = (id: string) => senders.find((sender) => sender.id === id)?.final;
    expect([final('postfix-dane'), final('postfix-may')]).toEqual(['unknown', 'delivered-tls']);
  });
});

it('C94 a sender that waits names the filter too', () => {
  const seen = signed(lookup({ outcome: 'timeout' }, { filterSuspected: true }));
  const { senders } = judge(seen, { anchors, cryptography });
  const dane = senders.find(({ id }) => id === 'postfix-dane');
  expect(dane?.because.map(({ finding }) => finding)).toEqual([
    'dane.tlsa-lookup-failed',
    'dns.tlsa-filtered',
  ]);
});

describe('dane, beyond match and mismatch', () => {
  const usage1 = `1 1 1 ${spkiOf('good')}`;
  const aliased = dnsAnswer(tlsaName, 'TLSA', tlsaRecordsOf(key), {
    cnames: [{ from: tlsaName, to: 'tlsa.unsigned.test' }],
  });
  const noSni = starttlsSession({ handshake: completed({ ...showing('selfSigned'), serverName: null }) });
  const rows: readonly [string, Observation, string[]][] = [
    [
      'C43 the whole certificate breaks at renewal',
      signed(tlsaRecords(whole)),
      ['dane.breaks-at-renewal info'],
    ],
    ['C43 the key beside it does not', signed(tlsaRecords(whole, key)), []],
    ['C44 a duplicate is no roll-over', signed(tlsaRecords(key, key)), ['dane.no-rollover notice']],
    ['C44 nor is an unusable one', signed(tlsaRecords(key, usage1)), ['dane.no-rollover notice']],
    ['C26 two that count are', signed(tlsaRecords(key, other)), []],
    [
      'C23 one that SMTP skips beside two that count',
      signed(tlsaRecords(key, other, usage1)),
      ['dane.record-unusable info'],
    ],
    [
      'C18 an unsigned domain is not protected by its mail host',
      { ...signed(tlsaRecords(key)), routing: { kind: 'mx', dnssec: 'insecure' } },
      ['dane.mail-domain-unsigned info'],
    ],
    [
      'C21 an alias out of the signed DNS',
      signed({ kind: 'asked', answers: [aliased] }),
      ['dane.tlsa-unsigned notice'],
    ],
    [
      'C40 what is shown without SNI concerns no DANE sender',
      signed(tlsaRecords(key), {
        addresses: [address({ sessions: [starttlsSession(), noSni, cleartextSession()] })],
      }),
      ['cert.self-signed info'],
    ],
    [
      'C40 what is shown for SNI does',
      signed(tlsaRecords(key), {
        addresses: [
          address({ sessions: [starttlsSession({ handshake: showing('selfSigned') }), cleartextSession()] }),
        ],
      }),
      ['cert.self-signed info', 'dane.tlsa-mismatch error'],
    ],
  ];
  it.each(rows)('%s', (_title, observation, expected) => {
    expect(idsOf(findingsOf(observation)).filter((id) => !id.startsWith('cert.differs'))).toEqual(expected);
  });

  const onlyRsa = (handshake: ReturnType<typeof completed>) =>
    starttlsSession({ handshake: { ...handshake, hello: 'only-rsa' } });
  const withOtherKeys = (tlsa: TlsaLookup, handshake: ReturnType<typeof completed>): Observation =>
    signed(tlsa, { addresses: [address({ otherKeys: [onlyRsa(handshake)] })] });

  it('C41 a match on one key says nothing about another', () => {
    const found = findingsOf(withOtherKeys(tlsaRecords(key), showing('selfSigned')));
    expect(idsOf(found)).toEqual(['dane.key-not-covered warning']);
    expect(found[0]?.subject.certificate).toBe(fingerprintOf('selfSigned'));
    expect(found[0]?.fix).toContain(`${tlsaName}. IN TLSA 3 1 1 ${spkiOf('selfSigned')}`);
  });

  it('C41 is silent where the certificate that everybody sees fails: that is said already', () => {
    const observation = withOtherKeys(tlsaRecords(other), showing('selfSigned'));
    expect(idsOf(findingsOf(observation))).toEqual(['dane.tlsa-mismatch error']);
  });

  it('C41 both keys covered', () => {
    const both = tlsaRecords(key, `3 1 1 ${spkiOf('selfSigned')}`);
    expect(idsOf(findingsOf(withOtherKeys(both, showing('selfSigned'))))).toEqual([]);
  });

  it('C41 a server that has no such key has no fault', () => {
    const refused = failedHandshake({ kind: 'alert', step: 'server-hello', alert: 'handshake_failure' });
    expect(idsOf(findingsOf(withOtherKeys(tlsaRecords(key), refused)))).toEqual([]);
  });

  it('C41 shows the record to publish for each certificate seen', () => {
    const observation = withOtherKeys(tlsaRecords(key), showing('selfSigned'));
    const [first] = judge(observation, { anchors, cryptography }).mx[0]?.addresses ?? [];
    expect(first?.dane).toMatchObject({
      state: 'matched',
      publish: `${tlsaName}. IN TLSA ${key}`,
      otherKeys: [
        { key: 'rsa', matched: false, publish: `${tlsaName}. IN TLSA 3 1 1 ${spkiOf('selfSigned')}` },
      ],
    });
  });

  it('C29 gives the record by the digest that counts beside those published', () => {
    const [wrong, right] = ['ab'.repeat(64), sha512Of('good')].map((data) => `3 1 2 ${data}`) as [
      string,
      string,
    ];
    const [mismatch] = findingsOf(signed(tlsaRecords(wrong)));
    expect(mismatch?.fix).toContain(`${tlsaName}. IN TLSA ${right} `);
    const observation = withOtherKeys(tlsaRecords(right), showing('selfSigned'));
    const [uncovered] = findingsOf(observation);
    expect(uncovered?.fix).toContain(`IN TLSA 3 1 2 ${sha512Of('selfSigned')} `);
    const [first] = judge(observation, { anchors, cryptography }).mx[0]?.addresses ?? [];
    expect(first?.dane.publish).toBe(`${tlsaName}. IN TLSA ${right}`);
    // One that no sender can use overrules nothing.
    const [unusable] = findingsOf(signed(tlsaRecords('3 1 2 abcd', other)));
    expect(unusable?.fix).toContain(`IN TLSA ${key} `);
  });

  it('C29 says of a record that fits why it does not help', () => {
    const mismatch = findingsOf(signed(tlsaRecords(key, `3 1 2 ${'ab'.repeat(64)}`)));
    expect(idsOf(mismatch)).toEqual(['dane.no-rollover notice', 'dane.tlsa-mismatch error']);
    expect(mismatch[0]?.evidence.reasons).toEqual([
      'leaf-mismatch: the leaf is another one',
      'overruled: it fits and does not count: a stronger digest is published for 3 1',
    ]);
  });

  it('C42 says from when on a new key is safe, by the original TTL and not by what a cache has left', () => {
    const made = tlsaRecords(key);
    const [answer] = made.kind === 'asked' ? made.answers : [];
    if (!answer) throw new Error('the builder makes an answer');
    const safeFrom = (ttl: Partial<DnsAnswer>) =>
      judge(signed({ kind: 'asked', answers: [{ ...answer, ...ttl }] }), { anchors, cryptography }).mx[0]
        ?.addresses[0]?.dane.newKeySafeFrom;
    // Judged at noon; two TTLs of two hours.
    expect(safeFrom({ originalTtlSeconds: 7200, ttlSeconds: 5 })).toBe('2026-06-01T16:00:00.000Z');
    expect(safeFrom({ ttlSeconds: 5 })).toBeUndefined();
  });

  it('C44 says of each idle record why', () => {
    const [finding] = findingsOf(signed(tlsaRecords(key, key, usage1)));
    expect(finding?.evidence.records).toEqual([
      { record: key, why: 'a copy of record 1' },
      { record: usage1, why: 'PKIX-EE(1) has no meaning for SMTP' },
    ]);
  });

  it('C43 gives the record of the key, copy-ready', () => {
    const [finding] = findingsOf(signed(tlsaRecords(whole)));
    expect(finding?.fix).toContain(`${tlsaName}. IN TLSA ${key}`);
  });
});

function tlsaRecordsOf(text: string) {
  const made = tlsaRecords(text);
  return made.kind === 'asked' ? (made.answers[0]?.records ?? []) : [];
}

describe('MTA-STS, with a policy from before', () => {
  const known = (
    mx: string[],
    more: Partial<CachedPolicy['policy']> = {},
    id = '20260101',
  ): CachedPolicy => ({
    id,
    fetchedAt: new Date('2026-05-31T12:00:00Z'),
    policy: { mode: 'enforce', maxAgeSeconds: 604_800, mx, extensions: [], ...more },
  });
  const withPolicy = (text = policyText('enforce')): Observation => ({
    ...healthyObservation(),
    mtaSts: mtaSts(text),
  });
  const found = (observation: Observation, knownPolicy: CachedPolicy) =>
    findAll(deriveFacts(observation, { anchors, cryptography, now: new Date(judgedAt), knownPolicy }));

  const heldUntil = (secondsLeft: number): CachedPolicy => ({
    ...known(['old.test'], { maxAgeSeconds: 86_400 }),
    fetchedAt: new Date(new Date(judgedAt).getTime() - (86_400 - secondsLeft) * 1000),
  });

  it.each<[string, CachedPolicy, string[]]>([
    ['the same policy', known([mailHost]), []],
    ['C65 another host, the same id', known(['old.test']), ['sts.id-not-bumped error']],
    [
      'C65 another max_age, the same id',
      known([mailHost], { maxAgeSeconds: 172_800 }),
      ['sts.id-not-bumped warning'],
    ],
    ['C65 another host, another id', known(['old.test'], {}, 'before'), []],
    ['C65 another host, held until a second ago', heldUntil(0), []],
    ['C65 another host, held for a second more', heldUntil(1), ['sts.id-not-bumped error']],
  ])('%s', (_title, policy, expected) => {
    expect(idsOf(found(withPolicy(), policy))).toEqual(expected);
  });

  it('C65 says what changed and whom the older policy refuses', () => {
    const [finding] = found(withPolicy(), known(['old.test']));
    expect(finding?.evidence).toMatchObject({
      changed: ['mx: old.test -> mx.example.test'],
      refusedUnderTheOlderPolicy: [mailHost],
    });
    expect(finding?.fix).toContain('_mta-sts.example.test. IN TXT "v=STSv1; id=20260601120000"');
    expect(finding?.fix).toMatch(/older record until its TTL has passed: ask again in \d+ seconds\.$/);
  });

  const gone: Observation = {
    ...healthyObservation(),
    mtaSts: { record: dnsAnswer('_mta-sts.example.test', 'TXT', []) },
  };
  it.each<[string, CachedPolicy, string[]]>([
    ['C64 the record is gone, the policy lives', known([mailHost]), ['sts.withdrawn-too-soon warning']],
    ['C64 and names other hosts', known(['old.test']), ['sts.withdrawn-too-soon error']],
    ['it has expired', known([mailHost], { maxAgeSeconds: 86_400 }), []],
    ['its last second', known([mailHost], { maxAgeSeconds: 86_401 }), ['sts.withdrawn-too-soon warning']],
    ['it never bound', known(['old.test'], { mode: 'testing' }), []],
  ])('%s', (_title, policy, expected) => {
    expect(idsOf(found(gone, policy))).toEqual(expected);
  });

  it('C64, C65: the file that brings it back and the one that takes it back have an id each', () => {
    const [finding] = found(gone, known([mailHost]));
    const ids = [...(finding?.fix?.matchAll(/ id=(\w+)/g) ?? [])].map(([, id]) => id);
    expect(ids).toEqual(['20260601120000back', '20260601120000none']);
  });

  it.each([
    ['C55 a day is fine', 86_400, []],
    ['C55 less is short', 86_399, ['sts.max-age-short notice']],
  ])('%s', (_title, seconds, expected) => {
    const text = policyText('enforce').replace('604800', String(seconds));
    expect(idsOf(findingsOf(withPolicy(text)))).toEqual(expected);
  });

  it('asks for reports where testing has none', () => {
    const observation = {
      ...withPolicy(policyText('testing')),
      tlsRpt: dnsAnswer('_smtp._tls.example.test', 'TXT', []),
    };
    const [finding] = findingsOf(observation);
    expect(finding?.fix).toContain('_smtp._tls.example.test. IN TXT "v=TLSRPTv1; rua=mailto:');
  });
});

describe('TLS-RPT', () => {
  const record = (...texts: string[]): Observation => ({
    ...healthyObservation(),
    tlsRpt: dnsAnswer(
      '_smtp._tls.example.test',
      'TXT',
      texts.map((text) => ({ type: 'TXT', strings: [text] })),
    ),
  });
  const good = 'v=TLSRPTv1; rua=mailto:a@example.test';
  it.each([
    ['C68 a good one', [good], []],
    ['C68 none', [], []],
    ['C68 two', [good, good], ['tls-rpt.record-invalid notice']],
    ['C68 another scheme', ['v=TLSRPTv1; rua=http://example.test'], ['tls-rpt.record-invalid notice']],
    ['C68 another application', ['v=spf1 -all'], []],
  ])('%s', (_title, texts, expected) => {
    expect(idsOf(findingsOf(record(...texts)))).toEqual(expected);
  });
});
