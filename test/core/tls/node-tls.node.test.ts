/** Our client against node:tls servers on loopback: versions, suites, groups, keys. */
import type { AddressInfo } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { describe, expect, test } from 'vitest';
import type { Handshake } from '../../../src/core/tls/facts.ts';
import servers from '../../vectors/tls/servers.json' with { type: 'json' };
import { type Conversation, converse } from './loopback.ts';

type KeyName = Exclude<keyof typeof servers, 'dsa'>;

async function against(key: KeyName, options: TlsOptions = {}): Promise<Conversation> {
  const { key: privateKey, certificate } = servers[key];
  const server = createServer({ key: privateKey, cert: certificate, ...options }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => socket.write(data));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await converse((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

function expectCompleted({ facts, heard }: Conversation, expected: Partial<Handshake>): void {
  expect(heard).toBe('NOOP');
  expect(facts).toMatchObject({ outcome: 'completed', ...expected });
  expect(facts.failure).toBeUndefined();
  expect(facts.certificates).toHaveLength(1);
}

describe('TLS 1.3 with node:tls', () => {
  const keys: [KeyName, string][] = [
    ['rsa', 'rsa_pss_rsae_sha256'],
    ['rsaPss', 'rsa_pss_pss_sha256'],
    ['p256', 'ecdsa_secp256r1_sha256'],
    ['p384', 'ecdsa_secp384r1_sha384'],
    ['p521', 'ecdsa_secp521r1_sha512'],
    ['ed25519', 'ed25519'],
    ['ed448', 'ed448'],
  ];
  test.each(keys)('completes with a %s key and verifies %s', async (key, signatureScheme) => {
    const seen = await against(key);
    expectCompleted(seen, {
      version: 'TLSv1.3',
      keyExchange: 'ecdhe',
      group: 'x25519',
      helloRetryRequest: false,
      signatureScheme,
      signatureVerified: 'valid',
      serverName: 'mx.badmx.test',
    });
  });

  test.each(['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'])(
    'completes %s',
    async (suite) => {
      expectCompleted(await against('rsa', { ciphers: suite }), { suite });
    },
  );

  test.each([
    ['P-256', 'secp256r1', false],
    ['P-384', 'secp384r1', true],
    ['P-521', 'secp521r1', true],
  ])('agrees in %s, by HelloRetryRequest where no share was sent', async (ecdhCurve, group, retried) => {
    expectCompleted(await against('p256', { ecdhCurve }), { group, helloRetryRequest: retried });
  });

  test('answers a CertificateRequest with no certificate, and goes on where the server does', async () => {
    const seen = await against('rsa', { requestCert: true, rejectUnauthorized: false });
    expectCompleted(seen, { clientCertificateRequest: { authorities: [] } });
  });

  test('shows the alert of a server that demands a certificate after our Finished', async () => {
    const { facts, state } = await against('rsa', { requestCert: true, rejectUnauthorized: true });
    expect(state).toBe('failed');
    expect(facts).toMatchObject({
      outcome: 'completed',
      failure: { kind: 'alert', alert: 'certificate_required', step: 'application-data' },
    });
  });
});

describe('TLS 1.2 with node:tls', () => {
  const suites: [string, string][] = [
    ['ECDHE-RSA-AES128-GCM-SHA256', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
    ['ECDHE-RSA-AES256-GCM-SHA384', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
    ['ECDHE-RSA-CHACHA20-POLY1305', 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256'],
    ['ECDHE-RSA-AES128-SHA256', 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256'],
    ['ECDHE-RSA-AES256-SHA384', 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384'],
    ['ECDHE-RSA-AES256-SHA', 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA'],
    ['AES128-GCM-SHA256', 'TLS_RSA_WITH_AES_128_GCM_SHA256'],
    ['AES256-GCM-SHA384', 'TLS_RSA_WITH_AES_256_GCM_SHA384'],
    ['AES128-SHA256', 'TLS_RSA_WITH_AES_128_CBC_SHA256'],
    ['AES128-SHA', 'TLS_RSA_WITH_AES_128_CBC_SHA'],
    ['DHE-RSA-AES128-GCM-SHA256', 'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256'],
    ['DHE-RSA-CHACHA20-POLY1305', 'TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256'],
    ['DHE-RSA-AES256-SHA', 'TLS_DHE_RSA_WITH_AES_256_CBC_SHA'],
  ];
  test.each(suites)('completes %s', async (ciphers, suite) => {
    const seen = await against('rsa', { maxVersion: 'TLSv1.2', ciphers, dhparam: 'auto' });
    expectCompleted(seen, { version: 'TLSv1.2', suite, extendedMasterSecret: true });
    expect(seen.facts.encryptThenMac).toBe(suite.includes('_CBC_'));
    expect(seen.facts.signatureVerified).toBe(suite.startsWith('TLS_RSA_') ? undefined : 'valid');
    expect(seen.facts.dhBits).toBe(suite.startsWith('TLS_DHE_') ? 2048 : undefined);
  });

  const keys: [KeyName, string][] = [
    ['rsaPss', 'rsa_pss_pss_sha256'],
    ['p256', 'ecdsa_secp256r1_sha256'],
    // Before TLS 1.3 a scheme does not name the curve (RFC 8446 §4.2.3).
    ['p384', 'ecdsa_secp256r1_sha256'],
    ['p521', 'ecdsa_secp256r1_sha256'],
    ['ed25519', 'ed25519'],
    ['ed448', 'ed448'],
  ];
  test.each(keys)('verifies the ServerKeyExchange of a %s key: %s', async (key, signatureScheme) => {
    const seen = await against(key, { maxVersion: 'TLSv1.2' });
    expectCompleted(seen, { version: 'TLSv1.2', signatureScheme, signatureVerified: 'valid' });
  });

  test('verifies PKCS#1 where the server signs so', async () => {
    const seen = await against('rsa', { maxVersion: 'TLSv1.2', sigalgs: 'RSA+SHA256' });
    expectCompleted(seen, { signatureScheme: 'rsa_pkcs1_sha256', signatureVerified: 'valid' });
  });

  test.each(['P-256', 'P-384', 'P-521'])('agrees in %s', async (ecdhCurve) => {
    const seen = await against('rsa', { maxVersion: 'TLSv1.2', ecdhCurve });
    expectCompleted(seen, { group: `secp${ecdhCurve.slice(2)}r1` });
  });

  test('answers a CertificateRequest with no certificate', async () => {
    const options = { maxVersion: 'TLSv1.2', requestCert: true } as const;
    expectCompleted(await against('rsa', { ...options, rejectUnauthorized: false }), {
      clientCertificateRequest: { authorities: [] },
    });
    const { facts } = await against('rsa', { ...options, rejectUnauthorized: true });
    expect(facts.outcome).toBe('failed');
    expect(facts.failure).toMatchObject({ kind: 'alert', step: 'finished' });
  });
});

describe('TLS 1.1 and 1.0 with node:tls', () => {
  const versions = ['TLSv1.1', 'TLSv1'] as const;
  const suites: [string, string][] = [
    ['ECDHE-RSA-AES128-SHA', 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA'],
    ['DHE-RSA-AES256-SHA', 'TLS_DHE_RSA_WITH_AES_256_CBC_SHA'],
    ['AES128-SHA', 'TLS_RSA_WITH_AES_128_CBC_SHA'],
  ];
  for (const version of versions) {
    test.each(suites)(`completes %s in ${version}`, async (ciphers, suite) => {
      const options = { minVersion: version, maxVersion: version, dhparam: 'auto' };
      const seen = await against('rsa', { ...options, ciphers: `${ciphers}:@SECLEVEL=0` });
      expectCompleted(seen, { version, suite });
      const isRsaExchange = suite.startsWith('TLS_RSA_');
      expect(seen.facts.signatureScheme).toBe(isRsaExchange ? undefined : 'rsa_pkcs1_md5_sha1');
    });

    test(`verifies ECDSA with SHA-1 in ${version}`, async () => {
      const options = { minVersion: version, maxVersion: version, ciphers: 'ALL:@SECLEVEL=0' };
      expectCompleted(await against('p256', options), {
        signatureScheme: 'ecdsa_sha1',
        signatureVerified: 'valid',
      });
    });
  }
});

test('names the alert of a server that shares no suite', async () => {
  const { facts } = await against('p256', { ciphers: 'AES128-SHA', maxVersion: 'TLSv1.2' });
  expect(facts).toMatchObject({
    outcome: 'failed',
    certificates: [],
    failure: { kind: 'alert', alert: 'handshake_failure', step: 'server-hello' },
  });
});
