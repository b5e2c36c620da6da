import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cryptography } from '../../../src/adapters/cryptography.ts';
import { toHex } from '../../../src/core/base/text.ts';
import { evaluateDane } from '../../../src/core/dane/evaluate.ts';
import type { DaneInput, DaneOutcome } from '../../../src/core/dane/outcome.ts';
import type { TlsaFields } from '../../../src/core/dane/records.ts';
import { baseName, type DaneCase } from './danetest-format.ts';
import { vector, vectorTime } from './vectors.ts';

const none = 'ee'.repeat(32);
const record = (usage: number, selector: number, matchingType: number, data: string): TlsaFields => ({
  usage,
  selector,
  matchingType,
  data,
});
const outcomeOf = (
  { records, chain }: Pick<DaneCase, 'records' | 'chain'>,
  changes: Partial<DaneInput> = {},
): DaneOutcome =>
  evaluateDane({ records, chain, names: [baseName], now: vectorTime, cryptography, ...changes }).outcome;
const codesOf = (outcome: DaneOutcome) =>
  outcome.kind === 'failed' ? outcome.reasons.map(({ code }) => code) : outcome.kind;

const leafCase = vector('3 1 1 of the leaf');
const issuerCase = vector('2 1 1 of the issuer');

describe('evaluateDane: the set of records', () => {
  it('says so when there are none', () => {
    expect(outcomeOf({ records: [], chain: leafCase.chain })).toEqual({ kind: 'no-records' });
  });

  it('C24: all records unusable: no pass and no failure', () => {
    const records = [record(1, 1, 1, none), record(3, 1, 1, 'ee'), record(3, 0, 0, '3000')];
    expect(outcomeOf({ records, chain: leafCase.chain })).toEqual({ kind: 'all-unusable' });
  });

  it('C23: a PKIX-EE record that fits counts for nothing beside a usable one that does not', () => {
    const fitting = leafCase.records.map((each) => ({ ...each, usage: 1 }));
    const outcome = outcomeOf({ records: [...fitting, record(3, 1, 1, none)], chain: leafCase.chain });
    expect(codesOf(outcome)).toEqual(['leaf-mismatch']);
  });

  it('C25: a usable record that fits nothing is a failure', () => {
    const outcome = outcomeOf({ records: [record(3, 1, 1, none)], chain: leafCase.chain });
    expect(outcome).toEqual({
      kind: 'failed',
      reasons: [{ code: 'leaf-mismatch', record: 0, detail: expect.any(String) }],
      undecided: false,
    });
  });

  it('C26: one record that fits is success, whatever the others say', () => {
    const records = [record(3, 1, 1, none), ...leafCase.records, record(2, 0, 1, none)];
    expect(outcomeOf({ records, chain: leafCase.chain })).toMatchObject({
      kind: 'matched',
      record: { index: 1 },
      usage: 3,
      depth: 0,
    });
  });

  it('C29: a weaker digest that fits does not help where the stronger does not', () => {
    const records = [...leafCase.records, record(3, 1, 2, none.repeat(2))];
    expect(codesOf(outcomeOf({ records, chain: leafCase.chain }))).toEqual(['leaf-mismatch', 'overruled']);
  });

  it('keeps every record, with what it fits', () => {
    const records = [...issuerCase.records, ...leafCase.records, record(0, 0, 1, none)];
    // The two cases share their chain: one table row each of the same identities.
    const result = evaluateDane({
      records,
      chain: leafCase.chain,
      names: [baseName],
      now: vectorTime,
      cryptography,
    });
    expect(result.records.map(({ fits, standing }) => [fits, standing.kind])).toEqual([
      [[1], 'usable'],
      [[0], 'usable'],
      [[], 'unusable'],
    ]);
  });
});

