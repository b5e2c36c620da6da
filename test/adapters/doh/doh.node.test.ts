/** The whole adapter against real servers on loopback: node:http, and HTTPS that speaks HTTP/2 alone, as unbound and Quad9 do. */
import 'reflect-metadata';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import { afterEach, describe, expect, test } from 'vitest';
import { createNodeFetch } from '../../../src/adapters/doh/node-fetch.ts';
import { createResolve } from '../../../src/adapters/doh/resolver.ts';
import { type AskedQuery, a, extendedError, makeFetch, writeResponse } from './responder.ts';

const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function listen(server: Server & { closeAllConnections?: () => void }): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(async () => {
    server.closeAllConnections?.();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

async function startPlain(handler: Handler): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(handler))}/dns-query`;
}

function resolveWith(resolvers: readonly string[], options: { ca?: string; timeoutMs?: number } = {}) {
  const client = createNodeFetch(options.ca === undefined ? {} : { certificateAuthorities: [options.ca] });
  cleanUps.push(() => client.close());
  return createResolve({ resolvers, fetch: client.fetch, timeoutMs: options.timeoutMs ?? 2_000 });
}

/** Answer DoH by what `answer` makes of the query; the rest of HTTP is real. */
function serveDns(answer: (query: AskedQuery) => Uint8Array): Handler {
  return (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      const replies: Uint8Array[] = [];
      const { fetch } = makeFetch((query) => {
        const reply = answer(query);
        replies.push(reply);
        return reply;
      });
      await fetch(request.url ?? '', {
        method: 'POST',
        headers: {},
        body: Uint8Array.from(Buffer.concat(parts)),
        redirect: 'manual',
        signal: AbortSignal.timeout(1_000),
      });
      response.writeHead(200, { 'content-type': 'application/dns-message' });
      response.end(replies[0]);
    });
  };
}

const answerA = (query: AskedQuery) =>
  writeResponse({
    question: { name: query.name, type: query.type },
    ad: true,
    answers: [a(query.name, '192.0.2.1')],
  });

describe('DNS over HTTPS on loopback', () => {
  test('asks by POST with the media type on both sides', async () => {
    const seen: (string | undefined)[] = [];
    const url = await startPlain((request, response) => {
      seen.push(request.method, request.headers['content-type'], request.headers.accept);
      serveDns(answerA)(request, response);
    });
    expect(await resolveWith([url])('mx.test', 'A')).toMatchObject({
      outcome: 'answer',
      dnssec: 'secure',
      records: [{ type: 'A', address: '192.0.2.1' }],
      resolver: url,
    });
    expect(seen).toEqual(['POST', 'application/dns-message', 'application/dns-message']);
  });

  test('speaks HTTP/2 to a server that speaks nothing else', async () => {
    const { key, certificate } = await makeCertificate();
    const versions: string[] = [];
    const server = createSecureServer({ key, cert: certificate, allowHTTP1: false }, (request, response) => {
      versions.push(request.httpVersion);
      const reply = writeResponse({
        question: { name: 'mx.test', type: 1 },
        answers: [a('mx.test', '192.0.2.7')],
      });
      request.resume().on('end', () => {
        response.writeHead(200, { 'content-type': 'application/dns-message' });
        response.end(reply);
      });
    });
    const port = await listen(server);
    const url = `https://localhost:${port}/dns-query`;
    expect(await resolveWith([url], { ca: certificate })('mx.test', 'A')).toMatchObject({
      outcome: 'answer',
      records: [{ type: 'A', address: '192.0.2.7' }],
    });
    expect(versions).toEqual(['2.0']);
  });

  test('does not believe a resolver whose certificate nobody vouches for', async () => {
    const { key, certificate } = await makeCertificate();
    const server = createSecureServer({ key, cert: certificate });
    const url = `https://localhost:${await listen(server)}/dns-query`;
    const answer = await resolveWith([url])('mx.test', 'A');
    expect(answer).toMatchObject({ outcome: 'unreachable', dnssec: 'indeterminate' });
    expect(answer.failedResolvers[0]?.error).toMatch(/^DEPTH_ZERO_SELF_SIGNED_CERT/);
  });

  test('goes on to the next resolver after a refused connection, a reset, a redirect, silence and a flood', async () => {
    const closed = await startPlain(() => undefined);
    await cleanUps.pop()?.();
    const reset = await startPlain((request) => request.socket.resetAndDestroy());
    const redirect = await startPlain((_, response) => response.writeHead(307, { location: '/' }).end());
    const silent = await startPlain(() => undefined);
    const flood = await startPlain((_, response) => {
      response.writeHead(200, { 'content-type': 'application/dns-message' });
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', pour);
      pour();
    });
    const good = await startPlain(serveDns(answerA));
    const urls = [closed, reset, redirect, silent, flood, good];
    const answer = await resolveWith(urls, { timeoutMs: 300 })('mx.test', 'A');
    expect(answer).toMatchObject({ outcome: 'answer', resolver: good });
    expect(answer.failedResolvers.map(({ error }) => error.split(':')[0])).toEqual([
      'ECONNREFUSED',
      expect.stringMatching(/^(ECONNRESET|UND_ERR_SOCKET)$/),
      'HTTP 307',
      'timeout',
      'oversize',
    ]);
  });

  test('gives up on a body that comes one byte at a time', async () => {
    const url = await startPlain((_, response) => {
      response.writeHead(200, { 'content-type': 'application/dns-message' });
      const drip = setInterval(() => response.write(Buffer.alloc(1)), 20);
      response.on('close', () => clearInterval(drip));
    });
    expect(await resolveWith([url], { timeoutMs: 200 })('mx.test', 'A')).toMatchObject({
      outcome: 'timeout',
    });
  });

  test('C9: asks again with CD over the same wire and finds the answer bogus', async () => {
    const url = await startPlain(
      serveDns((query) =>
        query.checkingDisabled
          ? answerA(query)
          : writeResponse({
              question: { name: query.name, type: query.type },
              rcode: 2,
              additionals: [extendedError(6, 'bad signature')],
            }),
      ),
    );
    expect(await resolveWith([url])('mx.test', 'A')).toMatchObject({
      outcome: 'servfail',
      dnssec: 'bogus',
      ede: [{ code: 6, name: 'DNSSEC Bogus', text: 'bad signature' }],
    });
  });
});

async function makeCertificate(): Promise<{ readonly key: string; readonly certificate: string }> {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const made = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=localhost',
    keys,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }])],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`,
    certificate: made.toString('pem'),
  };
}
