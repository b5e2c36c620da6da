/** Sessions of TLS 1.2 offered again: how a server resumes them, declines, or lies about it. */
import { describe, expect, test } from 'vitest';
import { toBase64, toHex } from '../../../src/core/base/text.ts';
import { createTlsClient, type TlsClient } from '../../../src/core/tls/client.ts';
import { alerts, contentTypes, extensionTypes, versions } from '../../../src/core/tls/code-points.ts';
import { groupCode } from '../../../src/core/tls/groups.ts';
import { probingHello } from '../../../src/core/tls/probing-hello.ts';
import type { ResumableSession, ResumableSession12 } from '../../../src/core/tls/resumable-session.ts';
import { suiteCode } from '../../../src/core/tls/suites.ts';
import { type Resumption12, serveResumed12 } from './scripted-resumption-12.ts';
import { cryptography, helloIn, record } from './scripted-server.ts';
import { type Script12, serve12 } from './scripted-server-12.ts';

const suites = ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'].map(
  suiteCode,
);
const hello = probingHello({
  version: versions.tls12,
  suites,
  groups: [groupCode('x25519')],
  schemes: [0x0403],
});
const ticket = new TextEncoder().encode('a ticket that only its server can read');
const sessionId = new Uint8Array(32).fill(7);

const clientWith = (resume?: ResumableSession): TlsClient =>
  createTlsClient({ hello, helloName: 'probing', serverName: 'mx.badmx.test', cryptography, resume });

function completed(script: Script12): TlsClient {
  const client = clientWith();
  const server = serve12(client.start(), script);
  const { flight } = server.finish(client.receive(server.first).toSend);
  expect(client.receive(flight).state).toBe('established');
  return client;
}

function sessionFrom(script: Script12): ResumableSession12 {
  const { resumable } = completed(script);
  if (resumable?.kind !== 'master-secret') throw new Error('nothing to resume by');
  return resumable;
}

describe('a completed session', () => {
  test('can be resumed by its ticket, even where it has an id too (RFC 5077 §3.4)', () => {
    expect(sessionFrom({ ticket, sessionId }).by).toEqual({ kind: 'ticket', ticket });
  });
  test('can be resumed by the id that the server gave it', () => {
    expect(sessionFrom({ sessionId }).by).toEqual({ kind: 'session-id', id: sessionId });
  });
  test('cannot be resumed without either, nor by an empty ticket (RFC 5077 §3.3)', () => {
    expect(completed({}).resumable).toBeUndefined();
    expect(completed({ ticket: new Uint8Array() }).resumable).toBeUndefined();
  });
  test('keeps its secrets out of the facts', () => {
    const client = completed({ ticket, sessionId });
    const facts = JSON.stringify(client.facts);
    const session = sessionFrom({ ticket, sessionId });
    for (const secret of [ticket, sessionId, session.master])
      for (const text of [toHex(secret), toBase64(secret)]) expect(facts).not.toContain(text);
    expect(client.facts).toMatchObject({ sessionTicket: true, sessionId: true });
  });
  test('is not there before the server has proven itself', () => {
    const client = clientWith();
    const server = serve12(client.start(), { sessionId, ticket });
    client.receive(server.first);
    expect(client.resumable).toBeUndefined();
  });
});

describe('a hello that offers a session', () => {
  test('carries the ticket, and an id of its own for the server to give back', () => {
    const sent = helloIn(clientWith(sessionFrom({ ticket })).start()).hello;
    expect(sent.sessionId).toHaveLength(32);
    expect(sent.extensions).toContainEqual({
      kind: 'opaque',
      type: extensionTypes.session_ticket,
      data: ticket,
    });
  });
  test('carries the id of the session', () => {
    expect(helloIn(clientWith(sessionFrom({ sessionId })).start()).hello.sessionId).toEqual(sessionId);
  });
});

function resume(script: Resumption12, by: Script12 = { ticket }) {
  const session = sessionFrom(by);
  const client = clientWith(session);
  const server = serveResumed12(client.start(), session, script);
  return { client, server, progress: client.receive(server.flight) };
}

