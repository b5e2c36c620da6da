import { describe, expect, it } from 'vitest';
import { createWebPolicyFetch, type WebFetch } from '../../../src/adapters/policy-fetch/web.ts';
import { txtAnswer } from '../../core/mta-sts/txt-answer.ts';

const url = 'https://mta-sts.example.com/.well-known/mta-sts.txt';
const options = { timeoutMs: 1000, resolve: async () => txtAnswer('unused.example') };
const answering =
  (response: Response): WebFetch =>
  async () =>
    response;
const plain = { headers: { 'content-type': 'text/plain' } };

describe('createWebPolicyFetch', () => {
  it('C50, C51: asks once, without redirects and without a cache', async () => {
    const asked: { url: string; redirect: unknown; cache: unknown }[] = [];
    const fetch = createWebPolicyFetch(async (address, init) => {
      asked.push({ url: address, redirect: init.redirect, cache: init.cache });
      return new Response('version: STSv1\n', plain);
    });
    expect(await fetch('example.com', options)).toEqual({
      url,
      outcome: 'response',
      detail: 'HTTP 200',
      status: 200,
      contentType: 'text/plain',
      body: 'version: STSv1\n',
    });
    expect(asked).toEqual([{ url, redirect: 'manual', cache: 'no-store' }]);
  });

  it('C50: a redirect is a response, its target nobody asks', async () => {
    const response = new Response(null, { status: 302, headers: { location: 'https://example.com/' } });
    const result = await createWebPolicyFetch(answering(response))('example.com', options);
    expect(result).toEqual({ url, outcome: 'response', detail: 'HTTP 302', status: 302 });
  });

  it('C53: reads 64 KiB and not a byte more', async () => {
    const whole = await createWebPolicyFetch(answering(new Response('x'.repeat(65536), plain)))(
      'example.com',
      options,
    );
    expect([whole.outcome, whole.body?.length]).toEqual(['response', 65536]);
    const more = await createWebPolicyFetch(answering(new Response('x'.repeat(65537), plain)))(
      'example.com',
      options,
    );
    expect([more.outcome, more.body]).toEqual(['too-large', undefined]);
  });

  it('C53: stops reading an endless body', async () => {
    let pulls = 0;
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulls++;
        controller.enqueue(new Uint8Array(16 * 1024));
      },
      cancel: () => {
        cancelled = true;
      },
    });
    const result = await createWebPolicyFetch(answering(new Response(endless)))('example.com', options);
    expect([result.outcome, cancelled, pulls < 10]).toEqual(['too-large', true, true]);
  });

  it('keeps a byte order mark, which breaks the first key', async () => {
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0x76);
    const result = await createWebPolicyFetch(answering(new Response(bytes)))('example.com', options);
    expect(result.body).toBe('\ufeffv');
  });

  it('names what happens below HTTP', async () => {
    const fetch = createWebPolicyFetch(async () => {
      throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
    });
    expect(await fetch('example.com', options)).toEqual({
      url,
      outcome: 'connect-failure',
      detail: 'fetch failed: connect ECONNREFUSED',
    });
  });

  it('C53: ends when its time is up', async () => {
    const fetch = createWebPolicyFetch(
      (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    expect((await fetch('example.com', { ...options, timeoutMs: 20 })).outcome).toBe('timeout');
  });

  it('a body that breaks off is a failure of HTTP', async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new TypeError('terminated')),
    });
    const result = await createWebPolicyFetch(answering(new Response(broken)))('example.com', options);
    expect(result).toMatchObject({ outcome: 'http-failure', detail: 'terminated' });
  });
});
