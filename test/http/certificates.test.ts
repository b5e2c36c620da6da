import { describe, expect, test } from 'vitest';
import { toAscii } from '../../src/adapters/to-ascii.ts';
import { createApp } from '../../src/http/app.ts';
import { maxBodyBytes } from '../../src/http/certificates.ts';
import { createCertificateJudge, createJudgeContext } from '../../src/service.ts';
import { apollo } from '../fixtures/certificates/apollo.ts';

const context = createJudgeContext(undefined);
if (!context.ok) throw new Error(context.error);
const app = createApp({
  probe: () => Promise.reject(new Error('nothing is probed here')),
  judgeCertificate: createCertificateJudge(context.value),
  toAscii,
  report: (error) => {
    throw error;
  },
});

function post(body: string, type: string | undefined = 'application/json') {
  const headers = type === undefined ? undefined : { 'content-type': type };
  return app.request('/certificates/judge', { method: 'POST', body, ...(headers && { headers }) });
}

const ask = (body: object) => post(JSON.stringify(body));

describe('POST /certificates/judge', () => {
  test('judges a chain as if it were deployed, at the time asked for', async () => {
    const response = await ask({ pem: apollo, host: 'Demeter.Retrohack.com.', at: '2010-09-01' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      host: 'demeter.retrohack.com',
      port: 25,
      judgedAt: '2010-09-01T00:00:00.000Z',
      trusted: false,
      trustProblems: [
        {
          code: 'missing-issuer',
          text: expect.stringMatching(/^20 .*; 27 .*; 21 /),
          gnutls: ['The certificate issuer is unknown.'],
        },
      ],
      matched: true,
      findings: expect.arrayContaining([expect.objectContaining({ id: 'cert.untrusted-issuer' })]),
      publish: expect.stringMatching(/^_25\._tcp\.demeter\.retrohack\.com\. IN TLSA 3 1 1 [0-9a-f]{64}$/),
    });
  });

  test('judges at the present where no time is given: expired since 2012', async () => {
    const before = Date.now();
    const verdict = (await (await ask({ pem: apollo, host: 'demeter.retrohack.com' })).json()) as {
      judgedAt: string;
      findings: { id: string }[];
    };
    expect(verdict.findings.map(({ id }) => id)).toContain('cert.expired');
    expect(Date.parse(verdict.judgedAt)).toBeGreaterThanOrEqual(before);
  });

  test('reads the port as senders use it: on 587 a mismatch is an error', async () => {
    const response = await ask({ pem: apollo, host: 'mail.example.org', port: 587, at: '2010-09-01' });
    expect(await response.json()).toMatchObject({
      port: 587,
      matched: false,
      findings: expect.arrayContaining([
        expect.objectContaining({
          id: 'cert.name-mismatch',
          severity: 'error',
          subject: expect.objectContaining({ mx: 'mail.example.org' }),
        }),
      ]),
      publish: expect.stringContaining('_587._tcp.mail.example.org.'),
    });
  });

  const host = 'mx.example.test';
  const key = '-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n';
  test.each([
    [{}, 'pem', 'pem: missing'],
    [{ pem: apollo }, 'host', 'host: missing'],
    [{ pem: 5, host }, 'pem', 'pem: not of type string'],
    [{ pem: '', host }, 'pem', 'it is empty'],
    [{ pem: 'MIIEzzCCA7eg', host }, 'pem', 'no BEGIN CERTIFICATE line'],
    [{ pem: '-----BEGIN PKCS7-----', host }, 'pem', 'openssl pkcs7'],
    [{ pem: 'x'.repeat(maxBodyBytes - 200), host }, 'pem', 'bare base64'],
    [{ pem: apollo.replace('-----END', ''), host }, 'pem', 'certificate 1: unfinished'],
    [{ pem: apollo.replace('MIIE', 'M*IE'), host }, 'pem', 'certificate 1: not-base64'],
    [{ pem: `${apollo}\n${apollo.replace('MIIE', 'MIIA')}`, host }, 'pem', 'certificate 2: '],
    [{ pem: `${key}${apollo}`, host }, 'pem', 'a private key'],
    [{ pem: apollo, host: '' }, 'host', 'empty'],
    [{ pem: apollo, host: '192.0.2.1' }, 'host', 'an address has no name'],
    [{ pem: apollo, host: '[2001:db8::1]' }, 'host', 'an address has no name'],
    [{ pem: apollo, host: 'postmaster@example.test' }, 'host', 'e-mail address'],
    [{ pem: apollo, host, port: 26 }, 'port', 'must be one of 25, 465, 587'],
    [{ pem: apollo, host, port: '25' }, 'port', 'must be one of 25, 465, 587'],
    [{ pem: apollo, host, at: 'tomorrow' }, 'at', 'ISO 8601'],
    [{ pem: apollo, host, at: '2010-02-30' }, 'at', 'ISO 8601'],
    [{ pem: apollo, host, roots: apollo }, 'roots', 'unknown parameter'],
  ])('refuses body %#, naming the field', async (body, parameter, detail) => {
    const response = await ask(body);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ parameter, detail: expect.stringContaining(detail) });
  });

  test.each([
    ['{', 'application/json', 400, 'malformed-body'],
    ['', 'application/json', 400, 'malformed-body'],
    ['null', 'application/json', 400, 'invalid-parameter'],
    ['[]', 'application/json', 400, 'invalid-parameter'],
    ['pem=x', 'application/x-www-form-urlencoded', 415, 'unsupported-media-type'],
    [apollo, 'application/x-pem-file', 415, 'unsupported-media-type'],
    ['a'.repeat(maxBodyBytes + 1), 'application/json', 413, 'body-too-large'],
    ['a'.repeat(maxBodyBytes), 'application/json', 400, 'malformed-body'],
  ])('body %# is a problem, not a mistake of ours', async (body, type, status, name) => {
    const response = await post(body, type);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ type: `urn:starttls-probe:problem:${name}`, status });
  });

  test('does not repeat what it was sent in a problem', async () => {
    const response = await ask({ pem: `-----BEGIN CERTIFICATE-----\nsecret words\n`, host });
    expect(await response.text()).not.toContain('secret');
  });

  test('may be asked from other sites', async () => {
    const response = await app.request('/certificates/judge', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://other.test',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
    expect(response.headers.get('access-control-allow-methods')).toContain('POST');
    expect(response.headers.get('access-control-allow-headers')).toContain('content-type');
  });

  test('is there for POST alone', async () => {
    const response = await app.request('/certificates/judge');
    expect({ status: response.status, allow: response.headers.get('allow') }).toEqual({
      status: 405,
      allow: 'POST',
    });
  });
});
