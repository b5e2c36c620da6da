/**
 * Keys of TLS 1.0 to 1.2: the PRF, master secret, key block and Finished values.
 * RFC 5246 §5, §6.3, §7.4.9, §8.1; RFC 4346 §5 for the MD5 + SHA-1 PRF of 1.0 and 1.1; RFC 7627 for the extended master secret.
 */
import { concat, Reader } from '../base/bytes.ts';
import { asciiBytes } from '../base/text.ts';
import type { Cryptography, HashName } from '../cryptography.ts';
import { versions } from './code-points.ts';
import { macLengths } from './record-protection-mac.ts';
import type { SuiteCipher } from './suites.ts';
import type { TranscriptHash } from './transcript.ts';

/** What the PRF depends on. */
export interface PrfChoice {
  readonly cryptography: Cryptography;
  readonly version: number;
  /** Of the suite; used by TLS 1.2 only. */
  readonly hash: HashName;
}

export interface Randoms {
  readonly client: Uint8Array;
  readonly server: Uint8Array;
}

export interface DirectionKeys {
  readonly macKey: Uint8Array;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
}

export const transcriptHashFor = ({ version, hash }: Omit<PrfChoice, 'cryptography'>): TranscriptHash =>
  version >= versions.tls12 ? hash : 'md5-sha1';

export const masterSecret = (choice: PrfChoice, preMaster: Uint8Array, randoms: Randoms): Uint8Array =>
  prf(choice, preMaster, {
    label: 'master secret',
    seed: concat(randoms.client, randoms.server),
    length: masterLength,
  });

/** @param sessionHash of ClientHello..ClientKeyExchange */
export const extendedMasterSecret = (
  choice: PrfChoice,
  preMaster: Uint8Array,
  sessionHash: Uint8Array,
): Uint8Array =>
  prf(choice, preMaster, { label: 'extended master secret', seed: sessionHash, length: masterLength });

/** verify_data of a Finished. @param transcriptHash of every message before it */
export const finishedValue = (
  choice: PrfChoice,
  master: Uint8Array,
  finished: { readonly sender: 'client' | 'server'; readonly transcriptHash: Uint8Array },
): Uint8Array =>
  prf(choice, master, {
    label: `${finished.sender} finished`,
    seed: finished.transcriptHash,
    length: verifyDataLength,
  });

/** Cut the key block into the keys of both directions (RFC 5246 §6.3). */
export function keyBlock(
  choice: PrfChoice,
  master: Uint8Array,
  { randoms, cipher }: { readonly randoms: Randoms; readonly cipher: SuiteCipher },
): { readonly client: DirectionKeys; readonly server: DirectionKeys } {
  const sizes = partSizes(cipher);
  const block = prf(choice, master, {
    label: 'key expansion',
    seed: concat(randoms.server, randoms.client),
    length: 2 * (sizes.mac + sizes.key + sizes.iv),
  });
  const reader = new Reader(block);
  const [clientMac, serverMac] = [reader.take(sizes.mac), reader.take(sizes.mac)];
  const [clientKey, serverKey] = [reader.take(sizes.key), reader.take(sizes.key)];
  const [clientIv, serverIv] = [reader.take(sizes.iv), reader.take(sizes.iv)];
  return {
    client: { macKey: clientMac, key: clientKey, iv: clientIv },
    server: { macKey: serverMac, key: serverKey, iv: serverIv },
  };
}

const masterLength = 48;
const verifyDataLength = 12;

function partSizes(cipher: SuiteCipher): { mac: number; key: number; iv: number } {
  switch (cipher.kind) {
    case 'aead':
      return { mac: 0, key: cipher.keyLength, iv: cipher.fixedIvLength };
    case 'cbc':
      return { mac: macLengths[cipher.mac], key: cipher.keyLength, iv: cipher.blockLength };
    case 'stream':
      return { mac: macLengths[cipher.mac], key: cipher.keyLength, iv: 0 };
    case 'null':
      return { mac: macLengths[cipher.mac], key: 0, iv: 0 };
    default:
      return cipher satisfies never;
  }
}

interface PrfInput {
  readonly label: string;
  readonly seed: Uint8Array;
  readonly length: number;
}

function prf(
  { cryptography, version, hash }: PrfChoice,
  secret: Uint8Array,
  { label, seed, length }: PrfInput,
): Uint8Array {
  const labelled = concat(asciiBytes(label), seed);
  if (version >= versions.tls12) return expand(cryptography, { hash, secret, seed: labelled, length });
  // Halves overlap by a byte when the secret's length is odd (RFC 4346 §5).
  const half = Math.ceil(secret.length / 2);
  const md5 = expand(cryptography, {
    hash: 'md5',
    secret: secret.subarray(0, half),
    seed: labelled,
    length,
  });
  const sha1 = expand(cryptography, {
    hash: 'sha1',
    secret: secret.subarray(secret.length - half),
    seed: labelled,
    length,
  });
  return md5.map((byte, i) => byte ^ (sha1[i] ?? 0));
}

/** P_hash (RFC 5246 §5). */
function expand(
  cryptography: Cryptography,
  input: { hash: HashName; secret: Uint8Array; seed: Uint8Array; length: number },
): Uint8Array {
  let chain = input.seed;
  let output: Uint8Array = new Uint8Array();
  while (output.length < input.length) {
    chain = cryptography.hmac(input.hash, input.secret, chain);
    output = concat(output, cryptography.hmac(input.hash, input.secret, chain, input.seed));
  }
  return output.subarray(0, input.length);
}
