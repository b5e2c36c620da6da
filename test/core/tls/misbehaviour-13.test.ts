/** What a TLS 1.3 server may do wrong, and the name each thing gets: nothing passes as a completed handshake. */
import { describe, expect, test } from 'vitest';
import { concat, Writer } from '../../../src/core/base/bytes.ts';
import { asciiBytes } from '../../../src/core/base/text.ts';
import { createTlsClient, type TlsClient, type TlsProgress } from '../../../src/core/tls/client.ts';
import { alerts, contentTypes, extensionTypes, handshakeTypes } from '../../../src/core/tls/code-points.ts';
import { groupCode } from '../../../src/core/tls/groups.ts';
import { broadHello } from '../../../src/core/tls/hellos.ts';
import { writeMessage } from '../../../src/core/tls/messages.ts';
import type { Sealer } from '../../../src/core/tls/record-protection.ts';
import {
  cryptography,
  helloIn,
  type MessageName,
  newTicket13,
  record,
  type Script,
  serve13,
  serverHello,
  signatureFor,
} from './scripted-server.ts';

function newClient(): { client: TlsClient; hello: Uint8Array } {
  const client = createTlsClient({
    hello: broadHello,
    helloName: 'broad',
    serverName: 'mx.badmx.test',
    cryptography,
  });
  return { client, hello: client.start() };
}

function run(script: Script): { client: TlsClient; progress: TlsProgress } {
  const { client, hello } = newClient();
  const flight = serve13(hello, script);
  return { client, progress: client.receive(concat(flight.hello, flight.rest)) };
}

/** Change one byte, counted from the end. */
const spoil =
  (which: MessageName, fromEnd = 1) =>
  (name: MessageName, message: Uint8Array): Uint8Array => {
    if (name !== which) return message;
    const spoilt = message.slice();
    const at = spoilt.length - fromEnd;
    spoilt[at] = (spoilt[at] ?? 0) ^ 1;
    return spoilt;
  };

function expectFault(script: Script, expected: { step: string; code: string; kind?: string }): void {
  const { client, progress } = run(script);
  expect(progress.state).toBe('failed');
  expect(client.facts.outcome).toBe('failed');
  expect(client.facts.failure).toMatchObject({ kind: 'peer-misbehaved', ...expected });
  expect(progress.toSend.length).toBeGreaterThan(0);
}

const keys = Object.keys(signatureFor) as (keyof typeof signatureFor)[];
test.each(keys)('completes with a scripted server that behaves (%s key)', (key) => {
  const { client, progress } = run({ key });
  expect(client.facts.failure).toBeUndefined();
  expect(progress.state).toBe('established');
  expect(client.facts).toMatchObject({ outcome: 'completed', signatureVerified: 'valid' });
});

const extension = (type: number, body: Uint8Array) => [type, body] as const;
const versionExtension = extension(extensionTypes.supported_versions, Uint8Array.of(3, 4));
const share = (group: number, length: number, fill = 1) =>
  extension(
    extensionTypes.key_share,
    new Writer()
      .uint16(group)
      .vector(2, (inner) => inner.bytes(new Uint8Array(length).fill(fill)))
      .finish(),
  );
const x25519 = groupCode('x25519');

