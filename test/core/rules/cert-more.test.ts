/** The certificate rules of the policy engine: certificates made for the test, exact findings, dates one second either side. */
import { describe, expect, it } from 'vitest';
import { toBase64 } from '../../../src/core/base/text.ts';
import type { Observation } from '../../../src/core/observation.ts';
import type { Handshake } from '../../../src/core/tls/facts.ts';
import type { CertificateOptions } from '../../../src/demo/certificate.ts';
import * as der from '../../../src/demo/der.ts';
import { idsOf } from '../judging.ts';
import {
  address,
  completed,
  healthyObservation,
  host,
  mailHost,
  mtaSts,
  policyText,
  starttlsSession,
  tlsaRecords,
  withHandshake,
} from '../observation-builder.ts';
import { type StapleOptions, writeStaple } from '../x509/ocsp-writer.ts';
import {
  chain,
  intermediateDer,
  intermediateKey,
  issue,
  judge,
  newKey,
  parse,
  rootDer,
  rsaSpki,
  spkiOf,
  strangerDer,
  timestamps,
} from './issue.ts';

const smallPrimes = primesUpTo(752);

const shown = (leaf: Uint8Array, ...rest: Uint8Array[]): Handshake =>
  completed({ certificates: chain(leaf, ...(rest.length > 0 ? rest : [intermediateDer])) });

const ids = (
  overrides: Partial<CertificateOptions>,
  options: { at?: string; isPublic?: boolean; more?: Partial<Observation> } = {},
) => idsOf(judge({ ...withHandshake(shown(issue(overrides))), ...options.more }, options));

const evidenceOf = (overrides: Partial<CertificateOptions>, id: string) =>
  judge(withHandshake(shown(issue(overrides)))).find(({ rule }) => rule.id === id)?.evidence;

it('finds nothing in a sound certificate of a public authority', () => {
  expect(ids({})).toEqual([]);
});

describe('cert.expires-soon', () => {
  const dates = (notBefore: string, notAfter: string) => ({
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
  });

  it.each([
    // 90 days: two weeks before the end.
    ['2026-05-01T00:00:00Z', '2026-07-29T23:59:59Z', '2026-07-15T23:59:59Z', false],
    ['2026-05-01T00:00:00Z', '2026-07-29T23:59:59Z', '2026-07-16T00:00:00Z', true],
    // 6 days: one day before the end.
    ['2026-05-01T00:00:00Z', '2026-05-07T00:00:00Z', '2026-05-06T00:00:00Z', false],
    ['2026-05-01T00:00:00Z', '2026-05-07T00:00:00Z', '2026-05-06T00:00:01Z', true],
  ])('%s to %s at %s: %s', (from, to, at, soon) => {
    expect(ids(dates(from, to), { at })).toEqual(soon ? ['cert.expires-soon notice'] : []);
  });

  it('gives way to cert.expired a second after the end', () => {
    expect(ids({}, { at: '2026-07-29T23:59:59Z' })).toEqual(['cert.expires-soon notice']);
    expect(ids({}, { at: '2026-07-30T00:00:00Z' })).toEqual(['cert.expired notice']);
  });

  it('is a warning where an expired one would be an error, and not before', () => {
    const more = { mtaSts: mtaSts(policyText('enforce')) };
    const soon = ids({}, { at: '2026-07-28T00:00:00Z', more }).filter((id) => id.startsWith('cert.'));
    expect(soon).toEqual(['cert.expires-soon warning']);
  });

  it('says how many whole days are left', () => {
    const [finding] = judge(withHandshake(shown(issue())), { at: '2026-07-20T00:00:00Z' });
    expect(finding?.evidence).toMatchObject({ depth: 0, notAfter: '2026-07-29T23:59:59Z', daysLeft: 9 });
  });
});

