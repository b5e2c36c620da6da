/**
 * A handshake proves the key of the certificate, or says that it does not: what no sender's hello may be abused for is to pass as proven
 * with a scheme that the key can't sign with, or that nobody here can check.
 */
import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/core/base/bytes.ts';
import { everySenderHello } from '../../../src/core/senders/every-sender-hello.ts';
import { createTlsClient } from '../../../src/core/tls/client.ts';
import type { ClientHelloTemplate } from '../../../src/core/tls/client-hello.ts';
import type { Handshake } from '../../../src/core/tls/facts.ts';
import { broadHello } from '../../../src/core/tls/hellos.ts';
import { findSignatureScheme, signatureSchemes } from '../../../src/core/tls/signature-schemes.ts';
import { certificateOf, cryptography, type Script, serve13 } from './scripted-server.ts';

function handshakeWith(hello: ClientHelloTemplate, script: Script): Handshake {
  const client = createTlsClient({ hello, helloName: 'test', serverName: null, cryptography });
  const flight = serve13(client.start(), script);
  client.receive(concat(flight.hello, flight.rest));
  return client.facts;
}

const schemesOf = ({ extensions }: ClientHelloTemplate): readonly number[] =>
  extensions?.find((extension) => extension.kind === 'signature_algorithms')?.schemes ?? [];

describe('what senders offer and we do not', () => {
  const more = schemesOf(everySenderHello).filter((code) => !schemesOf(broadHello).includes(code));
  const rows = more.map((code) => [findSignatureScheme(code)?.name ?? '', code] as const);

  test('is brainpool, ML-DSA and MD5', () => {
    expect(rows.map(([name]) => name).filter((name) => !name.endsWith('_md5'))).toEqual([
      'ecdsa_brainpoolP256r1tls13_sha256',
      'ecdsa_brainpoolP384r1tls13_sha384',
      'ecdsa_brainpoolP512r1tls13_sha512',
      'mldsa44',
      'mldsa65',
      'mldsa87',
    ]);
  });

  const modern = rows.filter(([, code]) => findSignatureScheme(code)?.tls13);
  test.each(modern)('%s by a P-256 key is misbehaviour, whatever the signature', (received, scheme) => {
    const identity = { certificate: certificateOf('p256'), sign: () => new Uint8Array(70) };
    const facts = handshakeWith(everySenderHello, { scheme, identity });
    expect(facts).toMatchObject({
      outcome: 'failed',
      failure: {
        kind: 'peer-misbehaved',
        step: 'certificate-verify',
        code: 'signature-scheme-mismatch',
        received,
      },
    });
    expect(facts.signatureVerified).toBeUndefined();
  });

  test('every scheme that some hello offers is bound to a kind of key', () => {
    const offered = new Set([...schemesOf(everySenderHello), ...schemesOf(broadHello)]);
    const loose = signatureSchemes.filter(({ code, key }) => offered.has(code) && key === undefined);
    expect(loose).toEqual([]);
  });
});

/** Change the bytes that follow this pattern in the P-256 certificate. */
function alter(pattern: readonly number[], at: number): Uint8Array {
  const der = certificateOf('p256').slice();
  const start = der.findIndex((_, i) => pattern.every((byte, j) => der[i + j] === byte));
  if (start < 0) throw new Error('the certificate does not hold this');
  der[start + at] = (der[start + at] ?? 0) ^ 0x77;
  return der;
}
const ecPublicKey = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const p256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

describe('a key that cannot be used here', () => {
  const garbage = () => new Uint8Array(70);

  test.each([
    ['of an unknown kind', alter(ecPublicKey, 6)],
    ['that is no point of its curve', alter(p256, 20)],
  ])('%s completes, and is called unproven', (_, certificate) => {
    const facts = handshakeWith(broadHello, { identity: { certificate, sign: garbage } });
    expect(facts).toMatchObject({ outcome: 'completed', signatureVerified: 'unsupported' });
  });

  test('on an unknown curve does not fit the scheme that names P-256', () => {
    const certificate = alter(p256, 7);
    const facts = handshakeWith(broadHello, { identity: { certificate, sign: garbage } });
    expect(facts.failure).toMatchObject({ code: 'signature-scheme-mismatch' });
  });
});
