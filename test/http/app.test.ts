import { describe, expect, test } from 'vitest';
import { cryptography } from '../../src/adapters/cryptography.ts';
import { toAscii } from '../../src/adapters/to-ascii.ts';
import { asciiBytes } from '../../src/core/base/text.ts';
import type { Observation } from '../../src/core/observation.ts';
import type { Verdict } from '../../src/core/report/schema.ts';
import type { ProbeRequest } from '../../src/core/request.ts';
import { createApp } from '../../src/http/app.ts';
import type { AppOptions } from '../../src/http/app-options.ts';
import { Overloaded } from '../../src/http/overloaded.ts';
import { outcomeOf } from '../core/report/builders.ts';
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

const knownPolicy = encodeURIComponent(
  'version: STSv1\nmode: enforce\nmx: mx.example.test\nmax_age: 86400\n',
);

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
    [`/probe?host=example.test&knownPolicy=${knownPolicy}`, 'knownPolicyId', 'invalid-parameter'],
    [
      `/probe?host=example.test&knownPolicy=${knownPolicy}&knownPolicyId=a-b`,
      'knownPolicyId',
      'invalid-parameter',
    ],
    ['/probe?host=example.test&knownPolicyId=1', 'knownPolicyId', 'invalid-parameter'],
    ['/probe?host=example.test&knownPolicyAt=2026-01-01', 'knownPolicyAt', 'invalid-parameter'],
    [
      `/probe?host=example.test&knownPolicy=${knownPolicy}&knownPolicyId=1&knownPolicyAt=then`,
      'knownPolicyAt',
      'invalid-parameter',
    ],
    ['/probe?host=example.test&knownPolicy=x&knownPolicyId=1', 'knownPolicy', 'invalid-parameter'],
    [
      `/probe?host=example.test&knownPolicyId=1&knownPolicy=${'x'.repeat(9000)}`,
      'knownPolicy',
      'invalid-parameter',
    ],
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

  test('C65: hands a policy from before on', async () => {
    const { app, asked } = appWith();
    const time = 'knownPolicyAt=2026-01-01T00:00:00Z';
    await app.request(`/probe?host=example.test&knownPolicy=${knownPolicy}&knownPolicyId=7&${time}`);
    expect(asked[0]?.knownPolicy).toEqual({
      id: '7',
      fetchedAt: new Date('2026-01-01T00:00:00Z'),
      policy: { mode: 'enforce', mx: ['mx.example.test'], maxAgeSeconds: 86400, extensions: [] },
    });
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

  test('shows on the page what depth=full found, as the text and the JSON do', async () => {
    const enumeration = {
      versions: ['TLSv1.3', 'TLSv1.2'],
      suites: { 'TLSv1.2': ['TLS_RSA_WITH_AES_128_GCM_SHA256'] },
      inferred: [],
      serverOrder: true,
      groups: ['x25519', 'X25519MLKEM768'],
      signatureAlgorithms: ['rsa_pss_rsae_sha256'],
      certificates: [{ serverName: null, key: 'rsa', sha256: 'ab'.repeat(32) }],
      dhBits: [2048],
      resumption: { 'TLSv1.3': 'psk', 'TLSv1.2': 'not-asked' } as const,
      intolerances: [],
      deadVersions: [],
      disagreements: [],
      connections: 29,
      complete: false,
      incomplete: hostile,
    };
    const [host] = verdict.mx;
    const [address] = host?.addresses ?? [];
    if (host === undefined || address === undefined) throw new Error('the fixture has an address');
    const addresses = [{ ...address, tls: { ...address.tls, enumeration } }];
    const { app } = appWith({ probe: () => Promise.resolve({ ...verdict, mx: [{ ...host, addresses }] }) });
    const response = await app.request('/probe?host=example.test', { headers: { accept: 'text/html' } });
    const html = await response.text();
    for (const text of [
      'asked in 29 connections',
      'TLS_RSA_WITH_AES_128_GCM_SHA256',
      'X25519MLKEM768',
      '2048 bits',
      'TLSv1.3 by pre-shared key, TLSv1.2 not asked',
    ])
      expect(html).toContain(text);
    expect(html).not.toContain(hostile);
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

describe('problems', () => {
  const html = { headers: { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' } };

  test.each([
    ['/probe?host=exa%20mple.test&port=25', 400, 'value="exa mple.test"'],
    ['/probe?host=%3Cscript%3Ealert(1)%3C/script%3E', 400, '&lt;script&gt;'],
    ['/probe?host=a.test&host=b.test', 400, 'host: given more than once'],
    ['/probe', 400, 'host: missing'],
    ['/nothing', 404, 'There is nothing at this address'],
    ['/rules/nope', 404, 'no rule has this id'],
  ])('%s is a page with the form for those who ask for HTML', async (path, status, words) => {
    const response = await appWith().app.request(path, html);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('text/html; charset=UTF-8');
    expect(response.headers.get('vary')).toContain('Accept');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const text = await response.text();
    expect(text).toContain(words);
    expect(text).toContain('<form action="/probe" method="get"');
    expect(text).toContain(String(status));
    expect(text).not.toContain('<script');
  });

  test.each([
    ['POST', '/probe?host=example.test', 'GET, HEAD'],
    ['DELETE', '/rules/cert.expired', 'GET, HEAD'],
    ['PUT', '/', 'GET, HEAD'],
    ['POST', '/badge/example.test.svg', 'GET, HEAD'],
    ['PATCH', '/certificates/judge', 'POST'],
  ])('%s %s is a 405 that allows %s', async (method, path, allow) => {
    const { app, asked } = appWith();
    const response = await app.request(path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
    expect(await response.json()).toMatchObject({ type: 'urn:starttls-probe:problem:method-not-allowed' });
    expect(asked).toEqual([]);
  });

  test.each(['HEAD', 'OPTIONS'])('%s is no such method', async (method) => {
    const response = await appWith().app.request('/probe?host=example.test', { method });
    expect(response.ok).toBe(true);
  });

  test('a method at an address that is not there is a 404', async () => {
    expect((await appWith().app.request('/nothing', { method: 'POST' })).status).toBe(404);
  });

  test.each(['/badge/example.test.svg', '/senders', '/senders/exim', '/rules', '/rules/cert.expired'])(
    '%s has no unknown parameter',
    async (path) => {
      const { app, asked } = appWith();
      const response = await app.request(`${path}?verbose=1`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        type: 'urn:starttls-probe:problem:unknown-parameter',
        parameter: 'verbose',
      });
      expect(asked).toEqual([]);
    },
  );
});

describe('a verdict as a page', () => {
  const pageOf = async (overrides: Partial<Verdict>): Promise<string> => {
    const { app } = appWith({ probe: async () => ({ ...verdict, ...overrides }) });
    return await (await app.request('/probe?host=example.test', { headers: { accept: 'text/html' } })).text();
  };
  const exim = outcomeOf('exim', 'delivered-tls', { shortName: 'Exim' });
  const dma = outcomeOf('dma', 'delivered-cleartext', { name: 'dma, no TLS' });
  const yahoo = outcomeOf('yahoo', 'unknown', { shortName: 'Yahoo', unknown: 'no primary source' });
  const icloud = outcomeOf('icloud', 'unknown', { shortName: 'iCloud', unknown: 'no primary source' });

  test('is about the one sender asked for, and says what the status is', async () => {
    const html = await pageOf({ senders: [{ ...exim, name: 'Exim 4.96, DANE tried' }], status: 'failing' });
    expect(html).toContain('<h1>Exim delivers over TLS here</h1>');
    expect(html).toContain('class="answer ok"');
    expect(html).toContain('The status of the host, over exim: failing.');
  });

  test('shows the senders of the status, then the findings, then the others folded away', async () => {
    const html = await pageOf({ senders: [exim, dma, yahoo, icloud] });
    const marks = [
      '<h1>Mail arrives, but',
      'href="/senders/exim"',
      '>Findings<',
      '<summary>1 more',
      'href="/senders/dma"',
    ];
    const at = marks.map((mark) => html.indexOf(mark));
    expect(at).not.toContain(-1);
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(html).toContain('1 more, which the status is not about: 1 in clear');
    expect(html).toContain('Not predicted: Yahoo and iCloud (no primary source).');
    expect(html).not.toContain('href="/senders/yahoo"');
  });

  test('gives each cell the title of its column, for narrow screens', async () => {
    const html = await pageOf({ senders: [exim, dma] });
    expect(html.match(/data-title="(First attempt|In the end|Why)"/g)).toHaveLength(6);
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

  test('a badge can be of another port', async () => {
    const { app, asked } = appWith();
    expect((await app.request('/badge/example.test.svg?port=587')).status).toBe(200);
    expect(asked).toEqual([expect.objectContaining({ port: 587 })]);
    expect((await app.request('/badge/example.test.svg?port=80')).status).toBe(400);
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
