/** Hellos for one kind of key, against a node:tls server that has several certificates. */
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { broadHello } from '../../../src/core/tls/hellos.ts';
import { keyHello, keyKindOf, keyKinds } from '../../../src/core/tls/key-hellos.ts';
import servers from '../../vectors/tls/servers.json' with { type: 'json' };
import { converse } from './loopback.ts';

type KeyName = 'rsa' | 'p256' | 'ed25519';
const own: Readonly<Record<(typeof keyKinds)[number], KeyName>> = {
  rsa: 'rsa',
  ecdsa: 'p256',
  eddsa: 'ed25519',
};

function serverWith(names: readonly KeyName[], maxVersion: 'TLSv1.2' | 'TLSv1.3') {
  const pairs = names.map((name) => servers[name]);
  const options = {
    key: pairs.map(({ key }) => key),
    cert: pairs.map(({ certificate }) => certificate),
    maxVersion,
  };
  return createServer(options, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => socket.write(data));
  });
}

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('C41 a server with three keys, %s', (version) => {
  const server = serverWith(['rsa', 'p256', 'ed25519'], version);
  const lone = serverWith(['p256'], version);
  const portOf = (one: typeof server) => (one.address() as AddressInfo).port;
  beforeAll(async () => {
    for (const one of [server, lone])
      await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    for (const one of [server, lone]) one.close();
  });

  test.each(keyKinds)('shows the %s certificate to who takes nothing else', async (kind) => {
    const { name, template } = keyHello(kind);
    const { facts } = await converse(portOf(server), { hello: template, helloName: name });
    expect(facts).toMatchObject({ outcome: 'completed', version, hello: `only-${kind}` });
    expect(keyKindOf(facts)).toBe(kind);
    const pem = servers[own[kind]].certificate.replace(/-----[^-]+-----|\s/g, '');
    expect(facts.certificates[0]).toBe(pem);
  });

  test.each(['rsa', 'eddsa'] as const)(
    'a server without a key for %s refuses, which is no fault',
    async (kind) => {
      const { name, template } = keyHello(kind);
      const { facts } = await converse(portOf(lone), { hello: template, helloName: name });
      expect(facts.outcome).toBe('failed');
      expect(facts.failure?.kind).toBe('alert');
    },
  );
});

test.each(keyKinds)('%s: how the certificates above the leaf are signed stays open', (kind) => {
  const all = broadHello.extensions?.find((extension) => extension.kind === 'signature_algorithms');
  const { extensions } = keyHello(kind).template;
  const above = extensions?.find((extension) => extension.kind === 'signature_algorithms_cert');
  expect(above).toEqual({ ...all, kind: 'signature_algorithms_cert' });
});

test('a handshake without a signature we know has no kind', () => {
  const handshake = { hello: 'broad', serverName: null, outcome: 'completed', certificates: [] } as const;
  expect(keyKindOf({ ...handshake, certificates: [] })).toBeUndefined();
  expect(keyKindOf({ ...handshake, certificates: [], keyExchange: 'rsa' })).toBe('rsa');
  expect(keyKindOf({ ...handshake, certificates: [], signatureScheme: 'rsa_pkcs1_md5_sha1' })).toBe('rsa');
  expect(keyKindOf({ ...handshake, certificates: [], signatureScheme: 'mldsa44' })).toBeUndefined();
});
