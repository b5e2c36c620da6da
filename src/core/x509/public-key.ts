/**
 * SubjectPublicKeyInfo as facts (RFC 5280 §4.1.2.7, RFC 3279 §2.3, RFC 5480, RFC 8410): kind, size, curve.
 * Sizes are measured, not judged; whether the point is on its curve is left to whoever verifies with the key.
 */
import { toHex } from '../base/text.ts';
import type { PublicKeyFacts } from './certificate-facts.ts';
import { curves } from './curves.ts';
import {
  DerError,
  type DerItem,
  expectTag,
  members,
  readBitString,
  readOid,
  readWhole,
  tags,
} from './der.ts';

const kinds: Readonly<Record<string, PublicKeyFacts['kind']>> = {
  '1.2.840.113549.1.1.1': 'rsa',
  '1.2.840.113549.1.1.10': 'rsa-pss',
  '1.2.840.10045.2.1': 'ec',
  '1.2.840.10040.4.1': 'dsa',
  '1.3.101.112': 'ed25519',
  '1.3.101.113': 'ed448',
};

/**
 * Read a key.
 *
 * @param item  the SubjectPublicKeyInfo
 * @returns bits 0 where the key inside its frame can not be read, or its curve is none we know
 * @throws DerError when it is no SubjectPublicKeyInfo at all
 */
export function readPublicKey(item: DerItem): PublicKeyFacts {
  const [algorithm, key, ...rest] = members(item);
  if (rest.length > 0) throw new DerError('more than an algorithm and a key');
  const [type, parameters] = members(algorithm);
  const oid = readOid(type);
  const kind = kinds[oid] ?? 'unknown';
  const bytes = readBitString(key);
  const frame = { oid, spki: item.raw };
  switch (kind) {
    case 'rsa':
    case 'rsa-pss':
      return { ...frame, kind, ...readRsa(bytes) };
    case 'ec':
      return { ...frame, kind, ...readCurve(parameters, bytes) };
    case 'dsa':
      return { ...frame, kind, bits: readDsaBits(parameters) };
    case 'ed25519':
      return { ...frame, kind, bits: bytes.length === 32 ? 256 : 0 };
    case 'ed448':
      return { ...frame, kind, bits: bytes.length === 57 ? 456 : 0 };
    case 'unknown':
      return { ...frame, kind, bits: 0 };
    default:
      return kind satisfies never;
  }
}

/** @see RFC 8017 §A.1.1 */
function readRsa(bytes: Uint8Array): { bits: number; exponent?: string; modulus?: string } {
  return orZero(() => {
    const [modulus, exponent] = members(readWhole(bytes));
    const n = expectTag(modulus, tags.integer).content;
    const e = expectTag(exponent, tags.integer).content;
    if ((n[0] ?? 0x80) >= 0x80 || (e[0] ?? 0x80) >= 0x80) throw new DerError('negative');
    if (e.length > 512) throw new DerError('an exponent that nobody computes with');
    const hex = toHex(n).replace(/^(00)+/, '');
    return { bits: bitLength(n), exponent: BigInt(`0x${toHex(e)}`).toString(), modulus: hex };
  });
}

/** @see RFC 5480 §2.1.1, §2.2 */
function readCurve(parameters: DerItem | undefined, point: Uint8Array): { bits: number; curve: string } {
  if (parameters?.tag === tags.sequence) return { bits: Math.floor(point.length / 2) * 8, curve: 'explicit' };
  if (parameters?.tag !== tags.oid) return { bits: 0, curve: 'unknown' };
  const oid = readOid(parameters);
  const [curve, bits] = curves[oid] ?? [oid, 0];
  const size = Math.ceil(bits / 8);
  // 6 and 7 are the hybrid form of X9.62, which RFC 5480 leaves out and libraries take.
  const uncompressed = [4, 6, 7].includes(point[0] ?? 0) && point.length === 1 + 2 * size;
  const compressed = (point[0] === 2 || point[0] === 3) && point.length === 1 + size;
  return { bits: uncompressed || compressed ? bits : 0, curve };
}

function readDsaBits(parameters: DerItem | undefined): number {
  return orZero(() => ({ bits: bitLength(expectTag(members(parameters)[0], tags.integer).content) })).bits;
}

function orZero<T extends { bits: number }>(read: () => T): T | { bits: number } {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerError) return { bits: 0 };
    throw error;
  }
}

/** Bits of a non-negative INTEGER, leading zeros off. */
function bitLength(content: Uint8Array): number {
  const first = content.findIndex((byte) => byte !== 0);
  if (first < 0) return 0;
  return (content.length - first) * 8 - Math.clz32(content[first] ?? 0) + 24;
}
