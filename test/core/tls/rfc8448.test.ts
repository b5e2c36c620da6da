/** RFC 8448 §3, §4 (but for the early data) and §5 replayed: with the RFC's keys and randoms the client sends the RFC's octets. */
import { createECDH } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createCryptography } from '../../../src/adapters/cryptography.ts';
import { x25519, x25519PublicValue } from '../../../src/adapters/x25519.ts';
import { concat } from '../../../src/core/base/bytes.ts';
import { ok } from '../../../src/core/base/result.ts';
import { toHex } from '../../../src/core/base/text.ts';
import type { Cryptography, KeyShare } from '../../../src/core/cryptography.ts';
import { createTlsClient } from '../../../src/core/tls/client.ts';
import { parseClientHello } from '../../../src/core/tls/client-hello.ts';
import { templateOf } from '../../../src/core/tls/hello-filling.ts';
import {
  applicationSecrets,
  binder,
  finishedValue,
  handshakeSecrets,
  resumptionSecret,
} from '../../../src/core/tls/key-schedule-13.ts';
import { Transcript } from '../../../src/core/tls/transcript.ts';
import vectors from '../../vectors/tls/rfc8448.json' with { type: 'json' };
import { bytes } from './bytes.ts';

const recordHeader = 5;
const randomOffset = 6;

function helloOf(record: string) {
  const message = bytes(record).subarray(recordHeader);
  const hello = parseClientHello(message);
  if (!hello.ok) throw new Error(hello.error);
  return {
    template: templateOf(hello.value, 0x0301),
    random: message.slice(randomOffset, randomOffset + 32),
  };
}

/** Remembers its one agreement: the trace is replayed a thousand times. */
function x25519Share(privateKey: string): KeyShare {
  const scalar = bytes(privateKey);
  const known = new Map<string, Uint8Array>();
  return {
    publicValue: x25519PublicValue(scalar),
    agree(peer) {
      const secret = known.get(toHex(peer)) ?? x25519(scalar, peer);
      known.set(toHex(peer), secret);
      return ok(secret);
    },
  };
}

function p256Share(privateKey: string): KeyShare {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(bytes(privateKey));
  return {
    publicValue: new Uint8Array(ecdh.getPublicKey()),
    agree: (peer) => ok(new Uint8Array(ecdh.computeSecret(peer))),
  };
}

function replaying(random: Uint8Array, shares: Record<string, KeyShare>): Cryptography {
  return {
    ...createCryptography(),
    randomBytes: (length) => random.slice(0, length),
    keyShare: (group) => {
      const share = shares[group];
      if (share === undefined) throw new Error(`the trace has no share of ${group}`);
      return share;
    },
  };
}

