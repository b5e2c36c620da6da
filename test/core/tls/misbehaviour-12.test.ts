/** What a server of TLS 1.2 and before may do wrong, and the name each thing gets. */
import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/core/base/bytes.ts';
import { asciiBytes } from '../../../src/core/base/text.ts';
import { createTlsClient } from '../../../src/core/tls/client.ts';
import { contentTypes, extensionTypes, handshakeTypes, versions } from '../../../src/core/tls/code-points.ts';
import { templateOf } from '../../../src/core/tls/hello-filling.ts';
import { broadHello } from '../../../src/core/tls/hellos.ts';
import { writeMessage } from '../../../src/core/tls/messages.ts';
import { frame } from '../../../src/core/tls/record-protection.ts';
import { cryptography, type MessageName } from './scripted-server.ts';
import { type Script12, serve12 } from './scripted-server-12.ts';

const options = { helloName: 'broad', serverName: null, cryptography };

/** The same hello, offering TLS 1.2 at most. */
const tls12Hello = {
  ...broadHello,
  extensions:
    broadHello.extensions?.map((extension) =>
      extension.kind === 'supported_versions'
        ? { kind: 'supported_versions' as const, versions: [versions.tls12, versions.tls11, versions.tls10] }
        : extension,
    ) ?? null,
};

function run(script: Script12, hello = broadHello) {
  const client = createTlsClient({ ...options, hello });
  const server = serve12(client.start(), script);
  const second = client.receive(server.first);
  if (second.state !== 'handshaking') return { client, progress: second };
  const { flight, sealer } = server.finish(second.toSend);
  return { client, progress: client.receive(flight), sealer };
}

const rsaSuite = 'TLS_RSA_WITH_AES_256_GCM_SHA384';

