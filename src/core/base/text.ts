/**
 * Bytes as text and back: base64, hex, ASCII with escapes, UTF-8.
 * Core may not name TextDecoder, atob or Buffer (it runs wherever ECMAScript runs), hence these few lines.
 */
import { fail, ok, type Result } from './result.ts';

const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const padding = 0x3d;
const hexAlphabet = '0123456789abcdef';
const base64Values = new Map([...base64Alphabet].map((letter, value) => [letter, value]));

/** Encode as base64 with padding (RFC 4648 §4). */
export function toBase64(bytes: Uint8Array): string {
  const letters = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  let at = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = [bytes[i], bytes[i + 1], bytes[i + 2]];
    const group = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    letters[at++] = base64Alphabet.charCodeAt(group >> 18);
    letters[at++] = base64Alphabet.charCodeAt((group >> 12) & 63);
    letters[at++] = b === undefined ? padding : base64Alphabet.charCodeAt((group >> 6) & 63);
    letters[at++] = c === undefined ? padding : base64Alphabet.charCodeAt(group & 63);
  }
  return asciiText(letters);
}

/** Decode base64 (RFC 4648 §4); white space is skipped, padding may be absent. */
export function fromBase64(text: string): Result<Uint8Array, string> {
  const letters = text.replace(/\s+/g, '').replace(/={1,2}$/, '');
  if (letters.length % 4 === 1) return fail('base64 of an impossible length');
  const bytes = new Uint8Array(Math.floor((letters.length * 3) / 4));
  let bits = 0;
  let pending = 0;
  let at = 0;
  for (const letter of letters) {
    const value = base64Values.get(letter);
    if (value === undefined) return fail(`not a base64 letter: ${JSON.stringify(letter)}`);
    pending = ((pending << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (pending >> bits) & 0xff;
    }
  }
  return ok(bytes);
}

/** Lower-case hexadecimal, no separators. */
export function toHex(bytes: Uint8Array): string {
  const letters = new Uint8Array(bytes.length * 2);
  for (const [i, byte] of bytes.entries()) {
    letters[2 * i] = hexAlphabet.charCodeAt(byte >> 4);
    letters[2 * i + 1] = hexAlphabet.charCodeAt(byte & 15);
  }
  return asciiText(letters);
}

/** Decode hexadecimal; white space is skipped. */
export function fromHex(text: string): Result<Uint8Array, string> {
  const digits = text.replace(/\s+/g, '');
  if (digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) return fail('not pairs of hexadecimal digits');
  return ok(Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
}

/** The bytes of an ASCII string; a code unit over 0xff is our own mistake and throws. */
export function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => {
    const code = letter.charCodeAt(0);
    if (code > 0xff) throw new RangeError(`not ASCII: ${JSON.stringify(letter)}`);
    return code;
  });
}

/** In large pieces: a string put together letter by letter takes many times its length until it is first read. */
function asciiText(letters: Uint8Array): string {
  let text = '';
  for (let at = 0; at < letters.length; at += 4096) {
    text += String.fromCharCode(...letters.subarray(at, at + 4096));
  }
  return text;
}

/** Bytes shown as text: printable ASCII as it is, everything else as \xNN. Never fails, never hides a byte. */
export function printable(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    text +=
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return text;
}

/**
 * Without spaces and tabs at both ends (WSP of RFC 5234, OWS of RFC 9110 §5.6.3), and nothing else: a no-break space is part of the value.
 * Not by an expression: those look at a long run of spaces once from each of its letters.
 */
export function trimWhiteSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isWhiteSpace(text.charAt(start))) start++;
  while (end > start && isWhiteSpace(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

function isWhiteSpace(letter: string): boolean {
  return letter === ' ' || letter === '\t';
}