describe('RFC 8448 §3, simple 1-RTT handshake', () => {
  const trace = vectors.simple;
  const share = x25519Share(trace.clientPrivateKey);
  const { template, random } = helloOf(trace.clientHelloRecord);
  function start() {
    const client = createTlsClient({
      hello: template,
      helloName: 'rfc8448',
      serverName: 'server',
      cryptography: replaying(random, { x25519: share }),
    });
    return { client, first: client.start() };
  }

  test('sends every record of the client and reads every record of the server', () => {
    const { client, first } = start();
    expect(toHex(first)).toBe(trace.clientHelloRecord);
    expect(client.receive(bytes(trace.serverHelloRecord)).toSend).toHaveLength(0);
    const finished = client.receive(bytes(trace.serverFlightRecord));
    expect(finished.state).toBe('established');
    expect(toHex(finished.toSend)).toBe(trace.clientFinishedRecord);
    expect(client.receive(bytes(trace.serverTicketRecord)).state).toBe('established');
    const data = Uint8Array.from({ length: 50 }, (_, i) => i);
    expect(toHex(client.send(data))).toBe(trace.clientApplicationRecord);
    expect(client.receive(bytes(trace.serverApplicationRecord)).applicationData).toEqual(data);
    const closing = start().client;
    for (const record of [trace.serverHelloRecord, trace.serverFlightRecord]) closing.receive(bytes(record));
    closing.send(data);
    expect(toHex(closing.close())).toBe(trace.clientAlertRecord);
    expect(client.receive(bytes(trace.serverAlertRecord)).state).toBe('closed');
    expect(client.facts).toMatchObject({
      outcome: 'completed',
      version: 'TLSv1.3',
      suite: 'TLS_AES_128_GCM_SHA256',
      group: 'x25519',
      keyExchange: 'ecdhe',
      signatureScheme: 'rsa_pss_rsae_sha256',
      signatureVerified: 'valid',
      helloRetryRequest: false,
      serverName: 'server',
    });
    expect(client.facts.failure).toBeUndefined();
  });

  const server = concat(
    ...[trace.serverHelloRecord, trace.serverFlightRecord, trace.serverTicketRecord].map(bytes),
    bytes(trace.serverApplicationRecord),
  );

  test('gives the same when split in two at every offset', () => {
    const { client: whole } = start();
    whole.receive(server);
    const expected = { ...whole.facts };
    expect(expected.ticketBeforeFinished).toBe(true);
    delete expected.ticketBeforeFinished;
    for (let at = 1; at < server.length; at++) {
      const { client } = start();
      const sent = concat(
        client.receive(server.subarray(0, at)).toSend,
        client.receive(server.subarray(at)).toSend,
      );
      expect(toHex(sent)).toBe(trace.clientFinishedRecord);
      // This one fact is about what came along with what (RFC 8446 §4.6.1).
      const { ticketBeforeFinished: _, ...facts } = client.facts;
      expect(facts).toEqual(expected);
    }
  });

  test('gives the same one byte at a time', () => {
    const { client } = start();
    let sent = '';
    let heard = 0;
    for (const byte of server) {
      const progress = client.receive(Uint8Array.of(byte));
      sent += toHex(progress.toSend);
      heard += progress.applicationData.length;
    }
    expect(sent).toBe(trace.clientFinishedRecord);
    expect(heard).toBe(50);
    expect(client.facts.outcome).toBe('completed');
  });

  test('knows, after every truncation, how far the server came', () => {
    const steps = new Set<string>();
    const handshake = bytes(trace.serverHelloRecord + trace.serverFlightRecord);
    for (let length = 0; length < handshake.length; length++) {
      const { client } = start();
      client.receive(handshake.subarray(0, length));
      expect(client.ended('closed').state).toBe('failed');
      const { failure, outcome } = client.facts;
      expect({ outcome, kind: failure?.kind }).toEqual({ outcome: 'failed', kind: 'closed' });
      steps.add(failure?.step ?? '');
    }
    expect(steps).toEqual(new Set(['server-hello', 'encrypted-extensions']));
  });
});

