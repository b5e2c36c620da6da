import { describe, expect, test } from 'vitest';
import { createResolve } from '../../../src/adapters/doh/resolver.ts';
import { a, cname, codes, extendedError, makeFetch, mx, writeResponse } from './responder.ts';
import { good, makeResolve, one, questionOf } from './two-resolvers.ts';

describe('createResolve', () => {
  test('C11: keeps the answer with its evidence and names the resolver it believed', async () => {
    const { resolve, asked } = makeResolve((query) =>
      writeResponse({
        question: questionOf(query),
        ad: true,
        answers: [
          cname('mx.test', 'b.test', 60),
          a('b.test', '192.0.2.1', 300),
          a('stray.test', '192.0.2.66', 1),
        ],
        additionals: [extendedError(29, 'made up')],
      }),
    );
    expect(await resolve('MX.test.', 'A')).toEqual({
      name: 'mx.test',
      type: 'A',
      outcome: 'answer',
      records: [{ type: 'A', address: '192.0.2.1' }],
      cnames: [{ from: 'mx.test', to: 'b.test' }],
      rcode: 'NOERROR',
      ad: true,
      dnssec: 'secure',
      ede: [{ code: 29, name: 'Synthesized', text: 'made up' }],
      ttlSeconds: 60,
      resolver: one,
      failedResolvers: [],
    });
    expect(asked).toHaveLength(1);
  });

  test.each([
    [0, true, 'no-data', 'NOERROR', 'secure'],
    [0, false, 'no-data', 'NOERROR', 'insecure'],
    [3, true, 'name-error', 'NXDOMAIN', 'secure'],
    [3, false, 'name-error', 'NXDOMAIN', 'insecure'],
  ])('C10: tells NODATA from NXDOMAIN (code %i, AD %s)', async (rcode, ad, outcome, name, dnssec) => {
    const { resolve } = makeResolve((query) => writeResponse({ question: questionOf(query), rcode, ad }));
    expect(await resolve('mx.test', 'TLSA')).toMatchObject({ outcome, rcode: name, dnssec, records: [] });
  });

  test('counts malformed records of an answer, which stays an answer', async () => {
    const { resolve } = makeResolve((query) =>
      writeResponse({
        question: questionOf(query),
        answers: [{ owner: 'mx.test', type: codes.MX, data: new Uint8Array(1) }, mx('mx.test', 10, 'a.test')],
      }),
    );
    expect(await resolve('mx.test', 'MX')).toMatchObject({
      outcome: 'answer',
      malformedRecords: 1,
      records: [{ type: 'MX', preference: 10, exchange: 'a.test' }],
    });
  });

  test.each(['a b.test', 'a.test&type=TXT', `${'x'.repeat(64)}.test`, `${'x.'.repeat(130)}test`, ''])(
    'asks nobody for %j, which no zone can hold',
    async (name) => {
      const { resolve, asked } = makeResolve(good);
      expect(await resolve(name, 'A')).toMatchObject({
        outcome: 'name-error',
        rcode: null,
        dnssec: 'indeterminate',
      });
      expect(asked).toHaveLength(0);
    },
  );

  test.each([[[]], [['http://192.0.2.1/dns-query']]])(
    'throws for resolvers %j: our own configuration',
    (resolvers) => {
      expect(() => createResolve({ resolvers, fetch: makeFetch(good).fetch, timeoutMs: 50 })).toThrow(
        TypeError,
      );
    },
  );
});