const cases: [string, Script, { step: string; code: string; kind?: string }][] = [
  [
    'a wrong signature',
    { tamper: spoil('certificateVerify') },
    { step: 'certificate-verify', code: 'bad-signature' },
  ],
  [
    'a signature over another handshake',
    { tamper: spoil('encryptedExtensions', 0), key: 'ed25519', scheme: 0x0403 },
    { step: 'certificate-verify', code: 'signature-scheme-mismatch' },
  ],
  ['a bad Finished', { tamper: spoil('finished') }, { step: 'finished', code: 'bad-finished' }],
  [
    'a signature scheme that was not offered',
    { scheme: 0x0101 },
    { step: 'certificate-verify', code: 'unoffered-signature-scheme' },
  ],
  [
    'PKCS#1 in TLS 1.3, though offered for TLS 1.2',
    { key: 'rsa', scheme: 0x0401 },
    { step: 'certificate-verify', code: 'unoffered-signature-scheme' },
  ],
  [
    'a curve that does not fit the scheme',
    { key: 'p384', scheme: 0x0403 },
    { step: 'certificate-verify', code: 'signature-scheme-mismatch' },
  ],
  [
    'a suite that was not offered',
    { tamper: (name, message) => (name === 'serverHello' ? patchSuite(message, 0x1305) : message) },
    { step: 'server-hello', code: 'unoffered-suite' },
  ],
  [
    'a suite of TLS 1.2',
    { tamper: (name, message) => (name === 'serverHello' ? patchSuite(message, 0xc02f) : message) },
    { step: 'server-hello', code: 'suite-version-mismatch' },
  ],
  ['compression', { compression: 1 }, { step: 'server-hello', code: 'compression' }],
  [
    'another session id',
    { sessionId: new Uint8Array(32) },
    { step: 'server-hello', code: 'bad-session-id-echo' },
  ],
  [
    'a version that was not offered',
    { extensions: [extension(extensionTypes.supported_versions, Uint8Array.of(3, 5))] },
    { step: 'server-hello', code: 'unoffered-version' },
  ],
  [
    'TLS 1.2 chosen inside supported_versions',
    { extensions: [extension(extensionTypes.supported_versions, Uint8Array.of(3, 3))] },
    { step: 'server-hello', code: 'unoffered-version' },
  ],
  [
    'SSL 3.0',
    { extensions: [extension(extensionTypes.supported_versions, Uint8Array.of(3, 0))] },
    { step: 'server-hello', code: 'unsupported-version', kind: 'peer-incompatible' },
  ],
  ['no key share', { extensions: [versionExtension] }, { step: 'server-hello', code: 'no-key-share' }],
  [
    'a share in a group that was not offered',
    { extensions: [versionExtension, share(groupCode('x448'), 56)] },
    { step: 'server-hello', code: 'unoffered-group' },
  ],
  [
    'a share of small order',
    { extensions: [versionExtension, share(x25519, 32, 0)] },
    { step: 'server-hello', code: 'bad-key-share' },
  ],
  [
    'a share of the wrong length',
    { extensions: [versionExtension, share(x25519, 31)] },
    { step: 'server-hello', code: 'bad-key-share' },
  ],
  [
    'a point that is not on the curve',
    { extensions: [versionExtension, share(groupCode('secp256r1'), 65, 4)] },
    { step: 'server-hello', code: 'bad-key-share' },
  ],
  [
    'an extension that was not offered',
    { extensions: [versionExtension, extension(extensionTypes.heartbeat, Uint8Array.of(1))] },
    { step: 'server-hello', code: 'unoffered-extension' },
  ],
  [
    'an extension that belongs elsewhere',
    { extensions: [versionExtension, extension(extensionTypes.server_name, new Uint8Array())] },
    { step: 'server-hello', code: 'misplaced-extension' },
  ],
  [
    'an extension that is there twice',
    { extensions: [versionExtension, versionExtension] },
    { step: 'server-hello', code: 'repeated-extension' },
  ],
  [
    'messages in another order',
    { order: ([first, second, ...rest]) => [second, first, ...rest].filter((one) => one !== undefined) },
    { step: 'encrypted-extensions', code: 'unexpected-message' },
  ],
  [
    'a repeated message',
    { order: (messages) => messages.flatMap((one) => (one.name === 'certificate' ? [one, one] : [one])) },
    { step: 'certificate-verify', code: 'unexpected-message' },
  ],
  [
    'no CertificateVerify',
    { order: (messages) => messages.filter((one) => one.name !== 'certificateVerify') },
    { step: 'certificate-verify', code: 'unexpected-message' },
  ],
  [
    'no certificate',
    {
      tamper: (name, message) =>
        name === 'certificate' ? writeMessage(handshakeTypes.certificate, (body) => body.uint32(0)) : message,
    },
    { step: 'certificate', code: 'no-certificate' },
  ],
  [
    'a certificate that is none',
    {
      tamper: (name, message) =>
        name === 'certificate'
          ? writeMessage(handshakeTypes.certificate, (body) =>
              body.uint8(0).vector(3, (list) => list.vector(3, (der) => der.uint8(5)).uint16(0)),
            )
          : message,
    },
    { step: 'certificate', code: 'bad-certificate' },
  ],
  [
    'a message with bytes left over',
    {
      tamper: (name, message) =>
        name === 'encryptedExtensions'
          ? writeMessage(handshakeTypes.encryptedExtensions, (body) => body.uint16(0).uint8(0))
          : message,
    },
    { step: 'encrypted-extensions', code: 'bad-encoding' },
  ],
];

function patchSuite(message: Uint8Array, suite: number): Uint8Array {
  const patched = message.slice();
  const sessionIdLength = patched[38] ?? 0;
  patched.set([suite >> 8, suite & 0xff], 39 + sessionIdLength);
  return patched;
}

