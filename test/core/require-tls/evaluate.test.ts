/** REQUIRETLS: four demands, each met, missing or not known. */
import { describe, expect, test } from 'vitest';
import {
  combineRequireTls,
  evaluateRequireTls,
  type RequireTlsInput,
} from '../../../src/core/require-tls/evaluate.ts';

const ready: RequireTlsInput = {
  lookup: 'dnssec',
  tls: 'established',
  certificate: 'dane',
  keyword: { before: false, after: true },
};

describe('C73: delivery needs a secured look-up, verified TLS and the keyword', () => {
  const rows: readonly [string, Partial<RequireTlsInput>, 'yes' | 'no' | 'unknown', string[]][] = [
    ['DNSSEC, DANE and the keyword', {}, 'yes', []],
    ['a public certificate does as well', { certificate: 'pkix' }, 'yes', []],
    ['an MTA-STS policy that lists the host does for the look-up', { lookup: 'mta-sts' }, 'yes', []],
    ['so does a host that the caller named', { lookup: 'named' }, 'yes', []],
    ['an unsigned MX without a policy', { lookup: 'none' }, 'no', ['mx-lookup']],
    ['no STARTTLS', { tls: 'not-offered', certificate: 'unknown' }, 'no', ['tls']],
    ['a handshake that fails', { tls: 'failed', certificate: 'unknown' }, 'no', ['tls']],
    ['a certificate that nobody vouches for', { certificate: 'neither' }, 'no', ['certificate']],
    ['no keyword', { keyword: { before: false, after: false } }, 'no', ['keyword']],
    [
      'nothing at all',
      { lookup: 'none', certificate: 'neither', keyword: { before: false, after: false } },
      'no',
      ['mx-lookup', 'certificate', 'keyword'],
    ],
    ['a state that is not known', { lookup: 'unknown' }, 'unknown', []],
    [
      'what is missing outweighs what is not known',
      { lookup: 'unknown', certificate: 'neither' },
      'no',
      ['certificate'],
    ],
    ['an address that was not measured', { tls: 'unknown', certificate: 'unknown' }, 'unknown', []],
    ['no EHLO after TLS', { keyword: { before: undefined, after: undefined } }, 'unknown', []],
  ];
  test.each(rows)('%s', (_title, change, expected, missing) => {
    const result = evaluateRequireTls({ ...ready, ...change });
    expect(result.ready).toBe(expected);
    expect(result.missing.map(({ demand }) => demand)).toEqual(missing);
  });
});

describe('C72: the keyword counts only in the EHLO after TLS', () => {
  test('before TLS alone it is missing, and said to be there', () => {
    const { ready: state, missing } = evaluateRequireTls({
      ...ready,
      keyword: { before: true, after: false },
    });
    expect(state).toBe('no');
    expect(missing[0]?.detail).toContain('before TLS, where it does not count');
  });
  test('after TLS alone it is enough', () => {
    expect(evaluateRequireTls({ ...ready, keyword: { before: false, after: true } }).ready).toBe('yes');
  });
});

describe('a host with several addresses', () => {
  const yes = evaluateRequireTls(ready);
  const no = evaluateRequireTls({ ...ready, keyword: { before: false, after: false } });
  const unknown = evaluateRequireTls({ ...ready, keyword: { before: false, after: undefined } });

  test.each([
    ['all ready', [yes, yes], 'yes'],
    ['one is not: a sender may take it', [yes, no], 'no'],
    ['one is not known', [yes, unknown], 'unknown'],
    ['one is not, one is not known', [unknown, no], 'no'],
    ['none measured', [], 'unknown'],
  ] as const)('%s', (_title, results, expected) => {
    expect(combineRequireTls(results).ready).toBe(expected);
  });
  test('does not call unknown at one address what is missing at another', () => {
    expect(combineRequireTls([unknown, no])).toMatchObject({ missing: [{ demand: 'keyword' }], unknown: [] });
  });
  test('names a gap once', () => {
    expect(combineRequireTls([no, no]).missing).toHaveLength(1);
  });
});