describe('evaluateDane: DANE-EE(3)', () => {
  it.each([
    ['C30: ignores names', 'a leaf of another name'],
    ['C31: ignores that the leaf has expired', 'an expired leaf'],
    ['C31: ignores that the leaf is not yet valid', 'a leaf not yet valid'],
    ['C32: ignores that issuers are missing', 'a leaf alone, its issuers not sent'],
    ['C32: takes a self-signed leaf', 'a self-signed leaf'],
    ['C32: ignores the signature', 'a leaf with a broken signature'],
    ['C32: ignores the extended key usage', 'a leaf for clients only'],
  ])('%s', (_, title) => {
    expect(outcomeOf(vector(title))).toMatchObject({ kind: 'matched', usage: 3, depth: 0 });
  });

  it('C40: another certificate than the one published fails, whatever its name', () => {
    const outcome = outcomeOf({ records: leafCase.records, chain: vector('a self-signed leaf').chain });
    expect(codesOf(outcome)).toEqual(['leaf-mismatch']);
  });

  it('C41: a record for one key says nothing about another key of the same server', () => {
    const outcome = outcomeOf({
      records: vector('an RSA key').records,
      chain: vector('an Ed25519 key').chain,
    });
    expect(codesOf(outcome)).toEqual(['leaf-mismatch']);
  });

  it('tells that the record fits an issuer', () => {
    const records = issuerCase.records.map((each) => ({ ...each, usage: 3 }));
    expect(codesOf(outcomeOf({ records, chain: issuerCase.chain }))).toEqual(['fits-issuer']);
  });

  it('matches a leaf that cannot be parsed by its bytes alone', () => {
    const chain = [Uint8Array.of(0x30, 0x00)];
    const data = toHex(cryptography.hash('sha256', Uint8Array.of(0x30, 0x00)));
    expect(outcomeOf({ records: [record(3, 0, 1, data)], chain })).toMatchObject({ kind: 'matched' });
    expect(codesOf(outcomeOf({ records: [record(3, 1, 1, data)], chain }))).toEqual([
      'leaf-unreadable',
      'leaf-mismatch',
    ]);
  });
});

