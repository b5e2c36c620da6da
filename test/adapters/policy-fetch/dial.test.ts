import { describe, expect, it } from 'vitest';
import { cryptography } from '../../../src/adapters/cryptography.ts';
import { createDialPolicyFetch, type DialPolicyFetchPorts } from '../../../src/adapters/policy-fetch/dial.ts';
import { asciiBytes, printable } from '../../../src/core/base/text.ts';
import { guardAddress } from '../../../src/probe/guard.ts';
import type { ByteStream, DialResult, ReadResult } from '../../../src/probe/ports.ts';
import { secureStream } from '../../../src/probe/tls-stream.ts';
import { txtAnswer } from '../../core/mta-sts/txt-answer.ts';

const options = { timeoutMs: 1000, resolve: async () => txtAnswer('unused.example') };

/** A stream that gives these pieces, then `last`. */
function scripted(pieces: readonly (string | ReadResult)[], last: ReadResult = { kind: 'closed' }) {
  const reads = pieces.map(
    (each): ReadResult => (typeof each === 'string' ? { kind: 'data', bytes: asciiBytes(each) } : each),
  );
  const log = { written: '', closes: 0, reads: 0 };
  const stream: ByteStream = {
    read: async () => reads[log.reads++] ?? last,
    write: (bytes) => {
      log.written += printable(bytes);
    },
    close: () => {
      log.closes++;
    },
  };
  return { stream, log };
}

interface World {
  readonly addresses?: readonly string[];
  readonly results?: readonly DialResult[];
  readonly changes?: Partial<DialPolicyFetchPorts>;
}

/** A fetch over fakes: TLS is left out, the stream below is the one above. */
function fetchIn({ addresses = ['192.0.2.1'], results = [], changes = {} }: World) {
  const dialled: { address: string; port: number; timeoutMs: number }[] = [];
  const looked: string[] = [];
  const fetch = createDialPolicyFetch({
    dial: async (endpoint, { timeoutMs }) => {
      dialled.push({ ...endpoint, timeoutMs });
      return results[dialled.length - 1] ?? { kind: 'refused', detail: 'as scripted' };
    },
    lookUpAddresses: () => async (host) => {
      looked.push(host);
      return addresses;
    },
    guard: (address) => guardAddress(address, { allowSpecial: true }),
    secureStream: async (stream) => stream,
    cryptography,
    monotonic: () => 0,
    ...changes,
  });
  return { fetch, dialled, looked };
}

const body = 'version: STSv1\r\n';
const response = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