describe('cert.validity-too-long', () => {
  const lasting = (from: string, days: number, seconds: number) => ({
    notBefore: new Date(from),
    notAfter: new Date(Date.parse(from) + days * 86_400_000 + seconds * 1000),
  });
  const rows: readonly [string, number][] = [
    ['2020-08-31T23:59:59Z', 825],
    ['2020-09-01T00:00:00Z', 398],
    ['2026-03-14T23:59:59Z', 398],
    ['2026-03-15T00:00:00Z', 200],
    ['2027-03-14T23:59:59Z', 200],
    ['2027-03-15T00:00:00Z', 100],
    ['2029-03-14T23:59:59Z', 100],
    ['2029-03-15T00:00:00Z', 47],
  ];

  it.each(rows)('from %s: %i days, and not a second more', (from, days) => {
    const at = new Date(Date.parse(from) + 86_400_000).toISOString();
    // The last second belongs to the certificate, so one second less than the days is all of them.
    expect(ids(lasting(from, days, -1), { at })).toEqual([]);
    expect(ids(lasting(from, days, 0), { at })).toEqual(['cert.validity-too-long notice']);
  });

  it('leaves private authorities alone', () => {
    expect(ids(lasting('2026-05-01T00:00:00Z', 3650, 0), { isPublic: false })).toEqual([]);
  });

  it('says the limit of the day it was issued', () => {
    const leaf = issue(lasting('2026-05-01T00:00:00Z', 398, -1));
    const [finding] = judge(withHandshake(shown(leaf)));
    expect(finding?.effective).toBe('2026-03-15');
    expect(finding?.evidence).toEqual({
      notBefore: '2026-05-01T00:00:00Z',
      notAfter: '2027-06-02T23:59:59Z',
      days: 398,
      limitDays: 200,
      authority: 'Public Root',
    });
  });
});

describe('cert.serial-invalid', () => {
  const rows: readonly [string, number[], string | null][] = [
    ['zero', [0], 'serial-not-positive'],
    ['negative', [0xff], 'serial-not-positive'],
    ['one', [1], null],
    ['twenty octets', [0x7f, ...new Array<number>(19).fill(1)], null],
    ['twenty-one octets', [0x7f, ...new Array<number>(20).fill(1)], 'serial-too-long'],
  ];
  it.each(rows)('%s', (_title, serial, code) => {
    const bytes = Uint8Array.from(serial);
    expect(ids({ serial: bytes })).toEqual(code ? ['cert.serial-invalid notice'] : []);
    if (code)
      expect(evidenceOf({ serial: bytes }, 'cert.serial-invalid')).toMatchObject({ position: 0, code });
  });
});

describe('what was sent beside the leaf', () => {
  const leaf = issue();
  const upper = newKey();
  const names = { subject: 'Upper', issuer: 'Public Intermediate' };
  const upperDer = issue({
    ...names,
    subjectKey: upper.publicKey,
    names: [],
    authority: {},
    keyUsage: ['keyCertSign'],
    extensions: [],
  });
  const underUpper = issue({ issuer: 'Upper', issuerKey: upper });
  const rows: readonly [string, Uint8Array[], string[]][] = [
    ['in order', [underUpper, upperDer, intermediateDer], []],
    ['upside down', [underUpper, intermediateDer, upperDer], ['cert.wrong-order notice']],
    [
      'the authority first',
      [upperDer, underUpper, intermediateDer],
      [
        'cert.ca-as-leaf notice',
        'cert.key-usage-no-digital-signature warning',
        'cert.no-san notice',
        'cert.no-scts info',
        'cert.wrong-order notice',
      ],
    ],
    ['with the root', [leaf, intermediateDer, rootDer], ['cert.root-sent info']],
    ['the leaf twice', [leaf, leaf, intermediateDer], ['cert.duplicate-sent info']],
    ['with a stranger', [leaf, intermediateDer, strangerDer], ['cert.unrelated-sent info']],
  ];
  it.each(rows)('%s', (_title, certificates, expected) => {
    const observation = withHandshake(completed({ certificates: chain(...certificates) }));
    expect(idsOf(judge(observation))).toEqual(expected);
  });

  it('says the order that came', () => {
    const certificates = chain(underUpper, intermediateDer, upperDer);
    expect(judge(withHandshake(completed({ certificates })))[0]?.evidence).toEqual({ order: [0, 2, 1] });
  });

  it('says the order from the server up where an authority stands first', () => {
    const certificates = chain(intermediateDer, upperDer, underUpper);
    const found = judge(withHandshake(completed({ certificates })));
    expect(found.find(({ rule }) => rule.id === 'cert.wrong-order')?.evidence).toEqual({ order: [2, 1, 0] });
  });

  it('lets the root be where a DANE-TA record needs it', () => {
    const session = starttlsSession({
      handshake: completed({ certificates: chain(leaf, intermediateDer, rootDer) }),
    });
    const hosts = (record: string) => [
      host({
        addressDnssec: 'secure',
        tlsa: tlsaRecords(record),
        addresses: [address({ sessions: [session] })],
      }),
    ];
    const found = (record: string) => idsOf(judge(healthyObservation({ hosts: hosts(record) })));
    const digest = 'ab'.repeat(32);
    expect(found(`2 0 1 ${digest}`)).not.toContain('cert.root-sent info');
    expect(found(`3 1 1 ${digest}`)).toContain('cert.root-sent info');
  });
});

