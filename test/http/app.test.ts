import { describe, expect, test } from 'vitest';
import { cryptography } from '../../src/adapters/cryptography.ts';
import { toAscii } from '../../src/adapters/to-ascii.ts';
import { asciiBytes } from '../../src/core/base/text.ts';
import type { Observation } from '../../src/core/observation.ts';
import type { ProbeRequest } from '../../src/core/request.ts';
import { createApp } from '../../src/http/app.ts';
import type { AppOptions } from '../../src/http/app-options.ts';
import { Overloaded } from '../../src/http/overloaded.ts';
import { hostile, verdict } from './verdict-fixture.ts';

function appWith(overrides: Partial<AppOptions> = {}) {
  const asked: ProbeRequest[] = [];
  const reported: Error[] = [];
  const app = createApp({
    probe: async (request) => {
      asked.push(request);
      return verdict;
    },
    judgeCertificate: () => {
      throw new RangeError('no certificate is judged here');
    },
    toAscii,
    report: (error) => reported.push(error),
    ...overrides,
  });
  return { app, asked, reported };
}

describe('GET /probe', () => {
  test.each([
    ['/probe', 'host', 'invalid-parameter'],
    ['/probe?host=', 'host', 'invalid-parameter'],
    ['/probe?host=%20', 'host', 'invalid-parameter'],
    [`/probe?host=${'a'.repeat(300)}.test`, 'host', 'invalid-parameter'],
    [`/probe?host=${'a'.repeat(64)}.test`, 'host', 'invalid-parameter'],
    ['/probe?host=exa%20mple.test', 'host', 'invalid-parameter'],
    ['/probe?host=http://example.test/', 'host', 'invalid-parameter'],
    ['/probe?host=example..test', 'host', 'invalid-parameter'],
    ['/probe?host=192.0.2.1', 'host', 'invalid-parameter'],
    ['/probe?host=[192.0.2.1]', 'host', 'invalid-parameter'],
    ['/probe?host=2001:db8::1', 'host', 'invalid-parameter'],
    ['/probe?host=a@[127.0.0.1]', 'host', 'invalid-parameter'],
    ['/probe?host=2130706433', 'host', 'invalid-parameter'],
    ['/probe?host=example.test&host=example.org', 'host', 'invalid-parameter'],
    ['/probe?host=example.test&port=26', 'port', 'invalid-parameter'],
    ['/probe?host=example.test&port=', 'port', 'invalid-parameter'],
    ['/probe?host=example.test&senders=postfix-may,nobody', 'senders', 'invalid-parameter'],
    ['/probe?host=example.test&verbose=1', 'verbose', 'unknown-parameter'],
  ])('refuses %s and names the parameter', async (path, parameter, name) => {
    const { app, asked } = appWith();
    const response = await app.request(path);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({
      type: `urn:starttls-probe:problem:${name}`,
      status: 400,
      parameter,
      detail: expect.stringMatching(/./),
    });
    expect(asked).toEqual([]);
  });

  test.each([
    ['example.test', { host: 'example.test', form: 'domain' }],
    ['Example.TEST.', { host: 'example.test', form: 'domain' }],
    ['user@example.test', { host: 'example.test', form: 'domain' }],
    ['[mx.example.test]', { host: 'mx.example.test', form: 'mail-host' }],
    ['bücher.test', { host: 'xn--bcher-kva.test', unicodeHost: 'bücher.test', form: 'domain' }],
  ])('understands %s', async (host, target) => {
    const { app, asked } = appWith();
    const response = await app.request(`/probe?host=${encodeURIComponent(host)}`);
    expect(response.status).toBe(200);
    expect(asked).toEqual([{ target: { input: host, ...target }, port: 25 }]);
  });

  test('hands port and senders on', async () => {
    const { app, asked } = appWith();
    await app.request('/probe?host=example.test&port=465&senders=exim,postfix-may,exim');
    expect(asked[0]).toMatchObject({ port: 465, senders: ['exim', 'postfix-may'] });
  });

  test.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['application/json', 'application/json'],
    ['text/plain', 'text/plain; charset=UTF-8'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html; charset=UTF-8'],
    ['image/png', 'application/json'],
  ])('Accept: %s gives %s', async (accept, type) => {
    const { app } = appWith();
    const response = await app.request(
      '/probe?host=example.test',
      accept === undefined ? {} : { headers: { accept } },
    );
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('vary')).toContain('Accept');
  });

  test('gives the verdict as it is in JSON', async () => {
    const response = await appWith().app.request('/probe?host=example.test');
    expect(await response.json()).toEqual(verdict);
  });

  test('escapes everything from a peer in HTML, and allows no script', async () => {
    const response = await appWith().app.request('/probe?host=example.test', {
      headers: { accept: 'text/html' },
    });
    const html = await response.text();
    expect(html).not.toContain(hostile);
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('is open to other sites', async () => {
    const response = await appWith().app.request('/probe?host=example.test', {
      headers: { origin: 'https://other.test' },
    });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('our own mistakes', () => {
  test('are a 500 problem that tells nothing, and are reported', async () => {
    const { app, reported } = appWith({ probe: () => Promise.reject(new RangeError('secret detail')) });
    const response = await app.request('/probe?host=example.test');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(reported.map((error) => error.message)).toEqual(['secret detail']);
  });

  test('too much work is a 503 problem with Retry-After', async () => {
    const { app, reported } = appWith({
      probe: () => Promise.reject(new Overloaded('32 probes are under way')),
    });
    const response = await app.request('/probe?host=example.test');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(reported).toEqual([]);
  });

  test('what is not there is a 404 problem', async () => {
    const response = await appWith().app.request('/nothing');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ type: 'urn:starttls-probe:problem:not-found' });
  });
});

describe('GET /observe', () => {
  const observation = { version: 1, host: 'example.test' } as Observation;
  const vantage = {
    token: 'secret',
    observe: async () => observation,
    hash: (text: string) => cryptography.hash('sha256', asciiBytes(text)),
  };

  test('is not there where this is no vantage', async () => {
    const response = await appWith().app.request('/observe?host=example.test', {
      headers: { authorization: 'Bearer secret' },
    });
    expect(response.status).toBe(404);
  });

  test.each([undefined, 'Bearer wrong', 'secret', 'Basic secret', 'Bearer ', 'bearer sécret'])(
    'refuses %s',
    async (authorization) => {
      const { app } = appWith({ vantage });
      const response = await app.request('/observe?host=example.test', {
        headers: authorization === undefined ? {} : { authorization },
      });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
    },
  );

  test('gives holders of the token the observation', async () => {
    const { app } = appWith({ vantage });
    const response = await app.request('/observe?host=example.test&port=25', {
      headers: { authorization: 'Bearer secret' },
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(observation);
  });
});

describe('the other faces', () => {
  test('/badge/{host}.svg is an image with the status in words', async () => {
    const response = await appWith().app.request('/badge/example.test.svg');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/svg+xml');
    expect(await response.text()).toMatch(/^<svg .*degraded.*<\/svg>$/);
  });

  test.each([
    ['/badge/example.test', 404],
    ['/badge/192.0.2.1.svg', 400],
    ['/badge/.svg', 400],
  ])('%s is a problem', async (path, status) => {
    expect((await appWith().app.request(path)).status).toBe(status);
  });

  test('/ has a form that needs no script', async () => {
    const html = await (await appWith().app.request('/')).text();
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).toContain('<form action="/probe" method="get"');
    expect(html).not.toContain('<script');
  });

  test('/healthz says ok', async () => {
    expect(await (await appWith().app.request('/healthz')).json()).toEqual({ status: 'ok' });
  });

  test('/openapi.json describes every path', async () => {
    const document = await (await appWith().app.request('/openapi.json')).json();
    expect(document).toMatchObject({ openapi: '3.1.0' });
    expect(Object.keys((document as { paths: object }).paths)).toEqual([
      '/probe',
      '/certificates/judge',
      '/senders',
      '/senders/{id}',
      '/rules',
      '/rules/{id}',
      '/healthz',
      '/observe',
      '/badge/{file}',
    ]);
  });
});
