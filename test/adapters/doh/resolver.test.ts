import { describe, expect, test } from 'vitest';
import { createAddressLookup } from '../../../src/adapters/doh/http-resolver.ts';
import { createResolve } from '../../../src/adapters/doh/resolver.ts';
import { parseResolverUrl } from '../../../src/adapters/doh/resolver-url.ts';
import { makeWorld } from '../../core/dns/world.ts';
import {
  type AskedQuery,
  a,
  cname,
  codes,
  extendedError,
  makeFetch,
  mx,
  type Reply,
  serve,
  writeResponse,
} from './responder.ts';

const one = 'https://one.test/dns-query';
const two = 'https://two.test/dns-query';

/** Answer by resolver; the question is put into each message. */
function makeResolve(
  first: (query: AskedQuery) => Reply,
  second: (query: AskedQuery) => Reply = () => new TypeError('not there'),
) {
  const { fetch, asked } = makeFetch((query) => (query.url === one ? first(query) : second(query)));
  return { resolve: createResolve({ resolvers: [one, two], fetch, timeoutMs: 50 }), asked };
}

const questionOf = (query: AskedQuery) => ({ name: query.name, type: query.type });
const good = (query: AskedQuery) =>
  writeResponse({ question: questionOf(query), answers: [a(query.name, '192.0.2.1')], ad: true });
const servfail = (query: AskedQuery, ede: [number, string] | undefined = undefined) =>
  writeResponse({
    question: questionOf(query),
    rcode: 2,
    additionals: ede === undefined ? [] : [extendedError(...ede)],
  });

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

  test('asks the same question once within a probe', async () => {
    const { resolve, asked } = makeResolve(good);
    await Promise.all([resolve('mx.test', 'A'), resolve('mx.test.', 'A')]);
    await resolve('MX.TEST', 'A');
    expect(asked).toHaveLength(1);
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

describe('parseResolverUrl', () => {
  test.each([
    'https://dns.example/dns-query',
    'https://192.0.2.1/dns-query',
    'http://127.0.0.1:8053/dns-query',
    'http://127.53.0.54:8053/dns-query',
    'http://[::1]:8053/dns-query',
    'http://localhost:8053/dns-query',
  ])('accepts %s', (url) => {
    expect(parseResolverUrl(url)).toEqual({ ok: true, value: url });
  });

  test.each([
    'http://dns.example/dns-query',
    'http://192.0.2.1/',
    'http://127.0.0.1.example/',
    'http://localhost.example/',
    'http://[2001:db8::1]/',
    'ftp://127.0.0.1/',
    'https://user:secret@dns.example/',
    'dns.example',
    '',
  ])('refuses %j', (url) => {
    expect(parseResolverUrl(url).ok).toBe(false);
  });
});

describe('createAddressLookup', () => {
  test('gives addresses only, aliases followed, IPv4 first', async () => {
    const { resolve } = makeWorld({
      records: {
        'mta-sts.test CNAME': ['policy.test'],
        'policy.test A': ['192.0.2.1', '192.0.2.2'],
        'policy.test AAAA': ['2001:db8::1'],
      },
    });
    const lookup = createAddressLookup(resolve);
    expect(await lookup('MTA-STS.test.')).toEqual(['192.0.2.1', '192.0.2.2', '2001:db8::1']);
  });

  test('gives the family there is, and nothing where there is none or the DNS fails', async () => {
    const world = makeWorld({
      records: { 'six.test AAAA': ['2001:db8::1'], 'half.test A': ['192.0.2.1'] },
      failing: { 'half.test AAAA': 'timeout', 'bad.test': 'servfail' },
    });
    const lookup = createAddressLookup(world.resolve);
    expect(await lookup('six.test')).toEqual(['2001:db8::1']);
    expect(await lookup('half.test')).toEqual(['192.0.2.1']);
    expect(await lookup('bad.test')).toEqual([]);
    expect(await lookup('gone.test')).toEqual([]);
    expect(await lookup('gone.test')).toEqual([]);
  });

  test.each(['a.test&type=TXT&cd=1#', 'a.test?x', 'a b', '192.0.2.1/24', ''])(
    'asks nothing for %j',
    async (host) => {
      const world = makeWorld({ records: { 'a.test A': ['192.0.2.1'] } });
      expect(await createAddressLookup(world.resolve)(host)).toEqual([]);
      expect(world.asked).toEqual([]);
    },
  );
});