describe('keys', () => {
  const prime = (bits: bigint, from: bigint) => nextPrime((1n << bits) + from);
  const sound = prime(1024n, 0n) * prime(1023n, 1n << 1000n);

  it('takes a sound key', () => {
    expect(ids({ subjectKey: rsaSpki(sound) })).toEqual([]);
  });

  it('finds a modulus of the ROCA shape', () => {
    // k·M + 65537^a mod M, with M the product of the first primes: what the faulty library made.
    const product = primesUpTo(701).reduce((all, each) => all * BigInt(each), 1n);
    const shaped = (1n << 2047n) - ((1n << 2047n) % product) + product + power(65_537n, 12_345n, product);
    expect(evidenceOf({ subjectKey: rsaSpki(shaped) }, 'cert.factorable-key')).toMatchObject({
      weakness: 'roca',
    });
  });

  it('finds primes that are too close, and a small factor', () => {
    const p = prime(1024n, 0n);
    const close = rsaSpki(p * nextPrime(p + 2n));
    expect(evidenceOf({ subjectKey: close }, 'cert.factorable-key')).toMatchObject({
      weakness: 'close-primes',
    });
    const small = rsaSpki(751n * prime(2040n, 0n));
    expect(evidenceOf({ subjectKey: small }, 'cert.factorable-key')).toMatchObject({
      weakness: 'small-factor',
    });
  });

  it.each([
    [1n, ['cert.small-exponent notice']],
    [2n, ['cert.small-exponent notice']],
    [3n, ['cert.small-exponent info']],
    [65_535n, ['cert.small-exponent info']],
    [65_537n, []],
    [65_538n, ['cert.small-exponent notice']],
  ])('exponent %i', (exponent, expected) => {
    expect(ids({ subjectKey: rsaSpki(sound, exponent) })).toEqual(expected);
  });

  it('finds a curve that is too small', () => {
    const algorithm = der.sequence(
      der.objectIdentifier('1.2.840.10045.2.1'),
      der.objectIdentifier('1.2.840.10045.3.1.1'),
    );
    const point = Uint8Array.from([4, ...new Array<number>(48).fill(1)]);
    expect(ids({ subjectKey: der.sequence(algorithm, der.bitString(point)) })).toEqual([
      'cert.weak-key notice',
    ]);
  });

  it('finds one key on two hosts at two addresses, and not on one machine with two names', () => {
    const key = newKey();
    const at = (name: string, ip: string) => {
      const leaf = issue({ names: [name], subjectKey: key.publicKey });
      return host({
        name,
        addresses: [address({ ip, sessions: [starttlsSession({ handshake: shown(leaf) })] })],
      });
    };
    const found = (second: string) =>
      judge(healthyObservation({ hosts: [at(mailHost, '192.0.2.25'), at('mx2.example.test', second)] }));
    expect(found('192.0.2.25')).toEqual([]);
    const [finding, ...rest] = found('192.0.2.26');
    expect(rest).toEqual([]);
    expect(finding?.rule.id).toBe('cert.key-reused');
    expect(finding?.evidence).toMatchObject({ hosts: ['mx.example.test', 'mx2.example.test'] });
    expect(spkiOf(key)).toEqual(parse(issue({ subjectKey: key.publicKey })).publicKey.spki);
  });
});