describe('refuses, from a TLS 1.3 server,', () => {
  test.each(cases)('%s', (_, script, expected) => {
    expectFault(script, expected);
  });

  test('a record that does not decrypt', () => {
    const { client, hello } = newClient();
    const flight = serve13(hello);
    const spoilt = flight.rest.slice();
    spoilt[10] = (spoilt[10] ?? 0) ^ 1;
    client.receive(concat(flight.hello, spoilt));
    expect(client.facts.failure).toMatchObject({
      kind: 'peer-misbehaved',
      code: 'bad-record-mac',
      step: 'encrypted-extensions',
    });
  });

  test('a message that goes on after the keys have changed', () => {
    const { client, hello } = newClient();
    const flight = serve13(hello);
    const extra = record(contentTypes.handshake, concat(flight.hello.subarray(5), Uint8Array.of(8)));
    client.receive(concat(extra, flight.rest));
    expect(client.facts.failure).toMatchObject({ code: 'message-across-key-change' });
  });

  const request = (context: number, ...extensions: number[]) =>
    writeMessage(handshakeTypes.certificateRequest, (body) =>
      body
        .vector(1, (inner) => inner.bytes(new Uint8Array(context)))
        .vector(2, (list) => {
          for (const type of extensions)
            list.uint16(type).vector(2, (one) => one.vector(2, (codes) => codes.uint16(0x0403)));
        }),
    );
  const withRequest = (message: Uint8Array): Script => ({
    order: ([first, ...rest]) =>
      [first, { name: 'certificate' as const, message }, ...rest].filter((one) => one !== undefined),
  });
  test.each([
    ['with a context', request(1, extensionTypes.signature_algorithms), 'a context of 1 bytes'],
    ['without signature_algorithms', request(0), 'no signature_algorithms'],
  ])('a CertificateRequest %s', (_, message, received) => {
    const { client } = run(withRequest(message));
    expect(client.facts.failure).toMatchObject({ code: 'bad-certificate-request', received });
  });

  test('plaintext handshake after the ServerHello', () => {
    const { client, hello } = newClient();
    const flight = serve13(hello);
    const plain = record(
      contentTypes.handshake,
      writeMessage(handshakeTypes.encryptedExtensions, (body) => body.uint16(0)),
    );
    client.receive(concat(flight.hello, plain));
    expect(client.facts.failure).toMatchObject({
      code: 'unexpected-message',
      step: 'encrypted-extensions',
    });
  });
});

describe('HelloRetryRequest', () => {
  const retryRandom = cryptography.hash('sha256', asciiBytes('HelloRetryRequest'));
  const retry = (hello: Uint8Array, group: number | null) =>
    record(
      contentTypes.handshake,
      serverHello(helloIn(hello).hello, {
        random: retryRandom,
        extensions: [
          versionExtension,
          ...(group === null
            ? []
            : [extension(extensionTypes.key_share, new Writer().uint16(group).finish())]),
        ],
      }),
    );
  const faultAfter = (...groups: (number | null)[]) => {
    const { client, hello } = newClient();
    for (const group of groups) client.receive(retry(hello, group));
    return client.facts.failure;
  };

  test('for a group that was not offered is refused', () => {
    expect(faultAfter(groupCode('x448'))).toMatchObject({ code: 'unoffered-group', step: 'server-hello' });
  });
  test('for a reserved group, which stands for none, is refused', () => {
    const hello = {
      ...broadHello,
      extensions:
        broadHello.extensions?.map((one) =>
          one.kind === 'supported_groups' ? { ...one, groups: [0x1a1a, ...one.groups] } : one,
        ) ?? null,
    };
    const client = createTlsClient({ hello, helloName: 'grease', serverName: null, cryptography });
    client.receive(retry(client.start(), 0x1a1a));
    expect(client.facts.failure).toMatchObject({ kind: 'peer-misbehaved', code: 'unoffered-group' });
  });
  test('for a group whose share was sent is refused', () => {
    expect(faultAfter(x25519)).toMatchObject({ code: 'useless-retry' });
  });
  test('for nothing is refused', () => {
    expect(faultAfter(null)).toMatchObject({ code: 'empty-retry' });
  });
  test('twice is refused', () => {
    const twice = faultAfter(groupCode('secp384r1'), groupCode('secp521r1'));
    expect(twice).toMatchObject({ code: 'second-retry', step: 'server-hello' });
  });
  test('that the ServerHello does not keep to is refused', () => {
    const { client, hello } = newClient();
    client.receive(retry(hello, groupCode('secp384r1')));
    client.receive(serve13(hello).hello);
    expect(client.facts.failure).toMatchObject({ code: 'retry-changed-mind' });
  });
});

