/** Signatures that only senders' hellos offer, proven where the runtime can: by Node, with keys made here. */
import { createSign, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/core/base/bytes.ts';
import { everySenderHello } from '../../../src/core/senders/every-sender-hello.ts';
import { createTlsClient } from '../../../src/core/tls/client.ts';
import type { Handshake } from '../../../src/core/tls/facts.ts';
import { cryptography, serve13 } from './scripted-server.ts';

/** As much of a certificate as holds a key: serial, four things not looked at, the key (RFC 5280 §4.1). */
function certificateFor(key: KeyObject): Uint8Array {
  const empty = Uint8Array.of(0x30, 0);
  const spki = new Uint8Array(key.export({ format: 'der', type: 'spki' }));
  const tbs = sequence(concat(Uint8Array.of(2, 1, 1), empty, empty, empty, empty, spki));
  return sequence(tbs);
}

const sequence = (content: Uint8Array): Uint8Array =>
  concat(Uint8Array.of(0x30, 0x82, content.length >> 8, content.length & 0xff), content);

interface Row {
  readonly scheme: number;
  readonly pair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly hash: string | null;
}

const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const rows: [string, Row][] = [
  ['brainpoolP256r1', { scheme: 0x081a, pair: ec('brainpoolP256r1'), hash: 'sha256' }],
  ['brainpoolP384r1', { scheme: 0x081b, pair: ec('brainpoolP384r1'), hash: 'sha384' }],
  ['brainpoolP512r1', { scheme: 0x081c, pair: ec('brainpoolP512r1'), hash: 'sha512' }],
  ['ML-DSA-44', { scheme: 0x0904, pair: generateKeyPairSync('ml-dsa-44'), hash: null }],
  ['ML-DSA-65', { scheme: 0x0905, pair: generateKeyPairSync('ml-dsa-65'), hash: null }],
  ['ML-DSA-87', { scheme: 0x0906, pair: generateKeyPairSync('ml-dsa-87'), hash: null }],
];

function handshakeWith({ scheme, pair, hash }: Row, spoilt: boolean): Handshake {
  const client = createTlsClient({
    hello: everySenderHello,
    helloName: 'every-sender',
    serverName: null,
    cryptography,
  });
  const certificate = certificateFor(pair.publicKey);
  const signed = (data: Uint8Array): Uint8Array => {
    const covered = spoilt ? data.slice(1) : data;
    return hash === null
      ? sign(null, covered, pair.privateKey)
      : createSign(hash).update(covered).sign(pair.privateKey);
  };
  const flight = serve13(client.start(), { scheme, identity: { certificate, sign: signed } });
  client.receive(concat(flight.hello, flight.rest));
  return client.facts;
}

describe.each(rows)('%s', (_, row) => {
  test('is verified', () => {
    expect(handshakeWith(row, false)).toMatchObject({ outcome: 'completed', signatureVerified: 'valid' });
  });
  test('over other bytes is a bad signature', () => {
    expect(handshakeWith(row, true)).toMatchObject({ outcome: 'failed', failure: { code: 'bad-signature' } });
  });
});

test('a brainpool key does not sign with the scheme of another curve', () => {
  const row = { scheme: 0x081b, pair: ec('brainpoolP256r1'), hash: 'sha384' };
  expect(handshakeWith(row, false).failure).toMatchObject({ code: 'signature-scheme-mismatch' });
});
