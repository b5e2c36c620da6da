/**
 * The cryptography that core asks for, from node:crypto, in Node and in workerd; all of it synchronous.
 * What the runtime lacks is found by trying, once, and answered by supports() or `unsupported`: no runtime is asked for its name.
 */
import {
  type CipherGCMTypes,
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPublicKey,
  createVerify,
  publicEncrypt,
  randomBytes,
  verify,
} from 'node:crypto';
import { fail, ok } from '../core/base/result.ts';
import type {
  AeadInput,
  AeadName,
  CipherName,
  Cryptography,
  GroupName,
  SignatureInput,
} from '../core/cryptography.ts';
import { asPlainRsa, readPublicKeyInfo } from '../core/tls/leaf-key.ts';
import { makeFieldShare } from './finite-field.ts';
import { createShareMaker, type ShareMaker } from './key-shares.ts';
import { isRefusal, isUnknownHash, isUnknownKey } from './refusals.ts';

type Primitive = AeadName | CipherName | GroupName;

/** The Cryptography of this runtime; keeps nothing but what supports() has found out. */
export function createCryptography(): Cryptography {
  const found = new Map<Primitive, boolean>();
  const keyShare = createShareMaker();
  return {
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    hash(name, ...data) {
      const hash = createHash(name);
      for (const part of data) hash.update(part);
      return new Uint8Array(hash.digest());
    },
    hmac(name, key, ...data) {
      const hmac = createHmac(name, key);
      for (const part of data) hmac.update(part);
      return new Uint8Array(hmac.digest());
    },
    verify: verifySignature,
    supports(primitive) {
      const known = found.get(primitive);
      if (known !== undefined) return known;
      const works = tryPrimitive(primitive, keyShare);
      found.set(primitive, works);
      return works;
    },
    seal,
    open,
    cipher: ({ name, direction, key, iv }) => {
      const create = direction === 'encrypt' ? createCipheriv : createDecipheriv;
      const cipher = create(cipherNames[name], key, name === 'rc4-128' ? null : iv);
      cipher.setAutoPadding(false);
      return (data) => new Uint8Array(cipher.update(data));
    },
    keyShare,
    diffieHellman: makeFieldShare,
    encryptRsa,
  };
}

/** For entries, which need one. Nothing runs at import: workerd allows no randomness in its global scope. */
export const cryptography: Cryptography = createCryptography();

interface AeadRow {
  readonly name: string;
  readonly keyLength: number;
  readonly authTagLength: number;
}

const aeads: Readonly<Record<AeadName, AeadRow>> = {
  'aes-128-gcm': { name: 'aes-128-gcm', keyLength: 16, authTagLength: 16 },
  'aes-256-gcm': { name: 'aes-256-gcm', keyLength: 32, authTagLength: 16 },
  'aes-128-ccm': { name: 'aes-128-ccm', keyLength: 16, authTagLength: 16 },
  'aes-256-ccm': { name: 'aes-256-ccm', keyLength: 32, authTagLength: 16 },
  'aes-128-ccm-8': { name: 'aes-128-ccm', keyLength: 16, authTagLength: 8 },
  'aes-256-ccm-8': { name: 'aes-256-ccm', keyLength: 32, authTagLength: 8 },
  'chacha20-poly1305': { name: 'chacha20-poly1305', keyLength: 32, authTagLength: 16 },
};
const nonceLength = 12;

const cipherNames: Readonly<Record<CipherName, string>> = {
  'aes-128-cbc': 'aes-128-cbc',
  'aes-256-cbc': 'aes-256-cbc',
  '3des-ede-cbc': 'des-ede3-cbc',
  'rc4-128': 'rc4',
};
const cipherSizes: Readonly<Record<CipherName, { readonly key: number; readonly iv: number }>> = {
  'aes-128-cbc': { key: 16, iv: 16 },
  'aes-256-cbc': { key: 32, iv: 16 },
  '3des-ede-cbc': { key: 24, iv: 8 },
  'rc4-128': { key: 16, iv: 0 },
};

const isAead = (primitive: Primitive): primitive is AeadName => primitive in aeads;
const isCipher = (primitive: Primitive): primitive is CipherName => primitive in cipherNames;

