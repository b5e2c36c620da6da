/**
 * The certificates of the town, read from the wire by node:crypto and judged by OpenSSL's verifier: each is wrong as its host's name says.
 */
import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Badmx, startBadmx } from '../../src/demo/town.ts';
import { secureSession } from './clients.ts';

let town: Badmx;
beforeAll(async () => {
  town = await startBadmx();
});
afterAll(() => town.stop());

function endpoint(name: string) {
  const server = town.hosts.find((each) => each.name === `${name}.badmx.test`)?.mailHosts[0];
  if (!server) throw new Error(`no host ${name}`);
  return { ...server, port: town.portMap(server.address, 25) };
}

/** What an ordinary verifier that trusts the town's root says of a host's certificate; the empty string: nothing to say. */
async function verification(name: string): Promise<string> {
  const { address, port, name: mx } = endpoint(name);
  const session = await secureSession(address, port, { servername: mx, ca: town.rootsPem });
  if (session.kind === 'failed') return session.code;
  const { authorizationError: error } = session.tls;
  session.tls.destroy();
  return error ? String((error as { code?: string }).code ?? error) : '';
}

async function leafOf(name: string): Promise<X509Certificate> {
  const { address, port, name: mx } = endpoint(name);
  const session = await secureSession(address, port, { servername: mx });
  if (session.kind === 'failed') throw new Error(session.code);
  const der = session.tls.getPeerCertificate().raw;
  session.tls.destroy();
  return new X509Certificate(der);
}

describe('certificates', () => {
  test.each([
    ['healthy', ''],
    ['mandatory-tls', ''],
    ['wildcard', ''],
    ['ecdsa', ''],
    ['key-usage', ''],
    ['expired', 'CERT_HAS_EXPIRED'],
    ['not-yet-valid', 'CERT_NOT_YET_VALID'],
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['untrusted-root', 'SELF_SIGNED_CERT_IN_CHAIN'],
    ['missing-intermediate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['eku-client', 'INVALID_PURPOSE'],
  ])('%s: a verifier says "%s"', async (name, code) => {
    expect(await verification(name)).toBe(code);
  });

  test.each([
    ['no-san', { subjectAltName: undefined, subject: 'CN=mx.no-san.badmx.test' }],
    ['wildcard', { subjectAltName: 'DNS:*.elsewhere.test, DNS:*.wildcard.badmx.test' }],
    ['partial-wildcard', { subjectAltName: 'DNS:m*.partial-wildcard.badmx.test' }],
    ['eku-client', { keyUsage: ['1.3.6.1.5.5.7.3.2'] }],
    ['sha1-signature', { signatureAlgorithm: 'sha1WithRSAEncryption' }],
    ['md5-signature', { signatureAlgorithm: 'md5WithRSAEncryption' }],
    ['healthy', { signatureAlgorithm: 'sha256WithRSAEncryption', keyUsage: ['1.3.6.1.5.5.7.3.1'] }],
  ])('%s has what its name says', async (name, facts) => {
    const leaf = await leafOf(name);
    for (const [property, value] of Object.entries(facts)) {
      expect(leaf[property as keyof X509Certificate], property).toEqual(value);
    }
  });

  test('a leaf says where its issuer can be had, and there it is', async () => {
    const leaf = await leafOf('missing-intermediate');
    expect(leaf.infoAccess).toBe('CA Issuers - URI:http://aia.badmx.test/intermediate.cer');
    const port = town.portMap('127.25.250.1', 80);
    const response = await fetch(`http://127.25.250.1:${port}/intermediate.cer`);
    expect(response.headers.get('content-type')).toBe('application/pkix-cert');
    const issuer = new X509Certificate(new Uint8Array(await response.arrayBuffer()));
    expect(leaf.verify(issuer.publicKey)).toBe(true);
    expect((await fetch(`http://127.25.250.1:${port}/`)).status).toBe(404);
    expect((await leafOf('untrusted-root')).infoAccess).toBeUndefined();
  });

  test('rsa-1024 has a key of 1024 bits, the others have 2048', async () => {
    expect((await leafOf('rsa-1024')).publicKey.asymmetricKeyDetails?.modulusLength).toBe(1024);
    expect((await leafOf('healthy')).publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
  });

  // The extension keyUsage as DER: OID 2.5.29.15, critical, OCTET STRING of a BIT STRING (unused bits, bits).
  test.each([
    ['healthy', '0603551d0f0101ff0404030205a0'],
    ['key-usage', '0603551d0f0101ff040403020520'],
    ['key-usage-cleartext', '0603551d0f0101ff040403020430'],
    ['key-usage-rsa', '0603551d0f0101ff040403020780'],
  ])('%s has its keyUsage on the wire', async (name, hex) => {
    expect((await leafOf(name)).raw.toString('hex')).toContain(hex);
  });

  test('critical-extension is critical and unknown', async () => {
    // TRUE, then an OCTET STRING that holds an OCTET STRING of one byte.
    expect((await leafOf('critical-extension')).raw.toString('hex')).toMatch(/0101ff0403040101/);
    expect(await verification('critical-extension')).not.toBe('');
  });
});
