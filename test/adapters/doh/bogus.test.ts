import { describe, expect, test } from 'vitest';
import { type AskedQuery, type Reply, writeResponse } from './responder.ts';
import { good, makeResolve, one, questionOf, servfail } from './two-resolvers.ts';

describe('C9: after a SERVFAIL the question is asked again with CD', () => {
  test('an answer then means bogus, and no other resolver is asked', async () => {
    const { resolve, asked } = makeResolve((query) =>
      query.checkingDisabled ? good(query) : servfail(query, [7, 'signature expired']),
    );
    expect(await resolve('mx.test', 'A')).toMatchObject({
      outcome: 'servfail',
      dnssec: 'bogus',
      records: [],
      ede: [{ code: 7, name: 'Signature Expired', text: 'signature expired' }],
      resolver: one,
      failedResolvers: [],
    });
    expect(asked.map((query) => query.checkingDisabled)).toEqual([false, true]);
  });

  test('a denial that only comes with CD is bogus too', async () => {
    const { resolve } = makeResolve((query) =>
      query.checkingDisabled
        ? writeResponse({ question: questionOf(query), rcode: 3 })
        : servfail(query, [12, '']),
    );
    expect(await resolve('_25._tcp.mx.test', 'TLSA')).toMatchObject({ outcome: 'servfail', dnssec: 'bogus' });
  });

  test('without a word on DNSSEC it is asked a third time: a passing fault is not bogus', async () => {
    let unchecked = false;
    const { resolve, asked } = makeResolve((query) => {
      if (!query.checkingDisabled && !unchecked) return servfail(query);
      unchecked = true;
      return good(query);
    });
    expect(await resolve('mx.test', 'A')).toMatchObject({ outcome: 'answer', dnssec: 'secure' });
    expect(asked.map((query) => query.checkingDisabled)).toEqual([false, true, false]);
  });

  test('and a lasting one is', async () => {
    const { resolve, asked } = makeResolve((query) =>
      query.checkingDisabled ? good(query) : servfail(query),
    );
    expect(await resolve('mx.test', 'A')).toMatchObject({ outcome: 'servfail', dnssec: 'bogus' });
    expect(asked).toHaveLength(3);
  });

  test.each<[string, (query: AskedQuery) => Reply]>([
    ['SERVFAIL', (query) => servfail(query)],
    ['silence', () => 'silence'],
  ])('%s to that one too is indeterminate', async (_, unchecked) => {
    const first = (query: AskedQuery) => (query.checkingDisabled ? unchecked(query) : servfail(query));
    const { resolve } = makeResolve(first, first);
    expect(await resolve('mx.test', 'A')).toMatchObject({
      outcome: 'servfail',
      dnssec: 'indeterminate',
      resolver: one,
    });
  });
});