describe('what the certificate is and says', () => {
  it('tells an authority from a server', () => {
    expect(ids({ authority: {} })).toEqual(['cert.ca-as-leaf notice']);
    expect(ids({ keyUsage: ['digitalSignature', 'keyCertSign'] })).toEqual(['cert.ca-as-leaf notice']);
  });

  it('finds an extension that is there twice, and who breaks off at it', () => {
    const again = { oid: '2.5.29.17', value: der.sequence(der.implicitText(2, mailHost)) };
    const found = judge(withHandshake(shown(issue({ extensions: [timestamps, again] }))));
    expect(idsOf(found)).toEqual(['cert.duplicate-extension warning', 'cert.path-invalid notice']);
    expect(found[0]?.evidence).toMatchObject({
      extensions: ['2.5.29.17'],
      refusedBy: ['GnuTLS 3.7 and 3.8, NORMAL', 'Go crypto/tls'],
    });
  });

  it.each([
    ['mail.corp.local', true],
    ['exchange', true],
    ['mx.home.arpa', true],
    ['192.168.1.2', true],
    ['mx.example.org', false],
    ['local.example.org', false],
  ])('%s: internal %s', (name, internal) => {
    expect(ids({ names: [mailHost, name] })).toEqual(internal ? ['cert.internal-name info'] : []);
  });

  it('knows a private Microsoft authority by ldap: locations and by its extensions', () => {
    const ldap = { issuerUrl: 'ldap:///CN=CA,CN=AIA,CN=Services,DC=example,DC=test?cACertificate' };
    const http = { issuerUrl: 'http://ca.example.test/ca.crt' };
    const template = {
      extensions: [{ oid: '1.3.6.1.4.1.311.20.2', value: der.octetString(new Uint8Array(1)) }],
    };
    const own = { isPublic: false };
    expect(ids(ldap, own)).toEqual(['cert.microsoft-private-ca info']);
    expect(ids(template, own)).toEqual(['cert.microsoft-private-ca info']);
    expect(ids(http, own)).toEqual([]);
    expect(ids(ldap)).toEqual([]);
  });

  it('misses signed certificate timestamps in public certificates alone', () => {
    expect(ids({ extensions: [] })).toEqual(['cert.no-scts info']);
    expect(ids({ extensions: [] }, { isPublic: false })).toEqual([]);
    const signedCertificateTimestamps = toBase64(new Uint8Array(4));
    const inHandshake = { ...shown(issue({ extensions: [] })), signedCertificateTimestamps };
    expect(idsOf(judge(withHandshake(inHandshake)))).toEqual([]);
  });
});

describe('stapled answers', () => {
  const leaf = issue();
  const staple = (options: Partial<StapleOptions> = {}) =>
    toBase64(
      writeStaple({
        leaf: parse(leaf),
        issuer: intermediateKey,
        thisUpdate: new Date('2026-05-30T00:00:00Z'),
        nextUpdate: new Date('2026-06-06T00:00:00Z'),
        ...options,
      }),
    );
  const found = (ocspResponse: string, more: Partial<Observation> = {}) =>
    idsOf(judge({ ...withHandshake({ ...shown(leaf), ocspResponse }), ...more }));

  it('say nothing, revoked, or nothing of use', () => {
    expect(found(staple())).toEqual([]);
    expect(found(staple({ status: 'revoked' }))).toEqual(['cert.revoked notice']);
    expect(found(staple({ nextUpdate: new Date('2026-05-31T00:00:00Z') }))).toEqual([
      'cert.staple-unusable info',
    ]);
    expect(found('AAAA')).toEqual(['cert.staple-unusable info']);
  });

  it('weigh more where the domain promises a valid certificate', () => {
    const more = { mtaSts: mtaSts(policyText('enforce')) };
    expect(found(staple({ status: 'revoked' }), more)).toContain('cert.revoked error');
  });

  it('must come where the certificate demands them, and GnuTLS is said to look', () => {
    const feature = { oid: '1.3.6.1.5.5.7.1.24', value: der.sequence(der.integer(5)) };
    const demanding = issue({ extensions: [timestamps, feature] });
    const [finding, ...rest] = judge(withHandshake(shown(demanding)));
    expect(rest).toEqual([]);
    expect(finding?.rule.id).toBe('cert.must-staple-without-staple');
    expect(finding?.evidence).toMatchObject({ refusedBy: ['GnuTLS 3.7 and 3.8, NORMAL'] });
    const own = toBase64(
      writeStaple({
        leaf: parse(demanding),
        issuer: intermediateKey,
        thisUpdate: new Date('2026-05-30T00:00:00Z'),
      }),
    );
    expect(idsOf(judge(withHandshake({ ...shown(demanding), ocspResponse: own })))).toEqual([]);
  });
});