describe('evaluateDane: DANE-TA(2)', () => {
  it('C33: the name must be a reference identifier', () => {
    expect(outcomeOf(vector('another name'))).toMatchObject({
      kind: 'failed',
      reasons: [{ code: 'name-mismatch', record: 0 }],
      nearest: { depth: 1, usage: 2 },
    });
  });

  it('C34: any of the reference identifiers will do', () => {
    const outcome = outcomeOf(vector('another name'), { names: ['mx.example.net', 'mail.example.org'] });
    expect(outcome).toMatchObject({ kind: 'matched', name: 'mail.example.org', depth: 1 });
  });

  it('without a reference identifier nothing matches', () => {
    expect(codesOf(outcomeOf(issuerCase, { names: [] }))).toEqual(['name-mismatch']);
  });

  it.each([
    ['one second before its end', '2009-12-31T23:59:59Z', 'matched'],
    ['at its last second', '2010-01-01T00:00:00Z', 'matched'],
    ['one second after', '2010-01-01T00:00:01Z', ['path']],
  ])('C35: the leaf %s', (_, time, expected) => {
    // The issuer is valid from 2020 only: its bare key is the anchor here, which has no dates.
    const { chain } = vector('an expired leaf');
    const [leaf] = vector('usage 2 fits an expired leaf').chain;
    const { records } = vector("the issuer's bare key, the leaf alone");
    expect(chain.length).toBe(1);
    expect(codesOf(outcomeOf({ records, chain: leaf ? [leaf] : [] }, { now: new Date(time) }))).toEqual(
      expected,
    );
  });

  it.each([
    ['a broken signature', 'bad-signature'],
    ['an issuer that is no CA, below the anchor', 'not-a-ca'],
    ['an anchor that is no CA', 'not-a-ca'],
    ['an expired issuer below the anchor', 'expired'],
    ['an expired anchor', 'expired'],
    ['one issuer more than the anchor allows', 'path-length'],
    ['a name that the anchor may not certify', 'name-constraints'],
    ['a leaf for clients only', 'extended-key-usage'],
  ])('C36: checks the chain up to the anchor: %s (%s)', (title, code) => {
    const each = title === 'a leaf for clients only' ? secondOf(title) : vector(title);
    const outcome = outcomeOf(each);
    expect(outcome).toMatchObject({ kind: 'failed', undecided: false });
    const problems =
      outcome.kind === 'failed' ? outcome.reasons.flatMap((reason) => reason.problems ?? []) : [];
    expect(problems.map((problem) => problem.code)).toEqual([code]);
  });

  it('C36: needs no root that anybody else trusts', () => {
    expect(outcomeOf(issuerCase)).toMatchObject({ kind: 'matched', usage: 2, depth: 1, name: baseName });
  });

  it.each([
    'the hash of a root that is not sent',
    "the hash of the root's key, not sent",
    'the hash of an issuer that is not sent',
  ])('C37: fails on %s', (title) => {
    expect(codesOf(outcomeOf(vector(title)))).toEqual(['anchor-not-sent']);
  });

  it('C38: the anchor may be an intermediate, with nothing above it sent', () => {
    expect(outcomeOf(vector('an intermediate as anchor, what is above it not sent'))).toMatchObject({
      kind: 'matched',
      depth: 1,
    });
  });

  it.each([
    ["the root's bare key, not sent", 1],
    ["the issuer's bare key, the leaf alone", 0],
  ])('C39: %s', (title, depth) => {
    expect(outcomeOf(vector(title))).toMatchObject({ kind: 'matched', depth, certificate: undefined });
  });

  it('C39: a bare key that signed nothing fails', () => {
    const { records } = vector("the issuer's bare key, the leaf alone");
    expect(codesOf(outcomeOf({ records, chain: vector('a self-signed leaf').chain }))).toEqual(['path']);
  });

  it('tells that the record fits the leaf, which is no issuer', () => {
    const records = leafCase.records.map((each) => ({ ...each, usage: 2 }));
    expect(codesOf(outcomeOf({ records, chain: leafCase.chain }))).toEqual(['fits-leaf']);
  });

  it('a signature that cannot be checked is no bad signature', () => {
    const blind = { ...cryptography, verify: () => 'unsupported' as const };
    expect(outcomeOf(issuerCase, { cryptography: blind })).toMatchObject({ kind: 'failed', undecided: true });
  });
});

describe('evaluateDane: as OpenSSL 3.0 counts depths', () => {
  const { chain } = issuerCase;
  const bareKey = vector("the root's bare key, not sent").records;
  const wholeRoot = vector('a whole root in the record, not sent').records;
  const leafKey = { ...vector('3 1 0 of the leaf').records[0], usage: 2 } as TlsaFields;

  it('a certificate goes before a bare key, though it is further from the leaf', () => {
    const sent = vector("the root's bare key, not sent").chain;
    const outcome = outcomeOf({ records: [...bareKey, ...wholeRoot], chain: sent });
    expect(outcome).toMatchObject({ kind: 'matched', depth: 2, record: { index: 1 } });
  });

  it('of several anchors that all fail the nearest is named', () => {
    const far = vector('2 1 1 of the root, sent');
    const [leaf] = secondOf('a leaf for clients only').chain;
    const whole = [...(leaf ? [leaf] : []), ...far.chain.slice(1)];
    const outcome = outcomeOf({ records: [...far.records, ...issuerCase.records], chain: whole });
    expect(outcome).toMatchObject({ kind: 'failed', nearest: { depth: 1, record: { index: 1 } } });
  });

  it('C39: the key of a leaf that another signed did not issue it, whoever else goes by its name', () => {
    const outcome = outcomeOf({ records: [leafKey], chain });
    expect(outcome).toMatchObject({ kind: 'failed', undecided: false });
    expect(codesOf(outcome)).toEqual(['fits-leaf']);
    expect(outcome).not.toHaveProperty('nearest');
  });

  it('C39: nor did the key of a leaf that claims to have signed itself, and has not', () => {
    const { chain: own, records } = vector('a bare key of a self-signed leaf: its own');
    const forged = own.map((der) => Uint8Array.from([...der.slice(0, -1), (der.at(-1) ?? 0) ^ 1]));
    expect(outcomeOf({ records, chain: own })).toMatchObject({ kind: 'matched', depth: 0 });
    expect(outcomeOf({ records, chain: forged })).toMatchObject({ kind: 'failed' });
  });

  it('C39: a bare key whose signatures can not be checked is in no path', () => {
    const blind = { ...cryptography, verify: () => 'unsupported' as const };
    const outcome = outcomeOf(vector("the root's bare key, not sent"), { cryptography: blind });
    expect(outcome).toMatchObject({ kind: 'failed', undecided: true });
    expect(outcome).not.toHaveProperty('nearest');
  });
});

