import { describe, expect, it } from 'vitest';
import { cryptography } from '../../../src/adapters/cryptography.ts';
import { isSmtpCase, parseDaneCases, runDaneCase } from './danetest-format.ts';
import { anchorCases, ownCases, vectorTime } from './vectors.ts';

describe('our vectors in the format of danetest.in', () => {
  it('are at least 40 cases of usages 2 and 3', () => {
    expect(ownCases.filter(isSmtpCase).length).toBeGreaterThanOrEqual(40);
    expect(ownCases.every(isSmtpCase)).toBe(true);
  });

  it.each([...ownCases, ...anchorCases].map((each) => [each.comment, each] as const))('%s', (_, each) => {
    const { accepted, depth } = runDaneCase(each, { now: vectorTime, cryptography });
    expect({ accepted, depth }).toEqual({ accepted: each.verifyResult === 0, depth: each.depth });
  });
});

describe('parseDaneCases', () => {
  const [first] = ownCases;

  it('reads counts, flags and results of a block', () => {
    expect(first).toMatchObject({ number: 1, noNameChecks: true, verifyResult: 0, depth: 0 });
    expect(
      first?.records.map(({ usage, selector, matchingType }) => [usage, selector, matchingType]),
    ).toEqual([[3, 0, 0]]);
    expect(first?.chain.length).toBe(3);
  });

  it.each([
    ['1 1 1 0', /not the head of a case/],
    ['0 1 1 0 0\n-----BEGIN CERTIFICATE-----\nMII', /1 certificates expected, 0 found/],
  ])('names the line that breaks the format: %j', (text, message) => {
    expect(() => parseDaneCases(text)).toThrow(message);
  });

  it.each(['3 1 x 00', '3 1 1 0', ''])('marks the one case whose TLSA line is none: %j', (tlsa) => {
    const cases = parseDaneCases(`2 0 1 0 0\n3 1 1 aa\n${tlsa}\n\n1 0 0 65 -1\n3 1 1 aa\n`);
    expect(cases.map(({ unreadable }) => unreadable)).toEqual([
      expect.stringMatching(/^line 3: not a TLSA record/),
      undefined,
    ]);
    expect(cases[0]?.records).toHaveLength(1);
  });

  it('marks the one case whose certificate is none', () => {
    const certificate = '-----BEGIN CERTIFICATE-----\nM*I\n-----END CERTIFICATE-----';
    const cases = parseDaneCases(`1 1 1 0 0\n3 1 1 aa\n${certificate}\n1 0 0 65 -1\n3 1 1 aa\n`);
    expect(cases.map(({ unreadable }) => unreadable)).toEqual([
      expect.stringMatching(/^line 3: not a certificate/),
      undefined,
    ]);
  });

  it('ignores what stands between records and certificates', () => {
    const text = '# a title\n\n1 0 0 65 -1\n3 1 1 aa BB\n';
    expect(parseDaneCases(text)).toMatchObject([
      { line: 3, comment: '', noNameChecks: false, records: [{ data: 'aaBB' }], depth: -1 },
    ]);
  });
});
