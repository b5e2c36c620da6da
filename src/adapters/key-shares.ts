/**
 * Key agreement from node:crypto: X25519, X448, the NIST curves; hybrids are hybrid-shares, finite fields finite-field.
 * What a peer sends may be no valid value: that is `invalid`, data, never an exception.
 */
import { createECDH, createPublicKey, diffieHellman, generateKeyPairSync, randomBytes } from 'node:crypto';
import { fail, ok, type Result } from '../core/base/result.ts';
import type { GroupName, KeyShare } from '../core/cryptography.ts';
import { hybridShare } from './hybrid-shares.ts';
import { isRefusal } from './refusals.ts';
import { x25519, x25519PublicValue } from './x25519.ts';

const nistCurves: Partial<Record<GroupName, string>> = {
  secp256r1: 'prime256v1',
  secp384r1: 'secp384r1',
  secp521r1: 'secp521r1',
};

/** SubjectPublicKeyInfo of a raw X25519 or X448 key, up to the key (RFC 8410 §4). */
const montgomeryPrefix = {
  x25519: Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x03, 0x21, 0x00),
  x448: Uint8Array.of(0x30, 0x42, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6f, 0x03, 0x39, 0x00),
} as const;
const montgomeryLength = { x25519: 32, x448: 56 } as const;

/** Makes our half in a group. @throws Error where the runtime lacks the group: the adapter's supports() is asked first */
export type ShareMaker = (group: GroupName) => KeyShare;

/** A maker of key shares; it finds out once which way of X25519 the runtime allows. */
export function createShareMaker(): ShareMaker {
  let usesNative: boolean | undefined;
  const make: ShareMaker = (group) => {
    const curve = nistCurves[group];
    if (curve !== undefined) return nistShare(curve);
    if (group === 'x25519') {
      usesNative ??= takesImportedKeys();
      return usesNative ? montgomeryShare(group) : plainX25519Share();
    }
    if (group === 'x448') return montgomeryShare(group);
    if (group === 'X25519MLKEM768') return hybridShare(make('x25519'), 'last');
    if (group === 'SecP256r1MLKEM768') return hybridShare(make('secp256r1'), 'first');
    throw new Error(`no key share for ${group}`);
  };
  return make;
}

function nistShare(curve: string): KeyShare {
  const ecdh = createECDH(curve);
  const publicValue = new Uint8Array(ecdh.generateKeys());
  return {
    publicValue,
    agree(peerValue) {
      // Only the uncompressed form is allowed (RFC 8446 §4.2.8.2, RFC 8422 §5.1.2).
      if (peerValue.length !== publicValue.length || peerValue[0] !== uncompressed) return fail('invalid');
      return orInvalid(() => ecdh.computeSecret(peerValue));
    },
  };
}

const uncompressed = 4;

function montgomeryShare(group: 'x25519' | 'x448'): KeyShare {
  const { publicKey, privateKey } =
    group === 'x25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('x448');
  const prefix = montgomeryPrefix[group];
  return {
    publicValue: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })).subarray(prefix.length),
    agree(peerValue) {
      if (peerValue.length !== montgomeryLength[group]) return fail('invalid');
      return orInvalid(() => diffieHellman({ privateKey, publicKey: importMontgomery(prefix, peerValue) }));
    },
  };
}

const importMontgomery = (prefix: Uint8Array, value: Uint8Array) =>
  createPublicKey({ key: Buffer.concat([prefix, value]), format: 'der', type: 'spki' });

function plainX25519Share(): KeyShare {
  const scalar = new Uint8Array(randomBytes(32));
  return {
    publicValue: x25519PublicValue(scalar),
    agree(peerValue) {
      if (peerValue.length !== montgomeryLength.x25519) return fail('invalid');
      return orInvalid(() => x25519(scalar, peerValue));
    },
  };
}

/** Whether diffieHellman takes a public key that came in from outside: Node's does, workerd's does not. */
function takesImportedKeys(): boolean {
  const { privateKey } = generateKeyPairSync('x25519');
  const basePoint = Uint8Array.of(9, ...new Uint8Array(31));
  return orInvalid(() =>
    diffieHellman({ privateKey, publicKey: importMontgomery(montgomeryPrefix.x25519, basePoint) }),
  ).ok;
}

/** An all-zero secret means a point of small order (RFC 7748 §6.1). */
function orInvalid(compute: () => Uint8Array): Result<Uint8Array, 'invalid'> {
  try {
    const secret = new Uint8Array(compute());
    return secret.some((byte) => byte !== 0) ? ok(secret) : fail('invalid');
  } catch (error) {
    // A value that is not on the curve, or of small order.
    if (!isRefusal(error)) throw error;
    return fail('invalid');
  }
}
