/**
 * The finite fields of RFC 7919, computed in place of 900 lines of digits:
 * p = 2^b - 2^(b-64) + (floor(2^(b-130) e) + offset) 2^64 - 1, generator 2 (RFC 7919 appendix A).
 * Costs about a millisecond, and only when a server or a hello asks for one.
 */

export const ffdheGenerator: Uint8Array = Uint8Array.of(2);

/** The prime as big-endian bytes. `bits` and `offset` are a row of RFC 7919 appendix A. */
export function ffdhePrime(field: { readonly bits: number; readonly offset: number }): Uint8Array {
  const bits = BigInt(field.bits);
  const prime =
    (1n << bits) - (1n << (bits - 64n)) + ((eulerScaled(bits - 130n) + BigInt(field.offset)) << 64n) - 1n;
  return bytesOf(prime, field.bits / 8);
}

/** floor(2^shift e), from the series of 1/n!; the guard bits outweigh the truncation of each term. */
function eulerScaled(shift: bigint): bigint {
  const guard = 64n;
  let term = 1n << (shift + guard);
  let sum = 0n;
  for (let n = 1n; term > 0n; n++) {
    sum += term;
    term /= n;
  }
  return sum >> guard;
}

function bytesOf(value: bigint, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = length - 1, rest = value; i >= 0; i--, rest >>= 8n) bytes[i] = Number(rest & 0xffn);
  return bytes;
}