describe('evaluateDane: what peers and zones send', () => {
  it('no certificate at all is a failure', () => {
    expect(codesOf(outcomeOf({ records: leafCase.records, chain: [] }))).toEqual(['no-certificate']);
  });

  it('tries an anchor once, however often it is published', () => {
    const [once] = vector("the issuer's bare key, the leaf alone").records;
    const records = once ? [once, once, once] : [];
    expect(codesOf(outcomeOf({ records, chain: vector('a self-signed leaf').chain }))).toEqual(['path']);
  });

  it('stops trying anchors at its budget', () => {
    // A point that is on no curve is a key all the same, as far as a record goes.
    const records = Array.from({ length: 30 }, (_, i) =>
      record(2, 1, 0, issuerKey.slice(0, -2) + (16 + i).toString(16)),
    );
    const outcome = outcomeOf({ records, chain: vector('a self-signed leaf').chain });
    const codes = outcome.kind === 'failed' ? outcome.reasons.map(({ code }) => code) : [];
    expect(codes.filter((code) => code === 'path').length).toBe(24);
    expect(codes.filter((code) => code === 'budget').length).toBe(6);
    expect(outcome).toMatchObject({ undecided: true });
    const stranger = outcomeOf({ records, chain: vector('a self-signed leaf').chain }, { names: ['a.test'] });
    expect(stranger).toMatchObject({ kind: 'failed', undecided: false });
  });

  it('decides nothing where the anchor that fits comes after its budget', () => {
    const junk = Array.from({ length: 24 }, (_, i) =>
      record(2, 1, 0, issuerKey.slice(0, -2) + (16 + i).toString(16)),
    );
    const { records, chain } = issuerCase;
    expect(outcomeOf({ records, chain }).kind).toBe('matched');
    const outcome = outcomeOf({ records: [...junk, ...records], chain });
    // Where a bare key leads to an anchor at each certificate sent, it is still one attempt.
    expect(outcome).toMatchObject({ kind: 'failed', undecided: true });
  });

  it('never throws, and never accepts a mutated leaf by its digest', () => {
    const whole = leafCase.chain[0] ?? new Uint8Array();
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const leaf = Uint8Array.from(whole, (byte, i) => (i === at ? byte ^ change : byte));
        const chain = [leaf, ...leafCase.chain.slice(1)];
        const records = [...vector('3 0 1 of the leaf').records, ...vector('2 0 0 of the issuer').records];
        expect(outcomeOf({ records, chain }).kind).toBe('failed');
      }),
      { numRuns: 150 },
    );
  });

  it('never throws for chains of random bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 80 });
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 6 }), (chain) => {
        const records = [record(2, 0, 1, none), record(2, 1, 0, issuerKey), record(3, 1, 1, none)];
        expect(outcomeOf({ records, chain }).kind).toBe('failed');
      }),
      { numRuns: 200 },
    );
  });
});

const issuerKey = vector("the issuer's bare key, the leaf alone").records[0]?.data ?? '';

/** Titles of leaves occur under usage 3 and under usage 2. */
function secondOf(title: string): DaneCase {
  const { chain } = vector(title);
  return { ...issuerCase, chain: [...chain.slice(0, 1), ...issuerCase.chain.slice(1)] };
}
