/**
 * Record protection: keys and a sequence number around the records of one direction.
 * AEAD for TLS 1.3 (RFC 8446 §5.2-5.3) and TLS 1.2 (RFC 5246 §6.2.3.3, RFC 5288, RFC 7905); none before the keys.
 * CBC, stream and null ciphers with a MAC are in record-protection-mac.
 */
import { concat, Writer } from '../base/bytes.ts';
import type { Cryptography } from '../cryptography.ts';
import { contentTypes, versions } from './code-points.ts';
import { type HandshakeFault, misbehaved } from './fault.ts';
import { maxPlaintext, type TlsRecord } from './record-reader.ts';
import type { SuiteCipher } from './suites.ts';

export interface Plaintext {
  readonly type: number;
  readonly payload: Uint8Array;
}

export interface Opener {
  /** @throws HandshakeFault bad-record-mac, record-overflow, bad-padding */
  open(record: TlsRecord): Plaintext;
}

export interface Sealer {
  /** One whole record; `payload` is at most 2^14 bytes. */
  seal(plaintext: Plaintext): Uint8Array;
}

export type AeadCipher = Extract<SuiteCipher, { kind: 'aead' }>;

export interface AeadKeys {
  readonly cipher: AeadCipher;
  readonly key: Uint8Array;
  /** The whole nonce mask in TLS 1.3 and for ChaCha20, the salt otherwise. */
  readonly iv: Uint8Array;
}

/** No protection yet; our first record may carry another version than the rest. */
export const plainOpener: Opener = {
  open(record) {
    if (record.payload.length > maxPlaintext) throw overflow(record.payload.length);
    return record;
  },
};

export const plainSealer = (version: number): Sealer => ({
  seal: ({ type, payload }) => frame(type, version, payload),
});

/** TLS 1.3: the type is inside, behind the content, before the padding (RFC 8446 §5.2). */
export function opener13(cryptography: Cryptography, { cipher, key, iv }: AeadKeys): Opener {
  let sequence = 0;
  return {
    open(record) {
      if (record.payload.length > maxPlaintext + 256) throw overflow(record.payload.length);
      if (record.payload.length < cipher.tagLength) throw badMac();
      const opened = cryptography.open({
        aead: cipher.aead,
        key,
        nonce: maskedNonce(iv, sequence++),
        additionalData: record.header,
        data: record.payload,
      });
      if (!opened.ok) throw badMac();
      let end = opened.value.length - 1;
      while (end >= 0 && opened.value[end] === 0) end--;
      const type = opened.value[end];
      if (type === undefined) {
        throw misbehaved('unexpected_message', {
          code: 'record-without-type',
          detail: 'a protected record holds nothing but padding',
        });
      }
      if (end > maxPlaintext) throw overflow(end);
      return { type, payload: opened.value.subarray(0, end) };
    },
  };
}

export function sealer13(cryptography: Cryptography, { cipher, key, iv }: AeadKeys): Sealer {
  let sequence = 0;
  return {
    seal({ type, payload }) {
      const data = concat(payload, Uint8Array.of(type));
      const header = headerOf(contentTypes.applicationData, versions.tls12, data.length + cipher.tagLength);
      const nonce = maskedNonce(iv, sequence++);
      return concat(
        header,
        cryptography.seal({ aead: cipher.aead, key, nonce, additionalData: header, data }),
      );
    },
  };
}

/** TLS 1.2 AEAD: the sequence number is authenticated, the nonce partly on the wire. */
export function opener12(cryptography: Cryptography, { cipher, key, iv }: AeadKeys): Opener {
  let sequence = 0;
  return {
    open({ type, version, payload }) {
      const overhead = cipher.explicitNonceLength + cipher.tagLength;
      if (payload.length < overhead) throw badMac();
      if (payload.length - overhead > maxPlaintext) throw overflow(payload.length - overhead);
      const explicit = payload.subarray(0, cipher.explicitNonceLength);
      const nonce = explicit.length === 0 ? maskedNonce(iv, sequence) : concat(iv, explicit);
      const opened = cryptography.open({
        aead: cipher.aead,
        key,
        nonce,
        additionalData: pseudoHeader(sequence++, { type, version }, payload.length - overhead),
        data: payload.subarray(cipher.explicitNonceLength),
      });
      if (!opened.ok) throw badMac();
      return { type, payload: opened.value };
    },
  };
}

export function sealer12(cryptography: Cryptography, { cipher, key, iv }: AeadKeys): Sealer {
  let sequence = 0;
  const version = versions.tls12;
  return {
    seal({ type, payload }) {
      // The explicit part may be the sequence number: it never repeats under one key (RFC 5288 §3).
      const explicit = sequenceBytes(sequence).subarray(8 - cipher.explicitNonceLength);
      const nonce = explicit.length === 0 ? maskedNonce(iv, sequence) : concat(iv, explicit);
      const additionalData = pseudoHeader(sequence++, { type, version }, payload.length);
      const sealed = cryptography.seal({ aead: cipher.aead, key, nonce, additionalData, data: payload });
      return frame(type, version, concat(explicit, sealed));
    },
  };
}

/** seq_num + type + version + length, as MACs and AEADs of TLS 1.2 and before cover them (RFC 5246 §6.2.3). */
export function pseudoHeader(
  sequence: number,
  { type, version }: { readonly type: number; readonly version: number },
  length: number,
): Uint8Array {
  return concat(sequenceBytes(sequence), headerOf(type, version, length));
}

export const frame = (type: number, version: number, payload: Uint8Array): Uint8Array =>
  concat(headerOf(type, version, payload.length), payload);

export const badMac = (): HandshakeFault =>
  misbehaved('bad_record_mac', {
    code: 'bad-record-mac',
    expected: 'a record under the keys just agreed',
    received: 'a record that does not authenticate',
    detail: 'a protected record from the server does not verify',
  });

export const overflow = (length: number): HandshakeFault =>
  misbehaved('record_overflow', {
    code: 'record-overflow',
    expected: `at most ${maxPlaintext} bytes`,
    received: `${length} bytes`,
    detail: 'a record is longer than TLS allows',
  });

const headerOf = (type: number, version: number, length: number): Uint8Array =>
  new Writer().uint8(type).uint16(version).uint16(length).finish();

const sequenceBytes = (sequence: number): Uint8Array =>
  new Writer()
    .uint32(Math.floor(sequence / 2 ** 32))
    .uint32(sequence % 2 ** 32)
    .finish();

/** RFC 8446 §5.3, RFC 7905 §2. */
function maskedNonce(iv: Uint8Array, sequence: number): Uint8Array {
  const nonce = iv.slice();
  sequenceBytes(sequence).forEach((byte, i) => {
    const at = nonce.length - 8 + i;
    nonce[at] = (nonce[at] ?? 0) ^ byte;
  });
  return nonce;
}
