/** Sessions of TLS 1.3 offered again: how a server takes the pre-shared key, declines it, or lies about it. */
import { describe, expect, test } from 'vitest';
import { concat, Writer } from '../../../src/core/base/bytes.ts';
import { toBase64, toHex } from '../../../src/core/base/text.ts';
import { createTlsClient, type TlsClient } from '../../../src/core/tls/client.ts';
import { findExtension } from '../../../src/core/tls/client-hello.ts';
import { contentTypes, extensionTypes, handshakeTypes, versions } from '../../../src/core/tls/code-points.ts';
import { groupCode } from '../../../src/core/tls/groups.ts';
import { binder } from '../../../src/core/tls/key-schedule-13.ts';
import { writeMessage } from '../../../src/core/tls/messages.ts';
import { probingHello } from '../../../src/core/tls/probing-hello.ts';
import { RecordReader } from '../../../src/core/tls/record-reader.ts';
import type { ResumableSession, ResumableSession13 } from '../../../src/core/tls/resumable-session.ts';
import { suiteCode } from '../../../src/core/tls/suites.ts';
import { Transcript } from '../../../src/core/tls/transcript.ts';
import {
  cryptography,
  type Flight13,
  helloIn,
  newTicket13,
  record,
  type Script,
  type Sent,
  serve13,
  serverHello,
} from './scripted-server.ts';

const hello = probingHello({
  version: versions.tls13,
  suites: ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'].map(suiteCode),
  groups: ['x25519', 'secp384r1'].map(groupCode),
  schemes: [0x0403],
  shares: [groupCode('x25519')],
});
const ticket = new TextEncoder().encode('a ticket that only its server can read');
const ageAdd = 0xffff_fff0;

const clientWith = (resume?: ResumableSession, now?: () => number): TlsClient =>
  createTlsClient({
    hello,
    helloName: 'probing',
    serverName: 'mx.badmx.test',
    cryptography,
    resume,
    ...(now && { now }),
  });

const newTicket = (lifetimeSeconds = 7200): Uint8Array => newTicket13(ticket, { lifetimeSeconds, ageAdd });

function completed(now?: () => number): { client: TlsClient; flight: Flight13 } {
  const client = clientWith(undefined, now);
  const flight = serve13(client.start());
  expect(client.receive(concat(flight.hello, flight.rest)).state).toBe('established');
  return { client, flight };
}

function sessionAt(receivedAt = 0): ResumableSession13 {
  const { client, flight } = completed(() => receivedAt);
  client.receive(flight.application.seal({ type: contentTypes.handshake, payload: newTicket() }));
  if (client.resumable?.kind !== 'pre-shared-key') throw new Error('nothing to resume by');
  return client.resumable;
}

describe('a completed session', () => {
  test('can be resumed once a ticket came, and keeps its secrets out of the facts', () => {
    const { client, flight } = completed(() => 1234);
    expect(client.resumable).toBeUndefined();
    client.receive(flight.application.seal({ type: contentTypes.handshake, payload: newTicket() }));
    const { resumable } = client;
    expect(resumable).toMatchObject({ version: versions.tls13, ticket, ageAdd, receivedAt: 1234 });
    expect(client.facts.sessionTicket).toBe(true);
    const facts = JSON.stringify(client.facts);
    const key = resumable?.kind === 'pre-shared-key' ? resumable.key : new Uint8Array();
    for (const secret of [ticket, key])
      for (const text of [toHex(secret), toBase64(secret)]) expect(facts).not.toContain(text);
  });
  test('is to be forgotten where the ticket lives for no time (RFC 8446 §4.6.1)', () => {
    const { client, flight } = completed();
    client.receive(flight.application.seal({ type: contentTypes.handshake, payload: newTicket(0) }));
    expect(client.facts.sessionTicket).toBe(true);
    expect(client.resumable).toBeUndefined();
  });
});

/** The binder that a server would compute for a hello, and the one in it. */
function bindersOf(message: Uint8Array, session: ResumableSession13, before: Transcript) {
  const truncated = message.subarray(0, message.length - 32 - 3);
  const schedule = { cryptography, hash: session.hash };
  return {
    due: toHex(binder(schedule, session.key, before.hash(session.hash, truncated))),
    sent: toHex(message.subarray(-32)),
  };
}

