/**
 * Named groups: elliptic curves, finite fields, post-quantum hybrids.
 * Source: IANA "TLS Supported Groups"; RFC 8446 §4.2.7; the finite fields of RFC 7919 are computed from their formula.
 * Rows without `exchange` are recognised by name and never completed.
 */
import type { Cryptography, GroupName, KeyShare } from '../cryptography.ts';
import { hexCode } from './code-points.ts';
import { ffdheGenerator, ffdhePrime } from './ffdhe.ts';

export interface Group {
  readonly code: number;
  readonly name: string;
  readonly exchange?:
    | { readonly kind: 'curve' | 'hybrid'; readonly name: GroupName }
    | { readonly kind: 'field'; readonly bits: number; readonly offset: number };
}

const curve = (code: number, name: GroupName): Group => ({ code, name, exchange: { kind: 'curve', name } });
const hybrid = (code: number, name: GroupName): Group => ({ code, name, exchange: { kind: 'hybrid', name } });
const named = (code: number, name: string): Group => ({ code, name });
/** `offset`: the constant that RFC 7919 appendix A adds to make the number prime. */
const field = (code: number, bits: number, offset: number): Group => ({
  code,
  name: `ffdhe${bits}`,
  exchange: { kind: 'field', bits, offset },
});

export const groups: readonly Group[] = [
  curve(0x001d, 'x25519'),
  curve(0x0017, 'secp256r1'),
  curve(0x0018, 'secp384r1'),
  curve(0x0019, 'secp521r1'),
  curve(0x001e, 'x448'),
  hybrid(0x11ec, 'X25519MLKEM768'),
  hybrid(0x11eb, 'SecP256r1MLKEM768'),
  field(0x0100, 2048, 560316),
  field(0x0101, 3072, 2625351),
  field(0x0102, 4096, 5736041),
  field(0x0103, 6144, 15705020),
  field(0x0104, 8192, 10965728),
  named(0x0001, 'sect163k1'),
  named(0x0002, 'sect163r1'),
  named(0x0003, 'sect163r2'),
  named(0x0004, 'sect193r1'),
  named(0x0005, 'sect193r2'),
  named(0x0006, 'sect233k1'),
  named(0x0007, 'sect233r1'),
  named(0x0008, 'sect239k1'),
  named(0x0009, 'sect283k1'),
  named(0x000a, 'sect283r1'),
  named(0x000b, 'sect409k1'),
  named(0x000c, 'sect409r1'),
  named(0x000d, 'sect571k1'),
  named(0x000e, 'sect571r1'),
  named(0x000f, 'secp160k1'),
  named(0x0010, 'secp160r1'),
  named(0x0011, 'secp160r2'),
  named(0x0012, 'secp192k1'),
  named(0x0013, 'secp192r1'),
  named(0x0014, 'secp224k1'),
  named(0x0015, 'secp224r1'),
  named(0x0016, 'secp256k1'),
  named(0x001a, 'brainpoolP256r1'),
  named(0x001b, 'brainpoolP384r1'),
  named(0x001c, 'brainpoolP512r1'),
  named(0x001f, 'brainpoolP256r1tls13'),
  named(0x0020, 'brainpoolP384r1tls13'),
  named(0x0021, 'brainpoolP512r1tls13'),
  named(0x0022, 'GC256A'),
  named(0x0023, 'GC256B'),
  named(0x0024, 'GC256C'),
  named(0x0025, 'GC256D'),
  named(0x0026, 'GC512A'),
  named(0x0027, 'GC512B'),
  named(0x0028, 'GC512C'),
  named(0x0029, 'curveSM2'),
  named(0x0200, 'MLKEM512'),
  named(0x0201, 'MLKEM768'),
  named(0x0202, 'MLKEM1024'),
  named(0x11ed, 'SecP384r1MLKEM1024'),
  named(0x6399, 'X25519Kyber768Draft00'),
  named(0x639a, 'SecP256r1Kyber768Draft00'),
];

const byCode: ReadonlyMap<number, Group> = new Map(groups.map((row) => [row.code, row]));
const byName: ReadonlyMap<string, Group> = new Map(groups.map((row) => [row.name, row]));

export const findGroup = (code: number): Group | undefined => byCode.get(code);
export const groupName = (code: number): string => byCode.get(code)?.name ?? hexCode(code);

/** The code point of a group that the table names. @throws RangeError for a name that it does not hold: our own mistake */
export function groupCode(name: string): number {
  const row = byName.get(name);
  if (row === undefined) throw new RangeError(`no such group: ${name}`);
  return row.code;
}

/** Make our half of an agreement in `code`, or nothing where the table or the runtime lacks it. */
export function makeKeyShare(code: number, cryptography: Cryptography): KeyShare | undefined {
  const exchange = findGroup(code)?.exchange;
  if (exchange === undefined) return undefined;
  if (exchange.kind === 'field') {
    const share = cryptography.diffieHellman(ffdhePrime(exchange), ffdheGenerator);
    return share.ok ? share.value : undefined;
  }
  return cryptography.supports(exchange.name) ? cryptography.keyShare(exchange.name) : undefined;
}
