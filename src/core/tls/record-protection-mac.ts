/**
 * Record protection with a MAC of its own: CBC, stream and null ciphers of TLS 1.0 to 1.2 (RFC 5246 §6.2.3.1-2, RFC 2246 §6.2.3).
 * TLS 1.0 chains CBC over records, 1.1 and later send an IV with each; encrypt-then-MAC is RFC 7366.
 * Padding and MAC are compared plainly: a probe has no secrets that timing could leak.
 */
import { concat, equalBytes } from '../base/bytes.ts';
import type { Cryptography, HashName } from '../cryptography.ts';
import { versions } from './code-points.ts';
import { badMac, frame, type Opener, overflow, pseudoHeader, type Sealer } from './record-protection.ts';
import { maxPlaintext } from './record-reader.ts';
import type { SuiteCipher } from './suites.ts';

export type MacCipher = Exclude<SuiteCipher, { kind: 'aead' }>;

export interface MacKeys {
  readonly cipher: MacCipher;
  readonly version: number;
  readonly encryptThenMac: boolean;
  readonly macKey: Uint8Array;
  readonly key: Uint8Array;
  /** Of the first record; used by TLS 1.0 only. */
  readonly iv: Uint8Array;
}

export const macLengths: Readonly<Record<HashName, number>> = {
  md5: 16,
  sha1: 20,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
};

type Transform = (data: Uint8Array) => Uint8Array;

export function macSealer(cryptography: Cryptography, keys: MacKeys): Sealer {
  const { cipher, version } = keys;
  const encrypt = transformFor(cryptography, keys, 'encrypt');
  let sequence = 0;
  return {
    seal({ type, payload }) {
      const mac = (data: Uint8Array) =>
        cryptography.hmac(
          cipher.mac,
          keys.macKey,
          pseudoHeader(sequence++, { type, version }, data.length),
          data,
        );
      if (cipher.kind !== 'cbc') return frame(type, version, encrypt(concat(payload, mac(payload))));
      const explicit = version >= versions.tls11 ? cryptography.randomBytes(cipher.blockLength) : none;
      if (keys.encryptThenMac) {
        const sealed = encrypt(concat(explicit, pad(payload, cipher.blockLength)));
        return frame(type, version, concat(sealed, mac(sealed)));
      }
      return frame(
        type,
        version,
        encrypt(concat(explicit, pad(concat(payload, mac(payload)), cipher.blockLength))),
      );
    },
  };
}

export function macOpener(cryptography: Cryptography, keys: MacKeys): Opener {
  const { cipher, version } = keys;
  const decrypt = transformFor(cryptography, keys, 'decrypt');
  let sequence = 0;
  const checkMac = (type: number, protectedBytes: Uint8Array): Uint8Array => {
    const length = protectedBytes.length - macLengths[cipher.mac];
    if (length < 0) throw badMac();
    const data = protectedBytes.subarray(0, length);
    const expected = cryptography.hmac(
      cipher.mac,
      keys.macKey,
      pseudoHeader(sequence++, { type, version }, length),
      data,
    );
    if (!equalBytes(expected, protectedBytes.subarray(length))) throw badMac();
    return data;
  };
  return {
    open({ type, payload }) {
      if (cipher.kind !== 'cbc') return bounded(type, checkMac(type, decrypt(payload)));
      const encrypted = keys.encryptThenMac ? checkMac(type, payload) : payload;
      if (encrypted.length === 0 || encrypted.length % cipher.blockLength !== 0) throw badMac();
      const clear = decrypt(encrypted).subarray(version >= versions.tls11 ? cipher.blockLength : 0);
      const unpadded = withoutPadding(clear);
      return bounded(type, keys.encryptThenMac ? unpadded : checkMac(type, unpadded));
    },
  };
}

const none = new Uint8Array();

function bounded(type: number, payload: Uint8Array) {
  if (payload.length > maxPlaintext) throw overflow(payload.length);
  return { type, payload };
}

/**
 * One cipher for the connection. With explicit IVs the chain is cut by sending the IV as a first block: whatever
 * was chained into it decrypts to garbage that the reader drops (RFC 4346 §6.2.3.2, method 2a).
 */
function transformFor(
  cryptography: Cryptography,
  { cipher, key, iv }: MacKeys,
  direction: 'encrypt' | 'decrypt',
): Transform {
  if (cipher.kind === 'null') return (data) => data;
  const start = cipher.kind === 'cbc' && iv.length === 0 ? new Uint8Array(cipher.blockLength) : iv;
  return cryptography.cipher({ name: cipher.cipher, direction, key, iv: start });
}

function pad(data: Uint8Array, blockLength: number): Uint8Array {
  const padding = blockLength - (data.length % blockLength);
  return concat(data, new Uint8Array(padding).fill(padding - 1));
}

function withoutPadding(clear: Uint8Array): Uint8Array {
  const last = clear.at(-1);
  if (last === undefined || last + 1 > clear.length) throw badMac();
  const padding = clear.subarray(clear.length - 1 - last);
  if (padding.some((byte) => byte !== last)) throw badMac();
  return clear.subarray(0, clear.length - 1 - last);
}
