/**
 * X25519 in plain arithmetic (RFC 7748 §5), for runtimes whose node:crypto makes key pairs but takes no peer's key
 * (workerd: diffieHellman refuses every imported public key). About 2 ms an agreement.
 * Not constant time: its keys protect one probe's handshake and nothing else.
 */

const prime = 2n ** 255n - 19n;
const a24 = 121665n;
const length = 32;

/**
 * scalar · point on Curve25519.
 *
 * @param scalar 32 random bytes; clamped here
 * @param point  32 bytes, little-endian u-coordinate
 * @returns 32 bytes; all zero for a point of small order, which the caller must refuse (RFC 7748 §6.1)
 */
export function x25519(scalar: Uint8Array, point: Uint8Array): Uint8Array {
  const k = (fromLittleEndian(scalar) & ((1n << 254n) - 8n)) | (1n << 254n);
  const x1 = mod(fromLittleEndian(point) & ((1n << 255n) - 1n));
  let [x2, z2, x3, z3] = [1n, 0n, x1, 1n];
  let swapped = 0n;
  for (let bit = 254n; bit >= 0n; bit--) {
    const one = (k >> bit) & 1n;
    if (swapped !== one) [x2, z2, x3, z3] = [x3, z3, x2, z2];
    swapped = one;
    const sum = x2 + z2;
    const difference = x2 - z2;
    const aa = mod(sum * sum);
    const bb = mod(difference * difference);
    const e = aa - bb;
    const da = mod((x3 - z3) * sum);
    const cb = mod((x3 + z3) * difference);
    x3 = mod((da + cb) ** 2n);
    z3 = mod(x1 * mod((da - cb) ** 2n));
    x2 = mod(aa * bb);
    z2 = mod(e * (aa + a24 * e));
  }
  if (swapped === 1n) [x2, z2] = [x3, z3];
  return toLittleEndian(mod(x2 * power(z2, prime - 2n)));
}

/** The public value of a secret scalar. */
export const x25519PublicValue = (scalar: Uint8Array): Uint8Array =>
  x25519(scalar, Uint8Array.of(9, ...new Uint8Array(length - 1)));

function mod(value: bigint): bigint {
  const rest = value % prime;
  return rest < 0n ? rest + prime : rest;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = mod(base), rest = exponent; rest > 0n; rest >>= 1n, square = mod(square * square)) {
    if ((rest & 1n) === 1n) result = mod(result * square);
  }
  return result;
}

function fromLittleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function toLittleEndian(value: bigint): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0, rest = value; i < length; i++, rest >>= 8n) bytes[i] = Number(rest & 0xffn);
  return bytes;
}
