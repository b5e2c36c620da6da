import { describe, expect, test } from 'vitest';
import { look } from './look-up-tlsa.ts';
import type { WorldFailure } from './world.ts';

describe('C94: a filter that eats TLSA questions', () => {
  test.each<WorldFailure>(['timeout', 'servfail'])(
    'is suspected where TLSA ends in %s and A at the same name answers with AD',
    async (failure) => {
      const { lookup, asked } = await look({
        records: { 'mx.test A': ['192.0.2.1'] },
        failing: { '_25._tcp.mx.test TLSA': failure },
        allAuthentic: true,
      });
      expect(lookup).toMatchObject({
        kind: 'asked',
        filterSuspected: true,
        filterTested: '_25._tcp.mx.test',
      });
      expect(asked.at(-1)).toBe('_25._tcp.mx.test A');
    },
  );

  test('is not suspected where every type fails at that name', async () => {
    const { lookup } = await look({
      records: { 'mx.test A': ['192.0.2.1'] },
      failing: { '_25._tcp.mx.test': 'timeout' },
      allAuthentic: true,
    });
    expect(lookup).toMatchObject({ kind: 'asked', filterSuspected: false });
  });

  test('is not suspected where the other answer is unsigned', async () => {
    const { lookup } = await look({
      records: { 'mx.test A': ['192.0.2.1'] },
      failing: { '_25._tcp.mx.test TLSA': 'timeout' },
      authentic: ['mx.test A'],
    });
    expect(lookup).toMatchObject({ kind: 'asked', filterSuspected: false });
  });

  test('is not the question where the answer came and was bogus', async () => {
    const { lookup, asked } = await look({
      records: { 'mx.test A': ['192.0.2.1'] },
      failing: { '_25._tcp.mx.test TLSA': 'bogus' },
      allAuthentic: true,
    });
    expect(lookup).not.toHaveProperty('filterSuspected');
    expect(asked).not.toContain('_25._tcp.mx.test A');
  });
});
