/** Raw public keys and compressed certificates: recognised where the hello allowed them, a fault where it did not. */
import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/core/base/bytes.ts';
import { createTlsClient, type TlsClient } from '../../../src/core/tls/client.ts';
import { extensionTypes, handshakeTypes } from '../../../src/core/tls/code-points.ts';
import { broadHello } from '../../../src/core/tls/hellos.ts';
import { writeMessage } from '../../../src/core/tls/messages.ts';
import { cryptography, type MessageName, serve13 } from './scripted-server.ts';
import { serve12 } from './scripted-server-12.ts';

const { server_certificate_type, compress_certificate } = extensionTypes;
/** Raw public key, then X.509 (RFC 7250 §3). */
const types = { kind: 'opaque', type: server_certificate_type, data: Uint8Array.of(2, 2, 0) } as const;
/** zlib (RFC 8879 §3). */
const compression = { kind: 'opaque', type: compress_certificate, data: Uint8Array.of(2, 0, 1) } as const;
const rawPublicKey = Uint8Array.of(2);

function newClient(...more: readonly (typeof types | typeof compression)[]): {
  client: TlsClient;
  hello: Uint8Array;
} {
  const hello = { ...broadHello, extensions: [...(broadHello.extensions ?? []), ...more] };
  const client = createTlsClient({ hello, helloName: 'allowing', serverName: null, cryptography });
  return { client, hello: client.start() };
}

const encrypted = writeMessage(handshakeTypes.encryptedExtensions, (body) =>
  body.vector(2, (list) =>
    list.uint16(server_certificate_type).vector(2, (value) => value.bytes(rawPublicKey)),
  ),
);
const compressed = writeMessage(handshakeTypes.compressedCertificate, (body) =>
  body.uint16(1).uint8(0).uint8(0).uint8(9).uint8(0).uint8(0).uint8(0),
);
const instead =
  (which: MessageName, message: Uint8Array) =>
  (name: MessageName, same: Uint8Array): Uint8Array =>
    name === which ? message : same;

function after13({ client, hello }: ReturnType<typeof newClient>, which: MessageName, message: Uint8Array) {
  const flight = serve13(hello, { tamper: instead(which, message) });
  client.receive(concat(flight.hello, flight.rest));
  return client.facts.failure;
}

describe('allowed, it is what we lack', () => {
  test('a raw public key in TLS 1.3', () => {
    expect(after13(newClient(types), 'encryptedExtensions', encrypted)).toMatchObject({
      kind: 'peer-incompatible',
      code: 'certificate-type',
      received: 'certificate type 2',
    });
  });

  test('a raw public key in TLS 1.2', () => {
    const { client, hello } = newClient(types);
    client.receive(serve12(hello, { extensions: [[server_certificate_type, rawPublicKey]] }).first);
    expect(client.facts.failure).toMatchObject({ kind: 'peer-incompatible', code: 'certificate-type' });
  });

  test('a compressed certificate', () => {
    expect(after13(newClient(compression), 'certificate', compressed)).toMatchObject({
      kind: 'peer-incompatible',
      code: 'compressed-certificate',
      step: 'certificate',
    });
  });
});

describe('not allowed, it is a fault', () => {
  test('a raw public key', () => {
    expect(after13(newClient(), 'encryptedExtensions', encrypted)).toMatchObject({
      kind: 'peer-misbehaved',
      code: 'unoffered-extension',
    });
  });

  test('a compressed certificate', () => {
    expect(after13(newClient(), 'certificate', compressed)).toMatchObject({
      kind: 'peer-misbehaved',
      code: 'unexpected-message',
      received: 'compressed_certificate',
    });
  });
});