describe('a server that takes the session back', () => {
  test.each([
    ['ticket', { ticket }, {}],
    ['ticket', { ticket }, { newTicket: Uint8Array.of(1, 2, 3) }],
    ['session-id', { sessionId }, {}],
  ] as const)('by its %s shows no certificate, and its Finished is verified', (kind, by, script) => {
    const { client, server, progress } = resume(script, by);
    expect(progress.state).toBe('established');
    expect(server.isRight(progress.toSend)).toBe(true);
    expect(client.facts).toMatchObject({ outcome: 'completed', resumption: kind, certificates: [] });
    expect(client.facts.failure).toBeUndefined();
  });

  test('has not, as long as its Finished is not there', () => {
    const session = sessionFrom({ ticket });
    const whole = clientWith(session);
    const length = serveResumed12(whole.start(), session).flight.length;
    for (let at = 0; at < length; at++) {
      const client = clientWith(session);
      client.receive(serveResumed12(client.start(), session).flight.subarray(0, at));
      client.ended('closed');
      expect(client.facts).toMatchObject({ outcome: 'failed', failure: { kind: 'closed' } });
      expect(client.facts.resumption).toBeUndefined();
    }
  });
});

describe('a server that does not', () => {
  test.each([
    ['an id of its own', { sessionId: new Uint8Array(32).fill(9) }],
    ['no id', {}],
  ])('declines with %s and makes a full handshake', (_, script) => {
    const client = clientWith(sessionFrom({ ticket }));
    const server = serve12(client.start(), script);
    const { flight } = server.finish(client.receive(server.first).toSend);
    expect(client.receive(flight).state).toBe('established');
    expect(client.facts).toMatchObject({ outcome: 'completed', resumption: 'declined' });
    expect(client.facts.certificates).toHaveLength(1);
  });
  test('and answers with an alert has said nothing of the session', () => {
    const client = clientWith(sessionFrom({ ticket }));
    client.start();
    client.receive(record(contentTypes.alert, Uint8Array.of(2, alerts.internal_error)));
    expect(client.facts).toMatchObject({ failure: { kind: 'alert', alert: 'internal_error' } });
    expect(client.facts.resumption).toBeUndefined();
  });
});

describe('a server that lies about it is named:', () => {
  const cases: [string, Resumption12, object][] = [
    ['a wrong Finished', { instead: 'wrong-finished' }, { step: 'finished', code: 'bad-finished' }],
    [
      'the id given back, and then a certificate',
      { instead: 'certificate' },
      { step: 'finished', code: 'unexpected-message', received: 'certificate' },
    ],
    [
      'a Finished in the clear',
      { instead: 'finished-in-the-clear' },
      { step: 'finished', code: 'unexpected-message', received: 'finished' },
    ],
    ['another suite', { suite: suites[1] ?? 0 }, { step: 'server-hello', code: 'resumed-otherwise' }],
    [
      'another kind of master secret (RFC 7627 §5.3)',
      { extendedMasterSecret: true },
      { step: 'server-hello', code: 'resumed-otherwise' },
    ],
    [
      'an older version',
      { version: versions.tls11 },
      { step: 'server-hello', code: 'suite-version-mismatch' },
    ],
  ];
  test.each(cases)('%s', (_, script, expected) => {
    const { client, progress } = resume(script);
    expect(progress.state).toBe('failed');
    expect(client.facts).toMatchObject({
      outcome: 'failed',
      failure: { kind: 'peer-misbehaved', ...expected },
    });
    expect(client.facts.resumption).toBeUndefined();
    expect(progress.toSend.length).toBeGreaterThan(0);
  });

  test('falling silent ends with the patience of the caller', () => {
    const { client, progress } = resume({ instead: 'nothing' });
    expect(progress.state).toBe('handshaking');
    expect(client.ended('timeout').state).toBe('failed');
    expect(client.facts.failure).toMatchObject({ kind: 'timeout', step: 'finished' });
  });
});
