/**
 * Punycode to Unicode, for showing an A-label's U-label beside it. The other direction belongs to UTS 46 and is injected (ToAscii).
 * Nothing is decided by the result: it is for people to read.
 */
import { fail, ok, type Result } from './result.ts';

const base = 36;
const tMin = 1;
const tMax = 26;
const skew = 38;
const damp = 700;
const initialBias = 72;
const initialPoint = 0x80;

/**
 * Decode one label's Punycode, without its `xn--`.
 *
 * @throws never
 * @see RFC 3492 §6.2
 */
export function decodePunycode(encoded: string): Result<string, string> {
  const delimiter = encoded.lastIndexOf('-');
  const points = Array.from(encoded.slice(0, Math.max(delimiter, 0)), (letter) => letter.charCodeAt(0));
  const digits = delimiter < 0 ? encoded : encoded.slice(delimiter + 1);
  let bias = initialBias;
  let point = initialPoint;
  let index = 0;
  for (let at = 0; at < digits.length; ) {
    const before = index;
    for (let weight = 1, k = base; ; k += base) {
      const digit = digitValue(digits.charAt(at++));
      if (digit === undefined) return fail('not a Punycode digit, or cut short');
      index += digit * weight;
      if (index > 0x7fffffff) return fail('overflow');
      const threshold = Math.min(Math.max(k - bias, tMin), tMax);
      if (digit < threshold) break;
      weight *= base - threshold;
    }
    const count = points.length + 1;
    bias = adaptBias(index - before, count, before === 0);
    point += Math.floor(index / count);
    index %= count;
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return fail('not a Unicode scalar value');
    points.splice(index++, 0, point);
  }
  return ok(String.fromCodePoint(...points));
}

function digitValue(letter: string): number | undefined {
  if (/^[a-z]$/.test(letter)) return letter.charCodeAt(0) - 0x61;
  if (/^[0-9]$/.test(letter)) return letter.charCodeAt(0) - 0x30 + 26;
  return undefined;
}

/** RFC 3492 §6.1. */
function adaptBias(delta: number, count: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? damp : 2));
  rest += Math.floor(rest / count);
  let k = 0;
  for (; rest > ((base - tMin) * tMax) / 2; k += base) rest = Math.floor(rest / (base - tMin));
  return k + Math.floor(((base - tMin + 1) * rest) / (rest + skew));
}
