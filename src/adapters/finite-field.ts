/**
 * Finite-field Diffie-Hellman in plain arithmetic, for whatever prime a server names (RFC 5246 §7.4.3, RFC 7919).
 * Not node:crypto's: it tests every modulus for being a safe prime first, seconds of CPU at 3,072 bits, which a server could make us spend.
 * Not constant time, and with short exponents: the keys protect one probe's handshake. A power of 2,048 bits takes about 2 ms, of 8,192 about 25.
 */
import { randomBytes } from 'node:crypto';
import { fail, ok, type Result } from '../core/base/result.ts';
import type { KeyShare } from '../core/cryptography.ts';

/** Enough for the largest field of RFC 7919 (§5.2, appendix A.5). */
const exponentBytes = 50;

/** See Cryptography.diffieHellman. `unsupported`: an even or tiny modulus, or no generator. */
export function makeFieldShare(prime: Uint8Array, generator: Uint8Array): Result<KeyShare, 'unsupported'> {
  const p = toInteger(prime);
  const g = toInteger(generator);
  if (p < 7n || (p & 1n) === 0n || g === 0n) return fail('unsupported');
  const exponent = toInteger(new Uint8Array(randomBytes(exponentBytes)));
  return ok({
    publicValue: toBytes(power(g % p, exponent, p), prime.length),
    agree(peerValue) {
      const y = toInteger(peerValue);
      // RFC 8446 §4.2.8.1, RFC 7919 §5.1: the others have an order of 1 or 2, or are no elements.
      if (y <= 1n || y >= p - 1n) return fail('invalid');
      return ok(toBytes(power(y, exponent, p), prime.length));
    },
  });
}

/** Square and multiply, from the top, four bits at a time. */
function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const table = [1n];
  for (let i = 1; i < 16; i++) table.push(((table[i - 1] ?? 1n) * base) % modulus);
  let result = 1n;
  for (const digit of exponent.toString(16)) {
    for (let i = 0; i < 4; i++) result = (result * result) % modulus;
    result = (result * (table[Number.parseInt(digit, 16)] ?? 1n)) % modulus;
  }
  return result;
}

const toInteger = (bytes: Uint8Array): bigint =>
  bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`);

const toBytes = (value: bigint, length: number): Uint8Array =>
  new Uint8Array(Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex'));
