/**
 * The policy fetch against node:https on loopback: real sockets, real TLS, our own client.
 */
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:https';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cryptography } from '../../../src/adapters/cryptography.ts';
import { createDialPolicyFetch } from '../../../src/adapters/policy-fetch/dial.ts';
import { createDial } from '../../../src/adapters/sockets.ts';
import { assessMtaSts } from '../../../src/core/mta-sts/assess.ts';
import type { PolicyFetch } from '../../../src/core/mta-sts/observation.ts';
import { anchorOf, createAnchorStore } from '../../../src/core/x509/anchors.ts';
import { parseCertificate } from '../../../src/core/x509/certificate.ts';
import { guardAddress } from '../../../src/probe/guard.ts';
import { secureStream } from '../../../src/probe/tls-stream.ts';
import { type Identity, issue } from '../../core/dane/vector-certificates.ts';
import { txtAnswer } from '../../core/mta-sts/txt-answer.ts';

const policy = 'version: STSv1\r\nmode: enforce\r\nmx: mx.example.com\r\nmax_age: 604800\r\n';
const root = await issue({ name: 'CN=Root', ca: {} });
const sans = [
  'mta-sts.example.com',
  'mta-sts.chunked.example',
  'mta-sts.redirect.example',
  'mta-sts.large.example',
];
const good = await issue({ name: 'CN=good', sans, issuer: root });
const expired = await issue({ name: 'CN=expired', sans, issuer: root, years: [2020, 2021] });
const rsa = await issue({ name: 'CN=rsa', sans, issuer: root, algorithm: 'RSA' });

const open: (Server | TcpServer)[] = [];
let urls: string[] = [];