describe('createDialPolicyFetch', () => {
  it('C50: asks for the one URL, of the one host, on port 443', async () => {
    const { stream, log } = scripted([response]);
    const { fetch, dialled, looked } = fetchIn({ results: [{ kind: 'connected', stream }] });
    const result = await fetch('Example.COM.', options);
    expect(looked).toEqual(['mta-sts.example.com']);
    expect(dialled).toEqual([{ address: '192.0.2.1', port: 443, timeoutMs: 1000 }]);
    expect(
      log.written.startsWith(
        'GET /.well-known/mta-sts.txt HTTP/1.1\\x0d\\x0aHost: mta-sts.example.com\\x0d\\x0a',
      ),
    ).toBe(true);
    expect(result).toMatchObject({
      url: 'https://mta-sts.example.com/.well-known/mta-sts.txt',
      outcome: 'response',
      status: 200,
      contentType: 'text/plain',
      address: '192.0.2.1',
      body,
    });
    expect(log.closes).toBeGreaterThan(0);
  });

  it('C59: the policy of a sub-domain is its own', async () => {
    const { fetch, looked } = fetchIn({ addresses: [] });
    await fetch('sub.example.com', options);
    expect(looked).toEqual(['mta-sts.sub.example.com']);
  });

  it('C50: follows no redirect', async () => {
    const text = 'HTTP/1.1 301 Moved\r\nLocation: https://example.com/\r\n\r\n';
    const { stream } = scripted([text]);
    const { fetch, dialled } = fetchIn({ results: [{ kind: 'connected', stream }] });
    const result = await fetch('example.com', options);
    expect(result).toMatchObject({ outcome: 'response', status: 301 });
    expect(result.body).toBeUndefined();
    expect(dialled.length).toBe(1);
  });

  it('never dials what the guard refuses', async () => {
    const changes = { guard: (address: string) => guardAddress(address, { allowSpecial: false }) };
    const { fetch, dialled } = fetchIn({
      addresses: ['127.0.0.1', '::1', '169.254.169.254', 'mx.example'],
      changes,
    });
    expect((await fetch('example.com', options)).outcome).toBe('special-address');
    expect(dialled).toEqual([]);
  });

  it('goes on to the next address, and leaves it time', async () => {
    const { stream } = scripted([response]);
    const silent: DialResult = { kind: 'timeout', detail: 'no answer' };
    const { fetch, dialled } = fetchIn({
      addresses: ['192.0.2.1', '2001:db8::1'],
      results: [silent, { kind: 'connected', stream }],
    });
    expect(await fetch('example.com', options)).toMatchObject({
      outcome: 'response',
      address: '2001:db8::1',
    });
    expect(dialled.map(({ timeoutMs }) => timeoutMs)).toEqual([500, 1000]);
  });

  it('tries four addresses at most', async () => {
    const { fetch, dialled } = fetchIn({ addresses: Array.from({ length: 200 }, (_, i) => `192.0.2.${i}`) });
    expect((await fetch('example.com', options)).outcome).toBe('connect-failure');
    expect(dialled.length).toBe(4);
  });

  it.each<[string, World, string]>([
    ['no address', { addresses: [] }, 'dns-failure'],
    ['refused', {}, 'connect-failure'],
    ['silent', { results: [{ kind: 'timeout', detail: 'no answer' }] }, 'timeout'],
  ])('names why nothing was connected: %s', async (_, world, outcome) => {
    expect((await fetchIn(world).fetch('example.com', options)).outcome).toBe(outcome);
  });

  it('does not wait for the DNS beyond its time', async () => {
    const changes = { lookUpAddresses: () => () => new Promise<never>(() => {}) };
    const result = await fetchIn({ changes }).fetch('example.com', { ...options, timeoutMs: 20 });
    expect(result.outcome).toBe('dns-failure');
  });

  it.each<[string, (string | ReadResult)[], string]>([
    ['C53: too large', [response.replace(/Length: \d+/, 'Length: 65537')], 'too-large'],
    ['not HTTP', ['220 mail.example.com ESMTP\r\n'], 'http-failure'],
    ['closed early', ['HTTP/1.1 200 OK\r\n'], 'http-failure'],
    ['reset', [{ kind: 'reset', detail: 'ECONNRESET' }], 'http-failure'],
    ['C53: silent', [{ kind: 'timeout' }], 'timeout'],
  ])('%s', async (_, pieces, outcome) => {
    const { stream, log } = scripted(pieces);
    const { fetch } = fetchIn({ results: [{ kind: 'connected', stream }] });
    expect((await fetch('example.com', options)).outcome).toBe(outcome);
    expect(log.closes).toBeGreaterThan(0);
  });

  it('C53: bounds the whole exchange, not each read', async () => {
    let now = 0;
    const drip: ReadResult = { kind: 'data', bytes: asciiBytes('H') };
    const { stream, log } = scripted(['HTTP/1.1 200 OK\r\nX: '], drip);
    const changes = { monotonic: () => (now += 100) };
    const { fetch } = fetchIn({ results: [{ kind: 'connected', stream }], changes });
    expect((await fetch('example.com', options)).outcome).toBe('timeout');
    expect(log.reads).toBeLessThan(10);
  });

  it('reports a handshake that fails, with its facts', async () => {
    const { stream } = scripted(['HTTP/1.1 400 Bad Request\r\n\r\n']);
    const { fetch } = fetchIn({ results: [{ kind: 'connected', stream }], changes: { secureStream } });
    expect(await fetch('example.com', options)).toMatchObject({
      outcome: 'tls-failure',
      handshake: { outcome: 'failed', serverName: 'mta-sts.example.com', failure: { kind: 'not-tls' } },
    });
  });

  it('refuses to ask for what is no domain: our own mistake', async () => {
    const { fetch } = fetchIn({});
    await expect(fetch('example.com\r\nX: y', options)).rejects.toThrow(TypeError);
    await expect(fetch('exämple.com', options)).rejects.toThrow(TypeError);
  });
});
