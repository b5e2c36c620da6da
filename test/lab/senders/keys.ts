/**
 * Keys of the lab's certificates that badmx has no use for, and the finite-field groups of its DHE servers. Made anew by each run.
 */
import { createDiffieHellmanGroup, generateKeyPairSync } from 'node:crypto';
import type { KeyPair } from '../../../src/demo/certificate.ts';
import * as der from '../../../src/demo/der.ts';

export const rsaKey = (bits: number, exponent = 65_537): KeyPair =>
  generateKeyPairSync('rsa', { modulusLength: bits, publicExponent: exponent });

export const ecKey = (curve: string): KeyPair => generateKeyPairSync('ec', { namedCurve: curve });

export const ed25519Key = (): KeyPair => generateKeyPairSync('ed25519');
export const ed448Key = (): KeyPair => generateKeyPairSync('ed448');

/** A group of RFC 3526 as DHParameter in PEM (PKCS #3 §9); `modp5` has 1536 bits, 14 2048, 15 3072, 16 4096, 18 8192. */
export function dhParameters(group: 'modp5' | 'modp14' | 'modp15' | 'modp16' | 'modp18'): string {
  const parameters = createDiffieHellmanGroup(group);
  const body = der.sequence(
    der.integer(new Uint8Array(parameters.getPrime())),
    der.integer(new Uint8Array(parameters.getGenerator())),
  );
  const lines = Buffer.from(body)
    .toString('base64')
    .match(/.{1,64}/g);
  return `-----BEGIN DH PARAMETERS-----\n${lines?.join('\n')}\n-----END DH PARAMETERS-----\n`;
}