async function listen<T extends Server | TcpServer>(server: T): Promise<number> {
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function pem({ certificate, keys }: Identity): Promise<{ cert: string; key: string }> {
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    cert: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`,
  };
}

async function policyServer(identity: Identity, tls: { maxVersion?: 'TLSv1.2' } = {}): Promise<number> {
  return listen(
    createServer({ ...(await pem(identity)), ...tls }, (request, response) => {
      urls.push(`${request.method} ${request.headers.host}${request.url}`);
      const host = request.headers.host;
      const type = { 'content-type': 'text/plain' };
      if (host === 'mta-sts.redirect.example') {
        response.writeHead(302, { location: 'https://mta-sts.example.com/' }).end();
      } else if (host === 'mta-sts.large.example') {
        response.writeHead(200, type).end(Buffer.alloc(70_000, 'x'));
      } else if (host === 'mta-sts.chunked.example') {
        response.writeHead(200, type);
        response.write(policy.slice(0, 20));
        setTimeout(() => response.end(policy.slice(20)), 20);
      } else {
        response.writeHead(200, { ...type, 'content-length': policy.length }).end(policy);
      }
    }),
  );
}

function fetchFrom(port: number, domain: string, timeoutMs = 4000): Promise<PolicyFetch> {
  const fetch = createDialPolicyFetch({
    dial: createDial({ ports: [443], portMap: () => port }),
    lookUpAddresses: () => async () => ['127.0.0.1'],
    guard: (address) => guardAddress(address, { allowSpecial: true }),
    secureStream,
    cryptography,
    monotonic: () => performance.now(),
  });
  return fetch(domain, { timeoutMs, resolve: async () => txtAnswer('unused.example') });
}

function assess(fetch: PolicyFetch) {
  const parsed = parseCertificate(new Uint8Array(root.certificate.rawData));
  if (!parsed.ok) throw new Error(parsed.error.detail);
  const anchors = createAnchorStore([anchorOf(parsed.value, '')]);
  const record = txtAnswer('_mta-sts.example.com', ['v=STSv1; id=1;']);
  const now = new Date('2026-11-22T12:00:00Z');
  return assessMtaSts({ record, fetch }, { domain: 'example.com', anchors, cryptography, now });
}

let port = 0;
beforeAll(async () => {
  port = await policyServer(good);
});
afterAll(() => {
  for (const server of open) server.close();
});

describe('the policy fetch over our own TLS', () => {
  it('C50, C52: brings the policy and the certificates that vouch for it', async () => {
    urls = [];
    const result = await fetchFrom(port, 'example.com');
    expect(result).toMatchObject({
      outcome: 'response',
      status: 200,
      contentType: 'text/plain',
      body: policy,
      address: '127.0.0.1',
      handshake: { outcome: 'completed', version: 'TLSv1.3', serverName: 'mta-sts.example.com' },
    });
    expect(urls).toEqual(['GET mta-sts.example.com/.well-known/mta-sts.txt']);
    expect(assess(result)).toMatchObject({ kind: 'policy', policy: { mode: 'enforce' }, reasons: [] });
  });

  it('speaks TLS 1.2 to an RSA host', async () => {
    const result = await fetchFrom(await policyServer(rsa, { maxVersion: 'TLSv1.2' }), 'example.com');
    expect(result).toMatchObject({ outcome: 'response', body: policy, handshake: { version: 'TLSv1.2' } });
  });

  it('C52: fetches past an expired certificate, which is refused afterwards', async () => {
    const result = await fetchFrom(await policyServer(expired), 'example.com');
    expect(result.outcome).toBe('response');
    expect(assess(result)).toMatchObject({
      kind: 'failed',
      reasons: [{ code: 'certificate-expired', resultType: 'sts-webpki-invalid' }],
      unauthenticated: { mode: 'enforce' },
    });
  });

  it('reads chunks', async () => {
    expect(await fetchFrom(port, 'chunked.example')).toMatchObject({ outcome: 'response', body: policy });
  });

  it('C50: follows no redirect', async () => {
    urls = [];
    expect(await fetchFrom(port, 'redirect.example')).toMatchObject({ outcome: 'response', status: 302 });
    expect(urls.length).toBe(1);
  });

  it('C53: gives up on a large file', async () => {
    expect(await fetchFrom(port, 'large.example')).toMatchObject({ outcome: 'too-large', status: 200 });
  });
});

describe('the policy fetch and hosts that are no policy hosts', () => {
  it('nobody listens', async () => {
    const server = createTcpServer();
    const dead = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    expect((await fetchFrom(dead, 'example.com')).outcome).toBe('connect-failure');
  });

  it('plain HTTP', async () => {
    const plain = await listen(createHttpServer((_, response) => response.end(policy)));
    const result = await fetchFrom(plain, 'example.com');
    expect(result).toMatchObject({ outcome: 'tls-failure', handshake: { outcome: 'failed' } });
  });

  it.each([
    ['silence before the handshake', () => {}],
    ['an endless drip', (write: (text: string) => void) => setInterval(() => write('\x16'), 10).unref()],
  ])('C53: %s ends within the time given', async (_, behave) => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      behave((text) => {
        if (socket.writable) socket.write(text);
      });
    });
    const result = await fetchFrom(await listen(server), 'example.com', 300);
    expect(['timeout', 'tls-failure']).toContain(result.outcome);
    expect(result.handshake?.outcome).toBe('failed');
  });

  it('C53: silence after the request is a time-out that keeps the handshake', async () => {
    const silent = await listen(createServer(await pem(good), () => {}));
    const result = await fetchFrom(silent, 'example.com', 500);
    expect(result).toMatchObject({ outcome: 'timeout', handshake: { outcome: 'completed' } });
  });

  it('a host that closes after the handshake is named', async () => {
    const server = createServer(await pem(good));
    server.on('secureConnection', (socket) => socket.destroy());
    const result = await fetchFrom(await listen(server), 'example.com');
    expect(['http-failure', 'tls-failure']).toContain(result.outcome);
  });

  it('an alert after the handshake is a failure of TLS: it asks for a client certificate', async () => {
    const options = { ...(await pem(good)), requestCert: true, rejectUnauthorized: true };
    const result = await fetchFrom(await listen(createServer(options)), 'example.com');
    expect(result.outcome).toBe('tls-failure');
    expect(result.handshake?.certificates.length).toBe(1);
  });
});
