/** Sessions of node:tls servers offered again: tickets and session ids, all kinds of record protection, and servers that forget. */
import { constants } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type TlsOptions } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import type { ClientHelloTemplate } from '../../../src/core/tls/client-hello.ts';
import { extensionTypes } from '../../../src/core/tls/code-points.ts';
import { groupCode } from '../../../src/core/tls/groups.ts';
import { broadHello } from '../../../src/core/tls/hellos.ts';
import type { ResumableSession } from '../../../src/core/tls/resumable-session.ts';
import servers from '../../vectors/tls/servers.json' with { type: 'json' };
import { type Conversation, converse } from './loopback.ts';

const running: Server[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.close();
});

async function start(
  options: TlsOptions,
  prepare: (server: Server) => void = () => undefined,
): Promise<number> {
  const { key, certificate } = servers.rsa;
  const server = createServer({ key, cert: certificate, dhparam: 'auto', ...options }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => socket.write(data));
  });
  server.on('tlsClientError', () => undefined);
  prepare(server);
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** The broad hello, telling that tickets are understood. */
const hello: ClientHelloTemplate = {
  ...broadHello,
  extensions: [
    ...(broadHello.extensions ?? []),
    { kind: 'opaque', type: extensionTypes.session_ticket, data: new Uint8Array() },
  ],
};

async function twice(port: number, second = port): Promise<{ first: Conversation; again: Conversation }> {
  const first = await converse(port, { hello });
  const again = await converse(second, { hello, resume: first.resumable });
  expect(first.heard).toBe('NOOP');
  return { first, again };
}

const old = (version: 'TLSv1' | 'TLSv1.1', ciphers: string): TlsOptions => ({
  minVersion: version,
  maxVersion: version,
  ciphers: `${ciphers}:@SECLEVEL=0`,
});
const tls12 = (ciphers: string): TlsOptions => ({ maxVersion: 'TLSv1.2', ciphers });

describe('a session is resumed, and carries data both ways,', () => {
  const rows: [string, TlsOptions, string][] = [
    ['of TLS 1.3 with SHA-256', { ciphers: 'TLS_AES_128_GCM_SHA256' }, 'psk'],
    ['of TLS 1.3 with SHA-384', { ciphers: 'TLS_AES_256_GCM_SHA384' }, 'psk'],
    ['of TLS 1.3 after a HelloRetryRequest', { ecdhCurve: 'P-521' }, 'psk'],
    ['of TLS 1.2 with AES-GCM', tls12('ECDHE-RSA-AES128-GCM-SHA256'), 'ticket'],
    ['of TLS 1.2 with ChaCha20', tls12('ECDHE-RSA-CHACHA20-POLY1305'), 'ticket'],
    ['of TLS 1.2 with CBC, encrypt-then-MAC', tls12('DHE-RSA-AES256-SHA256'), 'ticket'],
    ['of TLS 1.2 with RSA key exchange', tls12('AES256-SHA'), 'ticket'],
    ['of TLS 1.1', old('TLSv1.1', 'ECDHE-RSA-AES128-SHA'), 'ticket'],
    ['of TLS 1.0', old('TLSv1', 'AES128-SHA'), 'ticket'],
  ];
  test.each(rows)('%s', async (_, options, by) => {
    const { first, again } = await twice(await start(options));
    expect(again.heard).toBe('NOOP');
    expect(again.facts).toMatchObject({
      outcome: 'completed',
      resumption: by,
      version: first.facts.version,
      suite: first.facts.suite,
      certificates: [],
    });
    expect(again.facts.failure).toBeUndefined();
    expect(first.facts.resumption).toBeUndefined();
  });

  test('of TLS 1.2 by its id, where the server gives no tickets', async () => {
    const kept = new Map<string, Buffer>();
    const options = { ...tls12('AES128-GCM-SHA256'), secureOptions: constants.SSL_OP_NO_TICKET };
    const port = await start(options, (server) => {
      server.on('newSession', (id, data, done) => {
        kept.set(id.toString('hex'), data);
        done();
      });
      server.on('resumeSession', (id, done) => done(null, kept.get(id.toString('hex')) ?? null));
    });
    const { first, again } = await twice(port);
    expect(first.facts).toMatchObject({ sessionId: true });
    expect(again.heard).toBe('NOOP');
    expect(again.facts).toMatchObject({ resumption: 'session-id', certificates: [] });
    kept.clear();
    const forgotten = await converse(port, { hello, resume: first.resumable });
    expect(forgotten.facts).toMatchObject({ outcome: 'completed', resumption: 'declined' });
  });
});

describe('a full handshake is made', () => {
  test.each([
    ['TLS 1.3', {}],
    ['TLS 1.2', { maxVersion: 'TLSv1.2' }],
  ] as const)('by another server, which can not read the ticket (%s)', async (_, options) => {
    const { again } = await twice(await start(options), await start(options));
    expect(again.heard).toBe('NOOP');
    expect(again.facts).toMatchObject({ outcome: 'completed', resumption: 'declined' });
    expect(again.facts.certificates).toHaveLength(1);
  });

  test.each([
    ['TLS 1.3', {}],
    ['TLS 1.2', { maxVersion: 'TLSv1.2' }],
  ] as const)('where the ticket is garbage (%s)', async (_, options) => {
    const port = await start(options);
    const { resumable } = await converse(port, { hello });
    const garbage = new Uint8Array(200).fill(0xa5);
    const resume: ResumableSession | undefined =
      resumable?.kind === 'pre-shared-key'
        ? { ...resumable, ticket: garbage }
        : resumable && { ...resumable, by: { kind: 'ticket', ticket: garbage } };
    const { facts, heard } = await converse(port, { hello, resume });
    expect(heard).toBe('NOOP');
    expect(facts).toMatchObject({ outcome: 'completed', resumption: 'declined' });
  });
});

test('a server that is shown the wrong key for its ticket refuses the binder', async () => {
  const port = await start({});
  const { resumable } = await converse(port, { hello });
  if (resumable?.kind !== 'pre-shared-key') throw new Error('no ticket came');
  expect(resumable.group).toBe(groupCode('x25519'));
  const { facts } = await converse(port, { hello, resume: { ...resumable, key: new Uint8Array(32) } });
  expect(facts).toMatchObject({ outcome: 'failed', failure: { kind: 'alert', step: 'server-hello' } });
  expect(facts.resumption).toBeUndefined();
});
