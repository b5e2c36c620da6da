import { describe, expect, test } from 'vitest';
import { type AskedQuery, cname, type Reply, serve, writeResponse } from './responder.ts';
import { good, makeResolve, one, questionOf, servfail, two } from './two-resolvers.ts';

describe('the next resolver is asked after', () => {
  const message = (change: object) => (query: AskedQuery) =>
    writeResponse({ question: questionOf(query), ...change });
  test.each<[string, (query: AskedQuery) => Reply, string]>([
    ['TC=1', message({ flags: 0x8380 }), 'truncated'],
    ['a wrong id', message({ id: 9 }), 'wrong-id: expected 0, received 9'],
    ['a wrong question', message({ question: { name: 'other.test', type: 1 } }), 'wrong-question'],
    ['trailing bytes', (query) => Uint8Array.from([...good(query), 0]), 'trailing-bytes: 1'],
    [
      'an alias loop',
      message({ answers: [cname('mx.test', 'b.test'), cname('b.test', 'mx.test')] }),
      'alias-loop',
    ],
    ['no body', (query) => ({ ...serve([good(query)]), body: null }), 'empty-body'],
    ['an empty body', () => serve([]), 'short-header'],
    [
      'HTML',
      (query) => serve([good(query)], { type: 'text/html; charset=utf-8' }),
      'wrong-content-type: "text/html"',
    ],
    ['no content type', (query) => serve([good(query)], { type: null }), 'wrong-content-type: null'],
    ['HTTP 500', (query) => serve([good(query)], { status: 500 }), 'HTTP 500'],
    ['HTTP 504', (query) => serve([good(query)], { status: 504 }), 'HTTP 504'],
    ['a redirect', () => serve([], { status: 302 }), 'HTTP 302'],
    [
      'a refused connection',
      () =>
        new TypeError('fetch failed', {
          cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
        }),
      'ECONNREFUSED: connect',
    ],
    ['silence', () => 'silence', 'timeout: no answer in 50 ms'],
    ['SERVFAIL', (query) => servfail(query), 'SERVFAIL'],
    ['REFUSED', message({ rcode: 5 }), 'REFUSED'],
    ['FORMERR', message({ rcode: 1 }), 'FORMERR'],
  ])('%s', async (_, first, error) => {
    const { resolve } = makeResolve(first, good);
    expect(await resolve('mx.test', 'A')).toMatchObject({
      outcome: 'answer',
      dnssec: 'secure',
      resolver: two,
      failedResolvers: [{ resolver: one, error }],
    });
  });

  test('a connection that breaks twice; once is not enough', async () => {
    const broken = new TypeError('fetch failed', { cause: new Error('other side closed') });
    for (const times of [1, 2]) {
      let left = times;
      const { resolve } = makeResolve((query) => (left-- > 0 ? broken : good(query)), good);
      expect(await resolve('mx.test', 'A')).toMatchObject({
        outcome: 'answer',
        resolver: times === 1 ? one : two,
        failedResolvers: times === 1 ? [] : [{ resolver: one, error: 'other side closed' }],
      });
    }
  });

  test('a body over 64 KiB, which is not read to its end', async () => {
    const chunk = new Uint8Array(16_384);
    const flood = serve(Array.from({ length: 1_000 }, () => chunk));
    const { resolve } = makeResolve(() => flood, good);
    expect(await resolve('mx.test', 'A')).toMatchObject({
      resolver: two,
      failedResolvers: [{ resolver: one, error: 'oversize: over 65535 bytes' }],
    });
    expect(flood.state).toEqual({ cancelled: true, read: 4 * 16_384 });
  });

  test('a body that never ends', async () => {
    const endless = serve([]);
    const cut = { cancelled: false };
    const body = {
      getReader: () => ({
        read: () => new Promise<never>(() => undefined),
        cancel: async () => {
          cut.cancelled = true;
        },
      }),
    };
    const { resolve } = makeResolve(() => ({ ...endless, body }), good);
    expect(await resolve('mx.test', 'A')).toMatchObject({ resolver: two });
    expect(cut.cancelled).toBe(true);
  });
});

test('a resolver that was silent once is asked last for the rest of the probe, one that sent garbage is not', async () => {
  const silent = makeResolve(() => 'silence', good);
  await silent.resolve('mx.test', 'A');
  expect(await silent.resolve('b.test', 'A')).toMatchObject({ resolver: two, failedResolvers: [] });
  expect(silent.asked.map((query) => query.url)).toEqual([one, two, two]);
  const garbled = makeResolve(() => new Uint8Array(3), good);
  await garbled.resolve('mx.test', 'A');
  await garbled.resolve('b.test', 'A');
  expect(garbled.asked.map((query) => query.url)).toEqual([one, two, one, two]);
});

describe('where no resolver gives an answer', () => {
  test.each<[string, Reply, string]>([
    ['silence', 'silence', 'timeout'],
    ['no connection', new TypeError('no route'), 'unreachable'],
    ['a gateway that gave up waiting', serve([], { status: 504 }), 'timeout'],
    ['a server that is down', serve([], { status: 503 }), 'unreachable'],
    ['garbage', new Uint8Array(3), 'malformed'],
  ])('%s stays apart from SERVFAIL', async (_, reply, outcome) => {
    const { resolve } = makeResolve(
      () => reply,
      () => reply,
    );
    expect(await resolve('mx.test', 'A')).toMatchObject({
      outcome,
      rcode: null,
      dnssec: 'indeterminate',
      resolver: two,
      failedResolvers: [{ resolver: one }, { resolver: two }],
    });
  });

  test('the first code that came is kept, with who else was asked', async () => {
    const { resolve } = makeResolve(
      () => 'silence',
      (query) => servfail(query, [22, 'at delegation test.']),
    );
    expect(await resolve('mx.test', 'A')).toMatchObject({
      outcome: 'servfail',
      rcode: 'SERVFAIL',
      dnssec: 'indeterminate',
      ede: [{ code: 22, name: 'No Reachable Authority', text: 'at delegation test.' }],
      resolver: two,
      failedResolvers: [{ resolver: one, error: 'timeout: no answer in 50 ms' }],
    });
  });

  test('REFUSED by both is refused', async () => {
    const refuse = (query: AskedQuery) => writeResponse({ question: questionOf(query), rcode: 5 });
    const { resolve } = makeResolve(refuse, refuse);
    expect(await resolve('mx.test', 'A')).toMatchObject({
      outcome: 'refused',
      resolver: one,
      failedResolvers: [{ resolver: two, error: 'REFUSED' }],
    });
  });
});