describe('after the handshake', () => {
  function established() {
    const { client, hello } = newClient();
    const flight = serve13(hello);
    client.receive(concat(flight.hello, flight.rest));
    return { client, seal: flight.application };
  }
  const { applicationData, alert, handshake } = contentTypes;

  test('hands over application data, reads tickets, obeys KeyUpdate', () => {
    const { client, seal } = established();
    const ticket = newTicket13(Uint8Array.of(7));
    expect(client.receive(seal.seal({ type: handshake, payload: ticket })).state).toBe('established');
    const heard = client.receive(seal.seal({ type: applicationData, payload: asciiBytes('250 ok') }));
    expect(heard.applicationData).toEqual(asciiBytes('250 ok'));
    const update = writeMessage(handshakeTypes.keyUpdate, (body) => body.uint8(1));
    const answered = client.receive(seal.seal({ type: handshake, payload: update }));
    expect(answered.state).toBe('established');
    expect(answered.toSend.length).toBeGreaterThan(0);
    // The old keys are gone.
    client.receive(seal.seal({ type: applicationData, payload: asciiBytes('250 ok') }));
    expect(client.facts).toMatchObject({ outcome: 'completed', failure: { code: 'bad-record-mac' } });
  });

  test.each([
    ['that is empty', newTicket13(new Uint8Array())],
    ['that is cut', newTicket13(Uint8Array.of(7)).subarray(0, -3)],
  ])('refuses a ticket %s', (_, ticket) => {
    const { client, seal } = established();
    const whole = ticket.slice();
    whole[3] = ticket.length - 4;
    expect(client.receive(seal.seal({ type: handshake, payload: whole })).state).toBe('failed');
    expect(client.facts).toMatchObject({ outcome: 'completed', failure: { code: 'bad-encoding' } });
    expect(client.facts.sessionTicket).toBeUndefined();
  });

  test('refuses data in the middle of a handshake message', () => {
    const { client, seal } = established();
    const ticket = newTicket13(Uint8Array.of(7));
    client.receive(seal.seal({ type: handshake, payload: ticket.subarray(0, 6) }));
    client.receive(say(seal, '250 ok'));
    expect(client.facts.failure).toMatchObject({
      kind: 'peer-misbehaved',
      code: 'unexpected-message',
      received: 'a record of type 23 in the middle of a handshake message',
    });
  });

  const say = (seal: Sealer, text: string) => seal.seal({ type: applicationData, payload: asciiBytes(text) });
  const empties = (seal: Sealer, count: number) =>
    concat(...Array.from({ length: count }, () => say(seal, '')));

  test('bears 32 empty records in a row, again after each that holds something', () => {
    const { client, seal } = established();
    for (let round = 0; round < 3; round++) {
      expect(client.receive(empties(seal, 32)).state).toBe('established');
      expect(client.receive(say(seal, '2')).applicationData).toEqual(asciiBytes('2'));
    }
  });

  test('does not read a 33rd', () => {
    const { client, seal } = established();
    expect(client.receive(empties(seal, 32)).state).toBe('established');
    expect(client.receive(say(seal, '')).state).toBe('failed');
    expect(client.facts.failure).toMatchObject({
      kind: 'peer-misbehaved',
      code: 'too-many-empty-records',
      step: 'application-data',
    });
  });

  test('has a budget for what surrounds the data: no endless stream of padding between single letters', () => {
    const { client, seal } = established();
    let rounds = 0;
    while (
      rounds < 10_000 &&
      client.receive(concat(empties(seal, 32), say(seal, '2'))).state === 'established'
    )
      rounds++;
    expect(client.facts.failure).toMatchObject({ kind: 'budget', code: 'handshake-budget' });
    // 22 bytes around each record of AES-GCM; 256 KiB in all.
    expect(rounds).toBeGreaterThan(300);
    expect(rounds).toBeLessThan(400);
  });

  test('shows an alert before the first application data', () => {
    const { client, seal } = established();
    const payload = Uint8Array.of(2, alerts.certificate_required);
    expect(client.receive(seal.seal({ type: alert, payload })).state).toBe('failed');
    expect(client.facts).toMatchObject({
      outcome: 'completed',
      failure: { kind: 'alert', alert: 'certificate_required', step: 'application-data' },
    });
  });

  test.each(['closed', 'reset', 'timeout'] as const)(
    'shows "%s" before the first application data',
    (how) => {
      const { client } = established();
      client.ended(how);
      expect(client.facts).toMatchObject({
        outcome: 'completed',
        failure: { kind: how, step: 'application-data' },
      });
    },
  );

  test('a close after application data is no failure', () => {
    const { client, seal } = established();
    client.receive(seal.seal({ type: applicationData, payload: asciiBytes('221 bye') }));
    expect(client.ended('closed').state).toBe('closed');
    expect(client.facts.failure).toBeUndefined();
  });

  test('notes a ticket that came along with the Finished', () => {
    const { client, hello } = newClient();
    const flight = serve13(hello);
    const ticket = newTicket13(Uint8Array.of(7));
    const sealed = flight.application.seal({ type: handshake, payload: ticket });
    client.receive(concat(flight.hello, flight.rest, sealed));
    expect(client.facts.ticketBeforeFinished).toBe(true);
  });

  test('send() before the handshake is our own mistake, and throws', () => {
    expect(() => newClient().client.send(asciiBytes('NOOP'))).toThrow(TypeError);
  });
});