function tryPrimitive(primitive: Primitive, keyShare: ShareMaker): boolean {
  try {
    if (isAead(primitive)) {
      const zeros = new Uint8Array(nonceLength);
      const key = new Uint8Array(aeads[primitive].keyLength);
      seal({ aead: primitive, key, nonce: zeros, additionalData: zeros, data: zeros });
    } else if (isCipher(primitive)) {
      const { key, iv } = cipherSizes[primitive];
      createCipheriv(
        cipherNames[primitive],
        new Uint8Array(key),
        primitive === 'rc4-128' ? null : new Uint8Array(iv),
      );
    } else keyShare(primitive);
    return true;
  } catch (error) {
    if (!isRefusal(error) && !isUnknownKey(error)) throw error;
    return false;
  }
}

/** node:crypto's types know the modes apart by literal names; all of them share this shape. */
const gcmLike = (name: string): CipherGCMTypes => name as CipherGCMTypes;

function seal({ aead, key, nonce, additionalData, data }: AeadInput): Uint8Array {
  const { name, authTagLength } = aeads[aead];
  const cipher = createCipheriv(gcmLike(name), key, nonce, { authTagLength });
  cipher.setAAD(additionalData, { plaintextLength: data.length });
  const body = cipher.update(data);
  const rest = cipher.final();
  return new Uint8Array(Buffer.concat([body, rest, cipher.getAuthTag()]));
}

function open({ aead, key, nonce, additionalData, data }: AeadInput): ReturnType<Cryptography['open']> {
  const { name, authTagLength } = aeads[aead];
  const length = data.length - authTagLength;
  if (length < 0) return fail('bad-tag');
  const decipher = createDecipheriv(gcmLike(name), key, nonce, { authTagLength });
  decipher.setAuthTag(data.subarray(length));
  decipher.setAAD(additionalData, { plaintextLength: length });
  try {
    // CCM checks the tag in update(), the others in final().
    const body = decipher.update(data.subarray(0, length));
    return ok(new Uint8Array(Buffer.concat([body, decipher.final()])));
  } catch (error) {
    // The only thing that can still be refused is the tag.
    if (!isRefusal(error)) throw error;
    return fail('bad-tag');
  }
}

function verifySignature({ algorithm, publicKey, data, signature }: SignatureInput) {
  const info = readPublicKeyInfo(publicKey);
  if (!info.ok) return 'unsupported';
  // An id-RSASSA-PSS key signs in no other way (RFC 4055 §1.2), and not every runtime reads one.
  const isPssKey = info.value.kind === 'rsa-pss';
  if (isPssKey && algorithm.kind !== 'rsa-pss') return 'invalid';
  if (!isPssKey && info.value.kind !== 'unknown' && info.value.kind !== keyOf[algorithm.kind])
    return 'invalid';
  // No modulus holds a salt as long as itself (RFC 8017 §9.1.1); one past 31 bits would be a wrong call.
  if (algorithm.kind === 'rsa-pss' && algorithm.saltLength > publicKey.length) return 'invalid';
  const plain = isPssKey ? asPlainRsa(publicKey) : ok(publicKey);
  if (!plain.ok) return 'unsupported';
  const key = { key: Buffer.from(plain.value), format: 'der', type: 'spki' } as const;
  const pss =
    algorithm.kind === 'rsa-pss'
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.saltLength }
      : {};
  try {
    // Not verify() where there is a hash: workerd's takes no notice of the padding and checks PKCS#1 instead of PSS.
    const isValid =
      'hash' in algorithm
        ? createVerify(algorithm.hash)
            .update(data)
            .verify({ ...key, ...pss }, signature)
        : verify(null, data, key, signature);
    return isValid ? 'valid' : 'invalid';
  } catch (error) {
    // A key, curve or hash that the runtime does not know, or a key that is none; a bad signature returns false.
    if (!isRefusal(error) && !isUnknownHash(error)) throw error;
    return 'unsupported';
  }
}

const keyOf = {
  'rsa-pkcs1': 'rsa',
  'rsa-pss': 'rsa',
  ecdsa: 'ec',
  dsa: 'dsa',
  ed25519: 'ed25519',
  ed448: 'ed448',
  mldsa44: 'mldsa44',
  mldsa65: 'mldsa65',
  mldsa87: 'mldsa87',
} as const;

function encryptRsa(publicKey: Uint8Array, data: Uint8Array): ReturnType<Cryptography['encryptRsa']> {
  const info = readPublicKeyInfo(publicKey);
  if (!info.ok || info.value.kind !== 'rsa') return fail('unsupported');
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
    return ok(new Uint8Array(publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, data)));
  } catch (error) {
    // A modulus too small for the data, or a key the runtime cannot read.
    if (!isRefusal(error)) throw error;
    return fail('unsupported');
  }
}
