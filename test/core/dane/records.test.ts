import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/core/base/text.ts';
import { judgeTlsaRecords, type TlsaFields } from '../../../src/core/dane/records.ts';
import { describeRecordSet, renewalOf } from '../../../src/core/dane/rollover.ts';
import { vector } from './vectors.ts';

const sha256 = 'ab'.repeat(32);
const sha512 = 'cd'.repeat(64);
const tlsa = (text: string): TlsaFields => {
  const [usage, selector, matchingType, data = ''] = text.split(' ');
  return { usage: Number(usage), selector: Number(selector), matchingType: Number(matchingType), data };
};
const standings = (...texts: string[]) =>
  judgeTlsaRecords(texts.map(tlsa)).map(({ standing }) =>
    standing.kind === 'unusable' ? standing.code : standing.kind,
  );
const certificate = toHex(vector('3 0 0 of the leaf').chain[0] ?? new Uint8Array());
const key = vector('3 1 0 of the leaf').records[0]?.data ?? '';

describe('judgeTlsaRecords', () => {
  it.each([
    ['C23', `0 0 1 ${sha256}`, 'pkix-usage'],
    ['C23', `1 1 1 ${sha256}`, 'pkix-usage'],
    ['C23', '1 9 9 00', 'pkix-usage'],
    ['C27', `4 1 1 ${sha256}`, 'unknown-usage'],
    ['C27', `255 1 1 ${sha256}`, 'unknown-usage'],
    ['C27', `3 2 1 ${sha256}`, 'unknown-selector'],
    ['C27', `3 1 3 ${sha256}`, 'unknown-matching-type'],
    ['C27', `3 1 1 ${sha256}00`, 'digest-length'],
    ['C27', `3 1 1 ${sha256.slice(2)}`, 'digest-length'],
    ['C27', '3 1 1 ', 'digest-length'],
    ['C27', `3 1 2 ${sha256}`, 'digest-length'],
    ['C27', '3 1 1 zz', 'not-hexadecimal'],
    ['C27', '3 1 1 abc', 'not-hexadecimal'],
    ['C28', '3 0 0 3000', 'not-a-certificate'],
    ['C28', `3 0 0 ${certificate}00`, 'not-a-certificate'],
    ['C28', `2 0 0 ${certificate.slice(0, -2)}`, 'not-a-certificate'],
    ['C28', `3 1 0 ${certificate}`, 'not-a-key'],
    ['C28', `3 0 0 ${key}`, 'not-a-certificate'],
    ['C28', `2 1 0 ${key}00`, 'not-a-key'],
    ['C28', '3 1 0 ', 'not-a-key'],
  ])('%s: takes %s for unusable: %s', (_, record, code) => {
    expect(standings(record)).toEqual([code]);
  });

  it.each([
    `3 1 1 ${sha256}`,
    `3 0 1 ${sha256.toUpperCase()}`,
    `3 1 2 ${sha512}`,
    `2 0 2 ${sha512}`,
    `3 0 0 ${certificate}`,
    `2 0 0 ${certificate}`,
    `3 1 0 ${key}`,
    `2 1 0 ${key}`,
  ])('takes %s for usable', (record) => {
    expect(standings(record)).toEqual(['usable']);
  });

  it('C29: the strongest digest of a usage and selector overrules weaker ones', () => {
    expect(standings(`3 1 1 ${sha256}`, `3 1 2 ${sha512}`)).toEqual(['overruled', 'usable']);
  });

  it('C29: digest agility is per usage and per selector', () => {
    const records = [`3 1 2 ${sha512}`, `3 0 1 ${sha256}`, `2 1 1 ${sha256}`];
    expect(standings(...records)).toEqual(['usable', 'usable', 'usable']);
  });

  it('C29: an unusable record overrules nothing', () => {
    expect(standings(`3 1 2 ${sha256}`, `3 1 1 ${sha256}`)).toEqual(['digest-length', 'usable']);
  });

  it('C29: whole certificates and keys always count', () => {
    expect(standings(`3 1 0 ${key}`, `3 1 2 ${sha512}`)).toEqual(['usable', 'usable']);
  });

  it('keeps order and points a duplicate at the first of its kind', () => {
    const judged = judgeTlsaRecords(
      [`3 1 1 ${sha256}`, `3 0 1 ${sha256}`, `3 1 1 ${sha256.toUpperCase()}`].map(tlsa),
    );
    expect(judged.map(({ index, duplicateOf }) => [index, duplicateOf])).toEqual([
      [0, undefined],
      [1, undefined],
      [2, 0],
    ]);
  });

  it('hostile zone data: any record gets a standing, none throws', () => {
    const record = fc.record({
      usage: fc.nat(255),
      selector: fc.nat(4),
      matchingType: fc.nat(4),
      data: fc.oneof(
        fc.string({ maxLength: 200 }),
        fc.uint8Array({ maxLength: 400 }).map(toHex),
        fc.nat(certificate.length / 2).map((n) => certificate.slice(0, 2 * n)),
      ),
    });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 8 }), (records) => {
        const judged = judgeTlsaRecords(records);
        expect(judged.map((entry) => entry.record)).toEqual(records);
      }),
      { numRuns: 300 },
    );
  });
});

describe('describeRecordSet', () => {
  const describeTexts = (...texts: string[]) => describeRecordSet(judgeTlsaRecords(texts.map(tlsa)));

  it('C44: a duplicate makes no roll-over', () => {
    expect(describeTexts(`3 1 1 ${sha256}`, `3 1 1 ${sha256}`)).toEqual({
      effective: [0],
      duplicates: [1],
      unusable: [],
      overruled: [],
    });
  });

  it('C44: an unusable record makes no roll-over', () => {
    const set = describeTexts(`3 1 1 ${sha256}`, `1 1 1 ${sha256}`);
    expect([set.effective, set.unusable]).toEqual([[0], [1]]);
  });

  it('two usable records that differ are one', () => {
    expect(describeTexts(`3 1 1 ${sha256}`, `3 1 1 ${'00'.repeat(32)}`).effective).toEqual([0, 1]);
  });
});

describe('renewalOf', () => {
  it.each([
    ['3 1 1', 'with-same-key'],
    ['3 1 2', 'with-same-key'],
    ['3 0 1', 'breaks'],
    ['3 0 0', 'breaks'],
    ['2 0 1', 'with-same-issuer'],
    ['2 1 1', 'with-same-issuer'],
    ['1 1 1', 'unusable'],
  ])('C43: a renewal and %s: %s', (parameters, renewal) => {
    expect(renewalOf(tlsa(`${parameters} ${sha256}`))).toBe(renewal);
  });
});
