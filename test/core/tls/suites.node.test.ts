/** Every suite that the table says we complete and Node's OpenSSL can serve, completed; every group likewise. */
import type { AddressInfo } from 'node:net';
import { createSecureContext, createServer, type TlsOptions } from 'node:tls';
import { describe, expect, test } from 'vitest';
import type { ClientHelloTemplate } from '../../../src/core/tls/client-hello.ts';
import { groupCode } from '../../../src/core/tls/groups.ts';
import { broadHello } from '../../../src/core/tls/hellos.ts';
import { type Suite, suites } from '../../../src/core/tls/suites.ts';
import servers from '../../vectors/tls/servers.json' with { type: 'json' };
import { type Conversation, converse, cryptography } from './loopback.ts';

const everything: ClientHelloTemplate = {
  ...broadHello,
  suites: suites.filter(({ completed }) => completed).map(({ code }) => code),
};

async function against(options: TlsOptions, hello: ClientHelloTemplate): Promise<Conversation> {
  const server = createServer(options, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => socket.write(data));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await converse((server.address() as AddressInfo).port, { hello });
  } finally {
    server.close();
  }
}

function optionsFor(suite: Suite): TlsOptions {
  const key =
    suite.authentication === 'ecdsa'
      ? servers.p256
      : suite.authentication === 'dss'
        ? servers.dsa
        : servers.rsa;
  const tls13 = suite.keyExchange === 'tls13';
  return {
    key: key.key,
    cert: key.certificate,
    ciphers: `${suite.openssl}:${tls13 ? 'ALL:' : ''}@SECLEVEL=0`,
    maxVersion: tls13 ? 'TLSv1.3' : 'TLSv1.2',
    minVersion: tls13 ? 'TLSv1.3' : 'TLSv1.2',
    dhparam: 'auto',
  };
}

function canServe(suite: Suite): boolean {
  try {
    createSecureContext(optionsFor(suite));
    return true;
  } catch {
    // OpenSSL was built without it ("no cipher match").
    return false;
  }
}

const served = suites.filter((suite) => suite.completed && suite.openssl !== undefined && canServe(suite));

describe('suites', () => {
  test('Node can serve many of those in the table', () => {
    expect(served.length).toBeGreaterThan(60);
  });

  test.each(served.map((suite) => [suite.name, suite] as const))('%s is completed', async (name, suite) => {
    const { facts, heard } = await against(optionsFor(suite), everything);
    expect(facts.failure).toBeUndefined();
    expect(facts).toMatchObject({ outcome: 'completed', suite: name });
    expect(heard).toBe('NOOP');
    const proven = suite.keyExchange !== 'rsa' && suite.authentication !== 'anonymous';
    expect(facts.signatureVerified).toBe(proven ? 'valid' : undefined);
    expect(facts.certificates).toHaveLength(suite.authentication === 'anonymous' ? 0 : 1);
  });
});

describe('groups of TLS 1.3', () => {
  const names = [
    'x25519',
    'secp256r1',
    'secp384r1',
    'secp521r1',
    'x448',
    'ffdhe2048',
    'ffdhe3072',
    'ffdhe4096',
    'ffdhe8192',
    'X25519MLKEM768',
    'SecP256r1MLKEM768',
  ];
  const able = names.filter((name) => {
    const known = ['x448', 'X25519MLKEM768', 'SecP256r1MLKEM768'].find((own) => own === name);
    return known === undefined || cryptography.supports(known as 'x448');
  });
  const opensslNames: Record<string, string> = { secp256r1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };

  test.each(able)('%s is agreed in, with its share sent and by HelloRetryRequest', async (name) => {
    const wanted = groupCode(name);
    const other = groupCode(name === 'x25519' ? 'secp256r1' : 'x25519');
    for (const sent of [wanted, other]) {
      const hello: ClientHelloTemplate = {
        ...broadHello,
        extensions:
          broadHello.extensions?.map((extension) => {
            if (extension.kind === 'key_share') {
              return { kind: 'key_share', shares: [{ group: sent, value: new Uint8Array() }] };
            }
            return extension.kind === 'supported_groups'
              ? { kind: 'supported_groups', groups: names.map(groupCode) }
              : extension;
          }) ?? null,
      };
      const { key, certificate } = servers.p256;
      const { facts, heard } = await against(
        { key, cert: certificate, ecdhCurve: opensslNames[name] ?? name },
        hello,
      );
      expect(facts.failure).toBeUndefined();
      expect(facts).toMatchObject({ group: name, helloRetryRequest: sent === other });
      expect(heard).toBe('NOOP');
    }
  });
});
