/** Signatures and hashes over node:crypto, for the tests of this directory: in Node and in workerd. */
import { createHash, createPublicKey, verify } from 'node:crypto';
import type { Cryptography, SignatureInput } from '../../../src/core/cryptography.ts';

export const cryptography: Pick<Cryptography, 'verify' | 'hash'> = {
  hash: (name, ...data) => {
    const hash = createHash(name);
    for (const part of data) hash.update(part);
    return new Uint8Array(hash.digest());
  },
  verify: (input) => {
    try {
      return check(input) ? 'valid' : 'invalid';
    } catch (error) {
      // Keys and algorithms that the runtime lacks throw errors of many classes.
      if (!(error instanceof Error)) throw error;
      return 'unsupported';
    }
  },
};

function check({ algorithm, publicKey, data, signature }: SignatureInput): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
  switch (algorithm.kind) {
    case 'rsa-pss':
      return verify(algorithm.hash, data, { key, padding: 6, saltLength: algorithm.saltLength }, signature);
    case 'rsa-pkcs1':
    case 'ecdsa':
    case 'dsa': {
      const wanted = algorithm.kind === 'rsa-pkcs1' ? 'rsa' : algorithm.kind === 'ecdsa' ? 'ec' : 'dsa';
      if (key.asymmetricKeyType !== wanted) return false;
      return verify(algorithm.hash, data, key, signature);
    }
    case 'ed25519':
    case 'ed448':
    case 'mldsa44':
    case 'mldsa65':
    case 'mldsa87':
      return (
        key.asymmetricKeyType?.replaceAll('-', '') === algorithm.kind && verify(null, data, key, signature)
      );
    default:
      return algorithm satisfies never;
  }
}
