/** Fetching a missing issuer: what is asked, what is refused unasked, and the name of each way to fail. */
import { describe, expect, it } from 'vitest';
import { createIssuerFetch } from '../../../src/adapters/issuer-fetch/dial.ts';
import { concat } from '../../../src/core/base/bytes.ts';
import { asciiBytes, printable, toBase64 } from '../../../src/core/base/text.ts';
import { guardAddress } from '../../../src/probe/guard.ts';
import type { ByteStream, DialResult, ReadResult } from '../../../src/probe/ports.ts';
import { txtAnswer } from '../../core/mta-sts/txt-answer.ts';
import { intermediateDer } from '../../core/rules/issue.ts';

const url = 'http://ca.example.net/intermediate.cer?v=1';
const options = { timeoutMs: 1000, resolve: async () => txtAnswer('unused.example') };

const responding = (status: string, body: Uint8Array, headers = '') =>
  concat(asciiBytes(`HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n${headers}\r\n`), body);

interface World {
  readonly reads?: readonly ReadResult[];
  readonly result?: DialResult;
  readonly addresses?: readonly string[];
  readonly allowSpecial?: boolean;
}

function fetchIn({ reads = [], result, addresses = ['203.0.114.5'], allowSpecial = false }: World) {
  const seen = { written: '', closed: 0, dialled: [] as string[], looked: [] as string[] };
  let next = 0;
  const stream: ByteStream = {
    read: async () => reads[next++] ?? { kind: 'closed' },
    write: (bytes) => {
      seen.written += printable(bytes);
    },
    close: () => {
      seen.closed++;
    },
  };
  const fetch = createIssuerFetch({
    dial: async ({ address, port }) => {
      seen.dialled.push(`${address} ${port}`);
      return result ?? { kind: 'connected', stream };
    },
    lookUpAddresses: () => async (host) => {
      seen.looked.push(host);
      return addresses;
    },
    guard: (address) => guardAddress(address, { allowSpecial }),
    monotonic: () => 0,
  });
  return { fetch, seen };
}

const data = (bytes: Uint8Array): ReadResult => ({ kind: 'data', bytes });

it('asks for the one document, on port 80, and keeps the certificate', async () => {
  const { fetch, seen } = fetchIn({ reads: [data(responding('200 OK', intermediateDer))] });
  expect(await fetch(url, options)).toEqual({
    url,
    address: '203.0.114.5',
    status: 200,
    outcome: 'certificates',
    detail: `${intermediateDer.length} bytes`,
    certificates: [toBase64(intermediateDer)],
  });
  expect(seen.looked).toEqual(['ca.example.net']);
  expect(seen.dialled).toEqual(['203.0.114.5 80']);
  expect(seen.written).toContain(
    'GET /intermediate.cer?v=1 HTTP/1.1\\x0d\\x0aHost: ca.example.net\\x0d\\x0a',
  );
  expect(seen.closed).toBe(1);
});

describe('asks nobody', () => {
  it.each([
    ['https://ca.example.net/a.cer'],
    ['ldap:///CN=CA'],
    ['http://ca.example.net:8080/a.cer'],
    ['http://user:secret@ca.example.net/a.cer'],
    ['http://192.0.2.1/a.cer'],
    ['http://[::1]/a.cer'],
    ['http://localhost'.padEnd(2000, 'x')],
    ['no url at all'],
  ])('%s', async (refused) => {
    const { fetch, seen } = fetchIn({});
    expect(await fetch(refused, options)).toMatchObject({ outcome: 'refused-url', certificates: [] });
    expect(seen.looked).toEqual([]);
    expect(seen.dialled).toEqual([]);
  });

  it('at an address that the guard refuses', async () => {
    const { fetch, seen } = fetchIn({ addresses: ['127.0.0.1', '10.0.0.1'] });
    expect(await fetch(url, options)).toMatchObject({ outcome: 'special-address', address: '10.0.0.1' });
    expect(seen.dialled).toEqual([]);
  });
});

describe('names what went wrong', () => {
  const rows: readonly [string, World, object][] = [
    ['no address', { addresses: [] }, { outcome: 'dns-failure' }],
    ['refused', { result: { kind: 'refused', detail: 'no' } }, { outcome: 'connect-failure' }],
    ['silent', { result: { kind: 'timeout', detail: 'slow' } }, { outcome: 'timeout' }],
    ['silent later', { reads: [{ kind: 'timeout' }] }, { outcome: 'timeout' }],
    ['reset', { reads: [{ kind: 'reset', detail: 'gone' }] }, { outcome: 'http-failure', detail: 'gone' }],
    ['closed', { reads: [{ kind: 'closed' }] }, { outcome: 'http-failure' }],
    ['no HTTP', { reads: [data(asciiBytes('220 hello\r\n'))] }, { outcome: 'http-failure' }],
    [
      'a redirect, which is not followed',
      { reads: [data(responding('301 Moved', new Uint8Array(), 'Location: http://other.example/\r\n'))] },
      { outcome: 'http-failure', status: 301, detail: 'HTTP 301' },
    ],
    [
      'a page',
      { reads: [data(responding('200 OK', asciiBytes('<html>')))] },
      { outcome: 'not-a-certificate', status: 200 },
    ],
    [
      'too much',
      { reads: [data(responding('200 OK', new Uint8Array(64 * 1024 + 1)))] },
      { outcome: 'http-failure', status: 200 },
    ],
  ];
  it.each(rows)('%s', async (_title, world, expected) => {
    const { fetch } = fetchIn(world);
    expect(await fetch(url, options)).toMatchObject({ url, certificates: [], ...expected });
  });
});