test.each([
  ['ECDHE with ECDSA', {}],
  ['ECDHE with Ed25519', { key: 'ed25519' }],
  ['ECDHE with RSA', { key: 'rsa', suite: 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256' }],
  ['RSA key exchange', { key: 'rsa', suite: rsaSuite }],
] satisfies [string, Script12][])('completes %s with a scripted server that behaves', (_, script) => {
  const { client, progress, sealer } = run(script);
  expect(client.facts.failure).toBeUndefined();
  expect(progress.state).toBe('established');
  expect(client.facts).toMatchObject({ outcome: 'completed', version: 'TLSv1.2', secureRenegotiation: true });
  const said = sealer?.seal({ type: contentTypes.applicationData, payload: asciiBytes('220 hi') });
  expect(client.receive(said ?? new Uint8Array()).applicationData).toEqual(asciiBytes('220 hi'));
});

const spoil = (which: MessageName) => (name: MessageName, message: Uint8Array) => {
  if (name !== which) return message;
  const spoilt = message.slice();
  spoilt[spoilt.length - 1] = (spoilt.at(-1) ?? 0) ^ 1;
  return spoilt;
};
const without = (name: MessageName): Script12 => ({
  order: (messages) => messages.filter((one) => one.name !== name),
});
const sentinel = (last: number) => Uint8Array.of(...new Uint8Array(24), ...asciiBytes('DOWNGRD'), last);

const cases: [string, Script12, { step: string; code: string; kind?: string }][] = [
  [
    'a wrong signature',
    { tamper: spoil('serverKeyExchange') },
    { step: 'server-key-exchange', code: 'bad-signature' },
  ],
  ['a bad Finished', { tamper: spoil('finished') }, { step: 'finished', code: 'bad-finished' }],
  [
    'a bad Finished with RSA key exchange',
    { key: 'rsa', suite: rsaSuite, tamper: spoil('finished') },
    { step: 'finished', code: 'bad-finished' },
  ],
  [
    'a signature scheme that was not offered',
    { scheme: 0x0101 },
    { step: 'server-key-exchange', code: 'unoffered-signature-scheme' },
  ],
  [
    'a scheme for another key',
    { scheme: 0x0804 },
    { step: 'server-key-exchange', code: 'signature-scheme-mismatch' },
  ],
  [
    'a suite that was not offered',
    { suite: 'TLS_ECDHE_ECDSA_WITH_AES_128_CCM' },
    { step: 'server-hello', code: 'unoffered-suite' },
  ],
  [
    'an ECDSA suite with an RSA certificate',
    { key: 'rsa' },
    { step: 'certificate', code: 'certificate-key-mismatch' },
  ],
  [
    'RSA key exchange with an ECDSA certificate',
    { suite: rsaSuite },
    { step: 'certificate', code: 'certificate-key-mismatch' },
  ],
  [
    'a group that was not offered',
    { group: 'secp256k1' },
    { step: 'server-key-exchange', code: 'unoffered-group' },
  ],
  [
    'an extension that was not offered',
    { extensions: [[extensionTypes.session_ticket, new Uint8Array()]] },
    { step: 'server-hello', code: 'unoffered-extension' },
  ],
  [
    'renegotiation where there was nothing before',
    { extensions: [[extensionTypes.renegotiation_info, Uint8Array.of(1, 7)]] },
    { step: 'server-hello', code: 'bad-renegotiation-info' },
  ],
  [
    'encrypt-then-MAC with an AEAD',
    { extensions: [[extensionTypes.encrypt_then_mac, new Uint8Array()]] },
    { step: 'server-hello', code: 'encrypt-then-mac-without-cbc' },
  ],
  [
    'an AEAD suite in TLS 1.1',
    { version: versions.tls11 },
    { step: 'server-hello', code: 'suite-version-mismatch' },
  ],
  [
    'SSL 3.0',
    { version: versions.sslv3 },
    { step: 'server-hello', code: 'unsupported-version', kind: 'peer-incompatible' },
  ],
  ['a downgrade from TLS 1.3', { random: sentinel(1) }, { step: 'server-hello', code: 'downgrade' }],
  [
    'a downgrade with the sentinel of older versions',
    { random: sentinel(0) },
    { step: 'server-hello', code: 'downgrade' },
  ],
  ['no certificate', without('certificate'), { step: 'certificate', code: 'unexpected-message' }],
  [
    'no ServerKeyExchange',
    without('serverKeyExchange'),
    { step: 'server-key-exchange', code: 'unexpected-message' },
  ],
  [
    'a ServerKeyExchange with RSA key exchange',
    {
      key: 'rsa',
      suite: rsaSuite,
      order: (messages) =>
        messages.flatMap((one) =>
          one.name === 'serverHelloDone'
            ? [
                {
                  name: 'serverKeyExchange',
                  message: writeMessage(handshakeTypes.serverKeyExchange, (body) => body.uint8(3)),
                },
                one,
              ]
            : [one],
        ),
    },
    { step: 'server-hello-done', code: 'unexpected-message' },
  ],
  [
    'a repeated message',
    { order: (messages) => messages.flatMap((one) => (one.name === 'certificate' ? [one, one] : [one])) },
    { step: 'server-key-exchange', code: 'unexpected-message' },
  ],
];

describe('refuses, from a TLS 1.2 server,', () => {
  test.each(cases)('%s', (_, script, expected) => {
    const { client, progress } = run(script);
    expect(progress.state).toBe('failed');
    expect(client.facts.outcome).toBe('failed');
    expect(client.facts.failure).toMatchObject({ kind: 'peer-misbehaved', ...expected });
    expect(progress.toSend.length).toBeGreaterThan(0);
  });

  test('a ChangeCipherSpec before its time (CVE-2014-0224)', () => {
    const client = createTlsClient({ ...options, hello: broadHello });
    const server = serve12(client.start());
    const hello = server.first.subarray(0, 5 + (server.first[3] ?? 0) * 256 + (server.first[4] ?? 0));
    client.receive(hello);
    client.receive(frame(contentTypes.changeCipherSpec, versions.tls12, Uint8Array.of(1)));
    expect(client.facts.failure).toMatchObject({ code: 'unexpected-message', step: 'certificate' });
  });

  test('its Finished in the clear', () => {
    const client = createTlsClient({ ...options, hello: broadHello });
    const server = serve12(client.start());
    const second = client.receive(server.first);
    server.finish(second.toSend);
    const finished = writeMessage(handshakeTypes.finished, (body) => body.bytes(new Uint8Array(12)));
    client.receive(frame(contentTypes.handshake, versions.tls12, finished));
    expect(client.facts.failure).toMatchObject({ code: 'unexpected-message', step: 'finished' });
  });
});

test('bears the empty record in front of each other one, and no stream of them', () => {
  const client = createTlsClient({ ...options, hello: tls12Hello });
  const server = serve12(client.start());
  const { flight, sealer } = server.finish(client.receive(server.first).toSend);
  expect(client.receive(flight).state).toBe('established');
  const { applicationData } = contentTypes;
  const empty = () => sealer.seal({ type: applicationData, payload: new Uint8Array() });
  for (let line = 0; line < 100; line++) {
    client.receive(empty());
    expect(client.receive(sealer.seal({ type: applicationData, payload: Uint8Array.of(50) })).state).toBe(
      'established',
    );
  }
  for (let count = 0; count < 32; count++) expect(client.receive(empty()).state).toBe('established');
  expect(client.receive(empty()).state).toBe('failed');
  expect(client.facts.failure).toMatchObject({ kind: 'peer-misbehaved', code: 'too-many-empty-records' });
});

const request = (body = new Uint8Array()) =>
  writeMessage(handshakeTypes.helloRequest, (writer) => writer.bytes(body));
const inClear = (message: Uint8Array) => frame(contentTypes.handshake, versions.tls12, message);

describe('a HelloRequest', () => {
  test('means nothing wherever it comes in a handshake', () => {
    const client = createTlsClient({ ...options, hello: broadHello });
    const server = serve12(client.start());
    let toSend: Uint8Array = new Uint8Array();
    for (let at = 0; at < server.first.length; ) {
      const end = at + 5 + (server.first[at + 3] ?? 0) * 256 + (server.first[at + 4] ?? 0);
      client.receive(inClear(request()));
      toSend = client.receive(server.first.subarray(at, end)).toSend;
      at = end;
    }
    client.receive(inClear(request()));
    expect(client.receive(server.finish(toSend).flight).state).toBe('established');
  });

  test('with a body is none', () => {
    const client = createTlsClient({ ...options, hello: broadHello });
    client.start();
    client.receive(inClear(request(Uint8Array.of(1))));
    expect(client.facts.failure).toMatchObject({ code: 'bad-encoding', step: 'server-hello' });
  });

  test('is refused once after the handshake, however many come', () => {
    const { client, sealer } = run({}, tls12Hello);
    const many = concat(...Array.from({ length: 4000 }, () => request()));
    const payload = many.subarray(0, 16_000);
    const sealed = sealer?.seal({ type: contentTypes.handshake, payload }) ?? new Uint8Array();
    const { state, toSend } = client.receive(sealed);
    expect(state).toBe('established');
    expect(toSend.length).toBeGreaterThan(0);
    expect(toSend.length).toBeLessThan(100);
  });
});

test.each([63, 0])('refuses a record_size_limit of %i', (limit) => {
  const hello = {
    ...tls12Hello,
    extensions: [
      ...(tls12Hello.extensions ?? []),
      { kind: 'opaque' as const, type: extensionTypes.record_size_limit, data: Uint8Array.of(0x40, 0) },
    ],
  };
  const script = { extensions: [[extensionTypes.record_size_limit, Uint8Array.of(0, limit)]] as const };
  expect(run(script, hello).client.facts.failure).toMatchObject({
    kind: 'peer-misbehaved',
    code: 'bad-record-size-limit',
  });
});

test('keeps the certificates of a server that fails later', () => {
  const { client } = run({ tamper: spoil('serverKeyExchange') });
  expect(client.facts.certificates).toHaveLength(1);
  expect(client.facts.signatureVerified).toBeUndefined();
  expect(client.facts.signatureScheme).toBe('ecdsa_secp256r1_sha256');
});

test('notes the sentinel of a server that could do TLS 1.3, where TLS 1.2 was all that was offered', () => {
  const { client } = run({ random: sentinel(1) }, tls12Hello);
  expect(client.facts).toMatchObject({ outcome: 'completed', downgradeSentinel: 'TLSv1.2' });
});

test('a template taken from a template is the same', () => {
  const bare = { ...broadHello, random: new Uint8Array(32), sessionId: new Uint8Array(32) };
  expect(templateOf(bare, broadHello.recordVersion)).toEqual(broadHello);
});

test.each([
  ['SSL 3.0', versions.sslv3, { kind: 'peer-incompatible', code: 'unsupported-version' }],
  ['TLS 1.2', versions.tls12, { kind: 'peer-misbehaved', code: 'unoffered-version' }],
] as const)('knows %s in the answer to a hello for SSL 3.0 for what it is', (_, version, failure) => {
  const hello = { ...tls12Hello, legacyVersion: versions.sslv3, extensions: null };
  const client = createTlsClient({ ...options, hello });
  client.receive(serve12(client.start(), { version, key: 'rsa', suite: rsaSuite, extensions: [] }).first);
  expect(client.facts.failure).toMatchObject({ ...failure, expected: 'SSLv3' });
});
