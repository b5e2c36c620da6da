/** The resolver self-test: what its two answers mean, and how it is read from a setting. */
import { describe, expect, test } from 'vitest';
import {
  discountState,
  parseDnssecTest,
  type ResolverTest,
  testResolver,
} from '../../../src/core/dns/resolver-test.ts';
import { dnsAnswer } from '../observation-builder.ts';
import { makeWorld, type WorldLiteral } from './world.ts';

const names = { signed: 'signed.test', broken: 'broken.test' };
const records = { 'signed.test A': ['192.0.2.1'], 'broken.test A': ['192.0.2.2'] };

const rows: readonly [string, WorldLiteral, ResolverTest['validates']][] = [
  [
    'AD on the one and SERVFAIL on the other',
    { failing: { 'broken.test': 'bogus' }, allAuthentic: true },
    'yes',
  ],
  ['SERVFAIL without data is one too', { failing: { 'broken.test': 'servfail' }, allAuthentic: true }, 'yes'],
  ['no AD on what is signed', { failing: { 'broken.test': 'bogus' } }, 'no'],
  ['an answer to what is broken', { authentic: ['signed.test'] }, 'no'],
  ['AD on both: the bit is worth nothing', { allAuthentic: true }, 'no'],
  ['an answer to what is broken, none to the other', { failing: { 'signed.test': 'timeout' } }, 'no'],
  ['silence on both', { failing: { 'signed.test': 'timeout', 'broken.test': 'timeout' } }, 'unknown'],
  ['silence on what is broken', { failing: { 'broken.test': 'timeout' }, allAuthentic: true }, 'unknown'],
  ['SERVFAIL on both', { failing: { 'signed.test': 'servfail', 'broken.test': 'servfail' } }, 'unknown'],
];

describe('C11: a resolver is believed where it proves that it validates', () => {
  test.each(rows)('%s', async (_title, literal, expected) => {
    const { resolve, asked } = makeWorld({ records, ...literal });
    expect(await testResolver(resolve, names)).toMatchObject({ validates: expected });
    expect(asked).toEqual(['signed.test A', 'broken.test A']);
  });
});

describe('C9, C11: what its answers are then worth', () => {
  const answer = (dnssec: 'secure' | 'insecure' | 'bogus' | 'indeterminate') =>
    dnsAnswer('a.test', 'A', [], { dnssec });

  test.each([
    ['secure', 'no'],
    ['insecure', 'no'],
    ['secure', 'unknown'],
    ['insecure', 'unknown'],
  ] as const)('%s becomes indeterminate where it validates: %s', (state, validates) => {
    expect(discountState(answer(state), { validates }).dnssec).toBe('indeterminate');
  });
  test.each(['bogus', 'indeterminate'] as const)('%s stays', (state) => {
    expect(discountState(answer(state), { validates: 'no' }).dnssec).toBe(state);
  });
  test.each(['secure', 'insecure'] as const)('%s is believed where it validates', (state) => {
    expect(discountState(answer(state), { validates: 'yes' }).dnssec).toBe(state);
  });
});

describe('the setting', () => {
  test.each([
    [undefined, { signed: 'iana.org', broken: 'dnssec-failed.org' }],
    ['off', undefined],
    [' Good.test , bad.test', { signed: 'good.test', broken: 'bad.test' }],
  ])('%s', (text, expected) => {
    expect(parseDnssecTest(text)).toEqual({ ok: true, value: expected });
  });
  test.each(['', 'one.test', 'a.test,', ',b.test', 'a.test,b.test,c.test', 'a test,b.test'])(
    'refuses %j',
    (text) => {
      expect(parseDnssecTest(text).ok).toBe(false);
    },
  );
});