describe('RFC 8448 §4, resumed handshake', () => {
  const [first, trace] = [vectors.simple, vectors.resumed];

  /** The session of §3, whose ticket came at 0; the second hello is sent 6 ms later. */
  function start() {
    const { template, random } = helloOf(first.clientHelloRecord);
    const client = createTlsClient({
      hello: template,
      helloName: 'rfc8448',
      serverName: 'server',
      cryptography: replaying(random, { x25519: x25519Share(first.clientPrivateKey) }),
    });
    client.start();
    for (const record of [first.serverHelloRecord, first.serverFlightRecord, first.serverTicketRecord])
      client.receive(bytes(record));
    const resuming = helloOf(trace.clientHelloRecord);
    return {
      session: client.resumable,
      client: createTlsClient({
        hello: resuming.template,
        helloName: 'rfc8448',
        serverName: 'server',
        cryptography: replaying(resuming.random, { x25519: x25519Share(trace.clientPrivateKey) }),
        resume: client.resumable,
        now: () => 6,
      }),
    };
  }

  test('the ticket of §3 comes with the key of §4', () => {
    const { session } = start();
    expect(session?.kind === 'pre-shared-key' && toHex(session.key)).toBe(trace.preSharedKey);
  });

  test('the hello is that of the RFC, ticket, age and binder too', () => {
    expect(toHex(start().client.start())).toBe(trace.clientHelloRecord);
  });

  test("the server's flight opens under the key; that it takes early data is refused, since we sent none", () => {
    const { client } = start();
    client.start();
    client.receive(bytes(trace.serverHelloRecord));
    client.receive(bytes(trace.serverFlightRecord));
    expect(client.facts).toMatchObject({
      failure: { step: 'encrypted-extensions', code: 'misplaced-extension', received: 'early_data' },
    });
  });

  test('secrets and Finished are those of the RFC', () => {
    const schedule = { cryptography: createCryptography(), hash: 'sha256' } as const;
    const transcript = new Transcript(schedule.cryptography);
    for (const record of [trace.clientHelloRecord, trace.serverHelloRecord])
      transcript.add(bytes(record).subarray(recordHeader));
    const preShared = bytes(trace.preSharedKey);
    const secrets = handshakeSecrets(
      schedule,
      { shared: bytes(trace.sharedSecret), preShared },
      transcript.hash('sha256'),
    );
    expect(toHex(secrets.client)).toBe(trace.clientHandshakeSecret);
    expect(toHex(secrets.server)).toBe(trace.serverHandshakeSecret);
    transcript.add(bytes(trace.encryptedExtensions));
    const verifyData = finishedValue(schedule, secrets.server, transcript.hash('sha256'));
    expect(`14000020${toHex(verifyData)}`).toBe(trace.serverFinished);
    transcript.add(bytes(trace.serverFinished));
    const { master } = applicationSecrets(schedule, secrets.handshake, transcript.hash('sha256'));
    expect(toHex(master)).toBe(trace.masterSecret);
    for (const message of [trace.endOfEarlyData, trace.clientFinished]) transcript.add(bytes(message));
    expect(toHex(resumptionSecret(schedule, master, transcript.hash('sha256')))).toBe(
      trace.resumptionMasterSecret,
    );
    expect(toHex(binder(schedule, preShared, bytes(trace.binderHash)))).toBe(trace.binder);
  });
});

describe('RFC 8448 §5, HelloRetryRequest with a cookie', () => {
  const trace = vectors.retry;

  test('sends every record of the client, cookie and padding in their places', () => {
    // The second hello is the template: it has the places for both.
    const { template, random } = helloOf(trace.secondClientHelloRecord);
    const x25519Group = 0x001d;
    const client = createTlsClient({
      hello: {
        ...template,
        extensions:
          template.extensions?.map((extension) =>
            extension.kind === 'key_share'
              ? { kind: 'key_share', shares: [{ group: x25519Group, value: new Uint8Array() }] }
              : extension,
          ) ?? null,
      },
      helloName: 'rfc8448',
      serverName: 'server',
      cryptography: replaying(random, {
        x25519: x25519Share(trace.clientPrivateKey),
        secp256r1: p256Share(trace.clientPrivateKeyP256),
      }),
    });
    expect(toHex(client.start())).toBe(trace.clientHelloRecord);
    expect(toHex(client.receive(bytes(trace.helloRetryRecord)).toSend)).toBe(trace.secondClientHelloRecord);
    client.receive(bytes(trace.serverHelloRecord));
    const finished = client.receive(bytes(trace.serverFlightRecord));
    expect(toHex(finished.toSend)).toBe(trace.clientFinishedRecord);
    expect(toHex(client.close())).toBe(trace.clientAlertRecord);
    expect(client.facts).toMatchObject({
      outcome: 'completed',
      group: 'secp256r1',
      helloRetryRequest: true,
      signatureVerified: 'valid',
    });
  });
});
