/**
 * Key agreement from node:crypto: X25519, X448, the NIST curves, finite fields.
 * What a peer sends may be no valid value: that is `invalid`, data, never an exception.
 */
import {
  createDiffieHellman,
  createECDH,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  randomBytes,
} from 'node:crypto';
import { fail, ok, type Result } from '../core/base/result.ts';
import type { GroupName, KeyShare } from '../core/cryptography.ts';
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

/** Our half in `group`. @throws Error where the runtime lacks the group: the adapter's supports() is asked first */
export function makeShare(group: GroupName): KeyShare {
  const curve = nistCurves[group];
  if (curve !== undefined) return nistShare(curve);
  if (group === 'x25519') return takesImportedKeys() ? montgomeryShare(group) : plainX25519Share();
  if (group === 'x448') return montgomeryShare(group);
  throw new Error(`no key share for ${group}`);
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

/** Finite-field Diffie-Hellman; see Cryptography.diffieHellman. */
export function makeFieldShare(prime: Uint8Array, generator: Uint8Array): Result<KeyShare, 'unsupported'> {
  if (((prime.at(-1) ?? 0) & 1) === 0 || generator.length === 0) return fail('unsupported');
  try {
    const field = createDiffieHellman(Buffer.from(prime), Buffer.from(generator));
    const publicValue = padded(field.generateKeys(), prime.length);
    return ok({
      publicValue,
      agree(peerValue) {
        if (!isBetweenOneAndMinusOne(peerValue, prime)) return fail('invalid');
        return orInvalid(() => padded(field.computeSecret(peerValue), prime.length));
      },
    });
  } catch {
    // node:crypto refuses moduli by size or form; which ones depends on the runtime.
    return fail('unsupported');
  }
}

/** RFC 8446 §4.2.8.1, RFC 7919 §5.1: 1 < Y < p - 1. */
function isBetweenOneAndMinusOne(value: Uint8Array, prime: Uint8Array): boolean {
  const y = toInteger(value);
  return y > 1n && y < toInteger(prime) - 1n;
}

const toInteger = (bytes: Uint8Array): bigint =>
  bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`);

function padded(bytes: Uint8Array, length: number): Uint8Array {
  const whole = new Uint8Array(Math.max(length, bytes.length));
  whole.set(bytes, whole.length - bytes.length);
  return whole;
}

/** An all-zero secret means a point of small order (RFC 7748 §6.1). */
function orInvalid(compute: () => Uint8Array): Result<Uint8Array, 'invalid'> {
  try {
    const secret = new Uint8Array(compute());
    return secret.some((byte) => byte !== 0) ? ok(secret) : fail('invalid');
  } catch {
    // node:crypto throws errors of many codes for a value that is not on the curve, or too long.
    return fail('invalid');
  }
}
