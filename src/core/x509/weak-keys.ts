/**
 * RSA keys that can be factored because of how they were made (BR §6.1.1.3): the fingerprint of ROCA (CVE-2017-15361), primes too close
 * together (Fermat's method), and a modulus with a small factor. Public numbers only; a key that passes is not proven good.
 * Left out on purpose: lists of known keys (Debian 2008), which weigh megabytes.
 */
import type { PublicKeyFacts } from './certificate-facts.ts';

export type KeyWeakness = 'roca' | 'close-primes' | 'small-factor';

/** The work grows with the square of the size, and a peer chose the size. */
const maximumBits = 8192;
/** As many rounds of Fermat's method as the Baseline Requirements ask of authorities. */
const fermatRounds = 100;

/** Primes whose residues give ROCA away: its moduli are powers of 65537 modulo each of them. */
const rocaPrimes = [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157] as const;
const smallPrimes = primesBelow(752);

/**
 * Find a way to factor an RSA key.
 *
 * @returns nothing for other kinds of keys, for keys over 8192 bits (not tried), and where no way was found
 * @throws never
 */
export function findKeyWeakness({ kind, bits, modulus }: PublicKeyFacts): KeyWeakness | undefined {
  if ((kind !== 'rsa' && kind !== 'rsa-pss') || modulus === undefined) return undefined;
  if (bits < 64 || bits > maximumBits) return undefined;
  const n = BigInt(`0x${modulus}`);
  if (smallPrimes.some((prime) => n % BigInt(prime) === 0n)) return 'small-factor';
  if (rocaPrimes.every((prime) => isPowerOfGenerator(Number(n % BigInt(prime)), prime))) return 'roca';
  return hasClosePrimes(n) ? 'close-primes' : undefined;
}

/** Is the residue in the subgroup that 65537 generates modulo the prime? */
function isPowerOfGenerator(residue: number, prime: number): boolean {
  const generator = 65_537 % prime;
  let power = 1;
  do {
    if (power === residue) return true;
    power = (power * generator) % prime;
  } while (power !== 1);
  return false;
}

/** n = a² - b² with a just above the root of n: its factors are a - b and a + b. */
function hasClosePrimes(n: bigint): boolean {
  let a = squareRoot(n);
  if (a * a < n) a++;
  for (let round = 0; round < fermatRounds; round++, a++) {
    const square = a * a - n;
    if (!mayBeSquare(square)) continue;
    const b = squareRoot(square);
    if (b * b === square) return true;
  }
  return false;
}

/** Squares end in few ways; this spares nearly every root. */
function mayBeSquare(value: bigint): boolean {
  const low = Number(value & 63n);
  return squaresModulo64.has(low) && squaresModulo63.has(Number(value % 63n));
}
const squaresModulo64 = new Set(Array.from({ length: 64 }, (_, i) => (i * i) % 64));
const squaresModulo63 = new Set(Array.from({ length: 63 }, (_, i) => (i * i) % 63));

/** The whole part of the root (Newton's method, from above). */
function squareRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let root = 1n << BigInt(Math.ceil(n.toString(16).length * 2) + 1);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

function primesBelow(limit: number): number[] {
  const numbers = Array.from({ length: limit - 2 }, (_, i) => i + 2);
  return numbers.filter((number) => {
    for (let divisor = 2; divisor * divisor <= number; divisor++) {
      if (number % divisor === 0) return false;
    }
    return true;
  });
}
