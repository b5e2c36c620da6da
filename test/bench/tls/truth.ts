/**
 * What a server really has, found out by another client and by brute force: node:tls, one suite and one version at a time. The judge of
 * the enumeration in the bench.
 */
import { connect, type Socket } from 'node:net';
import { createSecureContext, type SecureVersion, connect as secure } from 'node:tls';
import { suites } from '../../../src/core/tls/suites.ts';

const versions: readonly SecureVersion[] = ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1'];
const timeoutMs = 5_000;

/** IANA names by version. */
export async function trueSuites(port: number): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for (const version of versions) {
    for (const { name, openssl, keyExchange } of suites) {
      if (openssl === undefined || (version === 'TLSv1.3') !== (keyExchange === 'tls13')) continue;
      if (isThere(openssl, version) && (await takes(port, version, openssl)))
        found.set(version, [...(found.get(version) ?? []), name]);
    }
  }
  return found;
}

/** Does this Node's OpenSSL have it? */
function isThere(cipher: string, version: SecureVersion): boolean {
  try {
    createSecureContext({ ciphers: cipherList(cipher, version) });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

const cipherList = (cipher: string, version: SecureVersion): string =>
  version === 'TLSv1.3' ? cipher : `${cipher}:@SECLEVEL=0`;

async function takes(port: number, version: SecureVersion, cipher: string): Promise<boolean> {
  const socket = await afterStarttls(port);
  return await new Promise((resolve) => {
    const ciphers = cipherList(cipher, version);
    const secured = secure({
      socket,
      ciphers,
      minVersion: version,
      maxVersion: version,
      rejectUnauthorized: false,
    });
    const settle = (taken: boolean) => {
      secured.destroy();
      resolve(taken);
    };
    secured.on('secureConnect', () => settle(true));
    secured.on('error', () => settle(false));
  });
}

async function afterStarttls(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.setTimeout(timeoutMs);
  for (const command of [undefined, 'STARTTLS']) {
    if (command !== undefined) socket.write(`${command}\r\n`);
    await new Promise((resolve) => socket.once('data', resolve));
  }
  return socket;
}
