/**
 * The town's resolver, read by dns-packet, which shares no code with it.
 */
import { Buffer } from 'node:buffer';
import { request } from 'node:http';
import { type DecodedPacket, decode } from 'dns-packet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DohServer, startDohServer } from '../../src/demo/doh-server.ts';
import type { Zone } from '../../src/demo/zone.ts';
import { dnsQuery } from './clients.ts';

const zone: Zone = {
  apexes: ['badmx.test'],
  names: {
    'a.badmx.test': {
      secure: true,
      records: [
        { type: 'MX', preference: 10, exchange: 'mx.a.badmx.test' },
        { type: 'MX', preference: 20, exchange: 'alias.a.badmx.test' },
        { type: 'TXT', strings: ['v=STSv1; ', 'id=1;'] },
      ],
    },
    'mx.a.badmx.test': {
      records: [
        { type: 'A', address: '127.25.1.1' },
        { type: 'AAAA', address: '2001:db8::25' },
      ],
    },
    'alias.a.badmx.test': { secure: true, records: [{ type: 'CNAME', target: 'mx.a.badmx.test' }] },
    'null.badmx.test': { records: [{ type: 'MX', preference: 0, exchange: '' }] },
    '_25._tcp.mx.a.badmx.test': {
      secure: true,
      records: [{ type: 'TLSA', usage: 3, selector: 1, matchingType: 1, data: 'ab'.repeat(32) }],
    },
    'broken.badmx.test': {
      secure: true,
      records: [{ type: 'A', address: '127.25.9.9' }],
      faults: { MX: 'servfail', A: 'bogus', TXT: 'refused', TLSA: 'silence' },
    },
    'loop.badmx.test': { records: [{ type: 'CNAME', target: 'loop.badmx.test' }] },
  },
};
const types = { A: 1, CNAME: 5, MX: 15, TXT: 16, AAAA: 28, TLSA: 52 } as const;
const withCd = 0x0130;

let server: DohServer;
beforeAll(async () => {
  server = await startDohServer({ zone });
});
afterAll(() => server.listener.stop());

const post = (body: Uint8Array<ArrayBuffer>, init: RequestInit = {}): Promise<Response> =>
  fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/dns-message' },
    body,
    ...init,
  });

/** GET of a path that fetch would refuse to send. */
function getPath(path: string): Promise<{ status: number }> {
  const { hostname: host, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const asked = request({ host, port, path, agent: false }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0 });
    });
    asked.on('error', reject).end();
  });
}

async function ask(name: string, type: keyof typeof types, flags?: number): Promise<DecodedPacket> {
  const response = await post(dnsQuery(name, types[type], flags));
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/dns-message');
  return decode(Buffer.from(await response.arrayBuffer()));
}

const rcodeOf = (packet: DecodedPacket): string => (packet as unknown as { rcode: string }).rcode;
const dataOf = (packet: DecodedPacket): unknown[] =>
  (packet.answers ?? []).map((answer) => [answer.type, answer.name, 'data' in answer ? answer.data : null]);

describe('answers', () => {
  test('MX, with AD where the name is secure', async () => {
    const packet = await ask('a.badmx.test', 'MX');
    expect(dataOf(packet)).toEqual([
      ['MX', 'a.badmx.test', { preference: 10, exchange: 'mx.a.badmx.test' }],
      ['MX', 'a.badmx.test', { preference: 20, exchange: 'alias.a.badmx.test' }],
    ]);
    expect(packet.flag_ad).toBe(true);
    expect(packet.flag_ra).toBe(true);
  });

  test('AD neither where the name is not secure nor where nobody asked for it', async () => {
    expect((await ask('mx.a.badmx.test', 'A')).flag_ad).toBe(false);
    const silent = Buffer.from(dnsQuery('a.badmx.test', types.MX, 0x0100));
    // DO cleared: the last eleven bytes are the OPT record.
    silent[silent.length - 4] = 0;
    const response = await post(new Uint8Array(silent));
    expect(decode(Buffer.from(await response.arrayBuffer())).flag_ad).toBe(false);
  });

  test('addresses of both families', async () => {
    expect(dataOf(await ask('mx.a.badmx.test', 'A'))).toEqual([['A', 'mx.a.badmx.test', '127.25.1.1']]);
    expect(dataOf(await ask('mx.a.badmx.test', 'AAAA'))).toEqual([
      ['AAAA', 'mx.a.badmx.test', '2001:db8::25'],
    ]);
  });

  test('a null MX has the root as its exchange', async () => {
    expect(dataOf(await ask('null.badmx.test', 'MX'))).toEqual([
      ['MX', 'null.badmx.test', { preference: 0, exchange: '.' }],
    ]);
  });

  test('TXT in its strings, TLSA in its fields', async () => {
    expect(dataOf(await ask('a.badmx.test', 'TXT'))).toEqual([
      ['TXT', 'a.badmx.test', [Buffer.from('v=STSv1; '), Buffer.from('id=1;')]],
    ]);
    const [answer] = (await ask('_25._tcp.mx.a.badmx.test', 'TLSA')).answers ?? [];
    expect(answer).toMatchObject({
      type: 'TLSA',
      data: { usage: 3, selector: 1, matchingType: 1, certificate: Buffer.from('ab'.repeat(32), 'hex') },
    });
  });

  test('a CNAME is followed, and is secure only if both ends are', async () => {
    const packet = await ask('alias.a.badmx.test', 'A');
    expect(dataOf(packet)).toEqual([
      ['CNAME', 'alias.a.badmx.test', 'mx.a.badmx.test'],
      ['A', 'mx.a.badmx.test', '127.25.1.1'],
    ]);
    expect(packet.flag_ad).toBe(false);
    expect(rcodeOf(await ask('loop.badmx.test', 'A'))).toBe('SERVFAIL');
  });

  test('names are taken in any case', async () => {
    expect((await ask('MX.a.BADMX.test', 'A')).answers).toHaveLength(1);
  });
});

