/**
 * Writing DER (ITU-T X.690), just what certificates need. A writer of the demo's own, since the demo must be able to write
 * certificates that a library rightly refuses to make. It does not read, and does not check that the result makes sense.
 */

import { concat } from '../core/base/bytes.ts';
import { asciiBytes } from '../core/base/text.ts';

/** Tag, definite length, contents (X.690 §8.1). */
export function tagged(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const body = concat(...contents);
  return concat(Uint8Array.of(tag), derLength(body.length), body);
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => tagged(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Uint8Array => tagged(0x31, ...parts);
export const boolean = (value: boolean): Uint8Array => tagged(0x01, Uint8Array.of(value ? 0xff : 0));
export const octetString = (bytes: Uint8Array): Uint8Array => tagged(0x04, bytes);
export const nullValue = (): Uint8Array => tagged(0x05);
export const utf8String = (text: string): Uint8Array => tagged(0x0c, new TextEncoder().encode(text));

/** [n] EXPLICIT, constructed. */
export const explicit = (n: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  tagged(0xa0 | n, ...parts);

/** [n] IMPLICIT over a primitive value: its bare contents. */
export const implicit = (n: number, contents: Uint8Array): Uint8Array => tagged(0x80 | n, contents);

/** [n] IMPLICIT IA5String, as dNSName and URI in a GeneralName. */
export const implicitText = (n: number, text: string): Uint8Array => implicit(n, asciiBytes(text));

/** A non-negative INTEGER. @param value a number, or big-endian bytes */
export function integer(value: number | Uint8Array): Uint8Array {
  const bytes = typeof value === 'number' ? bigEndian(value) : value;
  // A leading one bit would read as negative (X.690 §8.3.3).
  const needsZero = bytes.length === 0 || (bytes[0] ?? 0) >= 0x80;
  return tagged(0x02, needsZero ? concat(Uint8Array.of(0), bytes) : bytes);
}

export const bitString = (bytes: Uint8Array, unusedBits = 0): Uint8Array =>
  tagged(0x03, Uint8Array.of(unusedBits), bytes);

/** A BIT STRING of named bits: trailing zero bits are left out (X.690 §11.2.2). */
export function namedBits(bits: readonly number[]): Uint8Array {
  if (bits.length === 0) return bitString(new Uint8Array(0));
  const last = Math.max(...bits);
  const bytes = new Uint8Array(Math.floor(last / 8) + 1);
  for (const bit of bits) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return bitString(bytes, 7 - (last & 7));
}

/** @param dotted e.g. `2.5.29.15` */
export function objectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, ...[first * 40 + second, ...rest].map(base128));
}

/** UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280 §4.1.2.5); whole seconds. */
export function time(date: Date): Uint8Array {
  const digits = date
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '');
  return date.getUTCFullYear() < 2050
    ? tagged(0x17, asciiBytes(digits.slice(2)))
    : tagged(0x18, asciiBytes(digits));
}

function derLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const bytes = bigEndian(length);
  return concat(Uint8Array.of(0x80 | bytes.length), bytes);
}

function bigEndian(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.from(bytes);
}

function base128(value: number): Uint8Array {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128))
    bytes.unshift((rest % 128) | 0x80);
  return Uint8Array.from(bytes);
}