describe('different certificates', () => {
  const one = shown(issue());
  const other = shown(issue());
  const misnamed = shown(issue({ names: ['www.example.test'] }));
  const at = (ip: string, handshake: Handshake) =>
    address({ ip, sessions: [starttlsSession({ handshake })] });
  const found = (first: Handshake, second: Handshake) =>
    idsOf(
      judge(
        healthyObservation({
          hosts: [host({ addresses: [at('192.0.2.1', first), at('192.0.2.2', second)] })],
        }),
      ),
    );

  it('by address: information, a notice where they fare differently', () => {
    expect(found(one, one)).toEqual([]);
    expect(found(one, other)).toEqual(['cert.differs-by-address info']);
    expect(found(one, misnamed)).toEqual(['cert.differs-by-address notice', 'cert.name-mismatch notice']);
  });

  it('by kind of key: nothing where both are good, a notice where one is not', () => {
    const rsa = (names: string[]) =>
      shown(issue({ names, subjectKey: rsaSpki(nextPrime(1n << 1024n) * nextPrime(1n << 1023n)) }));
    const byKey = (handshake: Handshake) => {
      const otherKeys = [starttlsSession({ handshake })];
      const sessions = [starttlsSession({ handshake: one })];
      return judge(healthyObservation({ hosts: [host({ addresses: [address({ sessions, otherKeys })] })] }));
    };
    expect(idsOf(byKey(rsa([mailHost])))).toEqual([]);
    const [finding] = byKey(rsa(['www.example.test']));
    expect(finding?.rule.id).toBe('cert.differs-by-key');
    expect(finding?.evidence.certificates).toMatchObject([
      { key: 'ec', trusted: true, matched: true },
      { key: 'rsa', trusted: true, matched: false },
    ]);
  });

  it('by the name in the hello', () => {
    const sessions = (unnamed: Handshake) => [
      starttlsSession({ handshake: one }),
      starttlsSession({ handshake: { ...unnamed, serverName: null } }),
    ];
    const bySni = (unnamed: Handshake) =>
      idsOf(
        judge(
          healthyObservation({ hosts: [host({ addresses: [address({ sessions: sessions(unnamed) })] })] }),
        ),
      );
    expect(bySni(one)).toEqual([]);
    expect(bySni(other)).toEqual(['cert.differs-by-sni info']);
  });
});

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square, left] = [1n, base % modulus, exponent];
  for (; left > 0n; left >>= 1n, square = (square * square) % modulus) {
    if (left & 1n) result = (result * square) % modulus;
  }
  return result;
}

function primesUpTo(limit: number): number[] {
  return Array.from({ length: limit - 1 }, (_, i) => i + 2).filter((n) => {
    for (let d = 2; d * d <= n; d++) if (n % d === 0) return false;
    return true;
  });
}

/** Probably prime, by Fermat's test to base 2: enough for a number that nobody chose against us. */
function nextPrime(from: bigint): bigint {
  for (let n = from | 1n; ; n += 2n) {
    if (smallPrimes.every((prime) => n % BigInt(prime) !== 0n) && power(2n, n - 1n, n) === 1n) return n;
  }
}

describe('a name that is nearly right', () => {
  it.each([
    [
      '*.example.test',
      'a.mx.example.test',
      'A wildcard stands for one label only, and this host is further down. ',
    ],
    ['*.mx.example.test', mailHost, 'A wildcard does not stand for the domain itself. '],
    ['m*.example.test', mailHost, 'A wildcard must be the whole left-most label. '],
    ['www.example.test', mailHost, ''],
  ])('%s for %s', (name, wanted, why) => {
    const session = starttlsSession({ handshake: shown(issue({ names: [name] })) });
    const hosts = [host({ name: wanted, addresses: [address({ sessions: [session] })] })];
    const finding = judge(healthyObservation({ hosts })).find(({ rule }) => rule.id === 'cert.name-mismatch');
    expect(finding?.fix?.startsWith(`${why}Issue a certificate that has ${wanted} `)).toBe(true);
  });
});