describe('no data', () => {
  test.each([
    ['a name without records of the type', 'mx.a.badmx.test', 'NOERROR'],
    ['an empty non-terminal', '_tcp.mx.a.badmx.test', 'NOERROR'],
    ['the apex', 'badmx.test', 'NOERROR'],
    ['a name that is not there', 'nobody.badmx.test', 'NXDOMAIN'],
    ['an address in place of a name', '127.25.1.1', 'NXDOMAIN'],
    ['a name of another domain', 'example.com', 'REFUSED'],
    ['a name that only ends alike', 'notbadmx.test', 'REFUSED'],
  ])('%s', async (_, name, rcode) => {
    const packet = await ask(name, 'TXT');
    expect(rcodeOf(packet)).toBe(rcode);
    expect(packet.answers).toEqual([]);
    expect(packet.authorities?.map(({ type }) => type)).toEqual(rcode === 'REFUSED' ? [] : ['SOA']);
  });
});

test('that a name is not there is secure below a secure name only', async () => {
  for (const [name, ad] of [
    ['nobody.a.badmx.test', true],
    ['_tcp.nobody.null.badmx.test', false],
    ['nobody.badmx.test', false],
  ] as const) {
    const packet = await ask(name, 'TLSA');
    expect([rcodeOf(packet), packet.flag_ad], name).toEqual(['NXDOMAIN', ad]);
  }
});

describe('faults', () => {
  test('SERVFAIL with its reason, CD or not', async () => {
    for (const flags of [undefined, withCd]) {
      const packet = await ask('broken.badmx.test', 'MX', flags);
      expect(rcodeOf(packet)).toBe('SERVFAIL');
      expect(packet.additionals).toMatchObject([
        { type: 'OPT', options: [{ code: 15, data: Buffer.from([0, 22]) }] },
      ]);
    }
  });

  test('bogus data: SERVFAIL with EDE 6, the data once CD is set, never AD', async () => {
    const refused = await ask('broken.badmx.test', 'A');
    expect(rcodeOf(refused)).toBe('SERVFAIL');
    expect(refused.additionals).toMatchObject([{ options: [{ code: 15, data: Buffer.from([0, 6]) }] }]);
    const shown = await ask('broken.badmx.test', 'A', withCd);
    expect(dataOf(shown)).toEqual([['A', 'broken.badmx.test', '127.25.9.9']]);
    expect(shown.flag_ad).toBe(false);
  });

  test('REFUSED', async () => {
    expect(rcodeOf(await ask('broken.badmx.test', 'TXT'))).toBe('REFUSED');
  });

  test('silence lasts as long as the client waits', async () => {
    const asked = post(dnsQuery('broken.badmx.test', types.TLSA), { signal: AbortSignal.timeout(300) });
    await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

test('a question is sent back byte for byte, whatever is in it', async () => {
  const asked = Buffer.from(dnsQuery(`${'x'.repeat(63)}.Odd.badmx.test`, types.A));
  asked.fill(0xff, 13, 13 + 63);
  const response = await post(new Uint8Array(asked));
  const answered = Buffer.from(await response.arrayBuffer());
  const questionLength = asked.length - 12 - 11;
  expect(answered.subarray(12, 12 + questionLength)).toEqual(asked.subarray(12, 12 + questionLength));
  expect(rcodeOf(decode(answered))).toBe('NXDOMAIN');
});

describe('HTTP', () => {
  test('GET with base64url is the same as POST', async () => {
    const encoded = Buffer.from(dnsQuery('a.badmx.test', types.MX)).toString('base64url');
    const response = await fetch(`${server.url}?dns=${encoded}`);
    expect(decode(Buffer.from(await response.arrayBuffer())).answers).toHaveLength(2);
  });

  test.each([
    ['another path', 404, () => fetch(server.url.replace('/dns-query', '/'))],
    ['a path that is no URL', 404, () => getPath('//')],
    ['GET without a message', 400, () => fetch(server.url)],
    ['another method', 405, () => fetch(server.url, { method: 'PUT', body: 'x' })],
    [
      'another media type',
      415,
      () => post(dnsQuery('a.badmx.test', 1), { headers: { 'content-type': 'text/plain' } }),
    ],
    ['an empty message', 400, () => post(new Uint8Array())],
    ['a message cut short', 400, () => post(dnsQuery('a.badmx.test', 1).slice(0, 20))],
    ['a response in place of a query', 400, () => post(dnsQuery('a.badmx.test', 1, 0x8100))],
    ['an over-long message', 413, () => post(new Uint8Array(5000))],
  ])('%s is %i', async (_, status, send) => {
    expect((await send()).status).toBe(status);
  });
});