describe('a hello that offers a session', () => {
  test('ends with the ticket, its age and the binder (RFC 8446 §4.2.11)', () => {
    const session = sessionAt(1000);
    const { hello: sent, message } = helloIn(clientWith(session, () => 1020.4).start());
    expect(sent.extensions?.at(-1)?.kind).toBe('pre_shared_key');
    const offered = findExtension(sent, 'pre_shared_key');
    // 20 ms more than ageAdd, which is 16 short of 2^32.
    expect(offered?.identities).toEqual([{ identity: ticket, obfuscatedAge: 4 }]);
    const { due, sent: bound } = bindersOf(message, session, new Transcript(cryptography));
    expect(bound).toBe(due);
  });

  test('is bound to the first hello and the HelloRetryRequest too', () => {
    const session = sessionAt();
    const client = clientWith(session);
    const first = client.start();
    const group = groupCode('secp384r1');
    const retry = serverHello(helloIn(first).hello, {
      random: cryptography.hash('sha256', new TextEncoder().encode('HelloRetryRequest')),
      extensions: [
        [extensionTypes.supported_versions, Uint8Array.of(3, 4)],
        [extensionTypes.key_share, new Writer().uint16(group).finish()],
      ],
    });
    const records = new RecordReader();
    records.push(client.receive(record(contentTypes.handshake, retry)).toSend);
    records.next();
    const second = records.next()?.payload ?? new Uint8Array();
    const before = new Transcript(cryptography);
    before.add(helloIn(first).message);
    before.foldFirstHello('sha256');
    before.add(retry);
    const { due, sent } = bindersOf(second, session, before);
    expect(sent).toBe(due);
  });
});

function resume(script: (session: ResumableSession13) => Script) {
  const session = sessionAt();
  const client = clientWith(session);
  const flight = serve13(client.start(), script(session));
  return { client, flight, progress: client.receive(concat(flight.hello, flight.rest)) };
}

describe('a server that takes the key', () => {
  test('shows no certificate, and its Finished is verified; what it then gives can be resumed again', () => {
    const { client, flight, progress } = resume((session) => ({ resume: session }));
    expect(progress.state).toBe('established');
    expect(client.facts).toMatchObject({ outcome: 'completed', resumption: 'psk', certificates: [] });
    expect(client.facts.signatureVerified).toBeUndefined();
    const records = new RecordReader();
    records.push(progress.toSend);
    records.next();
    const finished = records.next();
    expect(finished && flight.client.handshake.open(finished).payload[0]).toBe(handshakeTypes.finished);
    client.receive(flight.application.seal({ type: contentTypes.handshake, payload: newTicket() }));
    expect(client.resumable?.kind).toBe('pre-shared-key');
  });
  test('may change the suite, if the hash stays the same', () => {
    const { client } = resume((session) => ({ resume: session, suite: 'TLS_CHACHA20_POLY1305_SHA256' }));
    expect(client.facts).toMatchObject({ resumption: 'psk', suite: 'TLS_CHACHA20_POLY1305_SHA256' });
  });
});

test('a server that declines makes a full handshake', () => {
  const { client, progress } = resume(() => ({}));
  expect(progress.state).toBe('established');
  expect(client.facts).toMatchObject({ outcome: 'completed', resumption: 'declined' });
  expect(client.facts.certificates).toHaveLength(1);
});

describe('a server that lies about it is named:', () => {
  const spoilt = (which: Sent['name']) => (name: Sent['name'], message: Uint8Array) =>
    name === which ? message.map((byte, i) => (i === message.length - 1 ? byte ^ 1 : byte)) : message;
  const otherKey = (session: ResumableSession13) => ({ ...session, key: new Uint8Array(32) });
  const request = writeMessage(handshakeTypes.certificateRequest, (body) => body.uint8(0).uint16(0));
  const cases: [string, (session: ResumableSession13) => Script, object][] = [
    [
      'an identity that was not offered',
      (session) => ({ resume: session, selectedIdentity: 1 }),
      { step: 'server-hello', code: 'unoffered-psk', received: 'identity 1' },
    ],
    [
      'a suite that the key does not go with',
      (session) => ({ resume: session, suite: 'TLS_AES_256_GCM_SHA384' }),
      { step: 'server-hello', code: 'psk-hash-mismatch' },
    ],
    [
      'a key without a share, which was not offered (psk_ke)',
      () => ({
        extensions: [
          [extensionTypes.supported_versions, Uint8Array.of(3, 4)],
          [extensionTypes.pre_shared_key, Uint8Array.of(0, 0)],
        ],
      }),
      { step: 'server-hello', code: 'no-key-share' },
    ],
    [
      'another key than that of the session',
      (session) => ({ resume: otherKey(session) }),
      { step: 'encrypted-extensions', code: 'bad-record-mac' },
    ],
    [
      'a wrong Finished',
      (session) => ({ resume: session, tamper: spoilt('finished') }),
      { step: 'finished', code: 'bad-finished' },
    ],
    [
      'no Finished, but a certificate or a demand for one',
      (session) => ({
        resume: session,
        order: ([first]) => [...(first ? [first] : []), { name: 'certificate', message: request }],
      }),
      { step: 'finished', code: 'unexpected-message', received: 'certificate_request' },
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
  });

  test('a key where none was offered', () => {
    const client = clientWith();
    client.receive(serve13(client.start(), { resume: sessionAt() }).hello);
    expect(client.facts.failure).toMatchObject({ code: 'unoffered-extension', received: 'pre_shared_key' });
  });
});
