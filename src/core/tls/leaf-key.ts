/**
 * The public key of the server's certificate, which checks its signature and takes RSA key exchange.
 * A walk over the few DER elements between a certificate's start and its SubjectPublicKeyInfo (RFC 5280 §4.1).
 * Everything else in the certificate belongs to core/x509 and is judged there: nothing here refuses a date or a name.
 */
import { Reader, ShortInput } from '../base/bytes.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { toHex } from '../base/text.ts';

export type LeafKeyKind =
  | 'rsa'
  | 'rsa-pss'
  | 'ec'
  | 'dsa'
  | 'ed25519'
  | 'ed448'
  | 'mldsa44'
  | 'mldsa65'
  | 'mldsa87'
  | 'unknown';

export interface LeafKey {
  readonly kind: LeafKeyKind;
  /** Named curve of an `ec` key, as TLS names it; absent for others. */
  readonly curve?: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
}

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

const tags = { integer: 0x02, bitString: 0x03, oid: 0x06, sequence: 0x30, version: 0xa0 } as const;

/** Content octets of the object identifiers, as hex (RFC 3279, RFC 4055, RFC 5480, RFC 8410, RFC 9881). */
const keyKinds: ReadonlyMap<string, LeafKeyKind> = new Map([
  ['2a864886f70d010101', 'rsa'],
  ['2a864886f70d01010a', 'rsa-pss'],
  ['2a8648ce3d0201', 'ec'],
  ['2a8648ce380401', 'dsa'],
  ['2b6570', 'ed25519'],
  ['2b6571', 'ed448'],
  ['608648016503040311', 'mldsa44'],
  ['608648016503040312', 'mldsa65'],
  ['608648016503040313', 'mldsa87'],
]);
/** RFC 5480 §2.1.1.1, RFC 5639 §4.1. */
const curves: ReadonlyMap<string, string> = new Map([
  ['2a8648ce3d030107', 'secp256r1'],
  ['2b81040022', 'secp384r1'],
  ['2b81040023', 'secp521r1'],
  ['2b81040021', 'secp224r1'],
  ['2b8104000a', 'secp256k1'],
  ['2b2403030208010107', 'brainpoolP256r1'],
  ['2b240303020801010b', 'brainpoolP384r1'],
  ['2b240303020801010d', 'brainpoolP512r1'],
]);
const rsaAlgorithm = Uint8Array.of(
  ...[tags.sequence, 13, tags.oid, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 0x05, 0],
);

/** Find the SubjectPublicKeyInfo of a certificate. The failure says which element is not there. */
export function readLeafKey(certificate: Uint8Array): Result<LeafKey, string> {
  return orFault(() => {
    const tbs = new Reader(element(inside(certificate, tags.sequence), tags.sequence).content);
    let first = anyElement(tbs);
    if (first.tag === tags.version) first = anyElement(tbs);
    if (first.tag !== tags.integer) throw new ShortInput('no serial number');
    // signature algorithm, issuer, validity, subject
    for (let skipped = 0; skipped < 4; skipped++) element(tbs, tags.sequence);
    return describeKey(element(tbs, tags.sequence).whole);
  });
}

/** Kind and curve of a SubjectPublicKeyInfo. */
export function readPublicKeyInfo(spki: Uint8Array): Result<LeafKey, string> {
  return orFault(() => describeKey(spki));
}

/**
 * The same RSA key under the plain rsaEncryption identifier: runtimes differ in whether they take an id-RSASSA-PSS key
 * (RFC 4055 §1.2), none in what its numbers are. Restrictions in its parameters are dropped.
 */
export function asPlainRsa(spki: Uint8Array): Result<Uint8Array, string> {
  return orFault(() => {
    const body = inside(spki, tags.sequence);
    element(body, tags.sequence);
    const key = element(body, tags.bitString).whole;
    const length = rsaAlgorithm.length + key.length;
    return Uint8Array.of(tags.sequence, 0x82, length >> 8, length & 0xff, ...rsaAlgorithm, ...key);
  });
}

function describeKey(spki: Uint8Array): LeafKey {
  const body = inside(spki, tags.sequence);
  const algorithm = new Reader(element(body, tags.sequence).content);
  const kind = keyKinds.get(toHex(element(algorithm, tags.oid).content)) ?? 'unknown';
  element(body, tags.bitString);
  if (kind !== 'ec' || algorithm.remaining === 0) return { kind, spki };
  const parameters = anyElement(algorithm);
  const curve = parameters.tag === tags.oid ? curves.get(toHex(parameters.content)) : undefined;
  return { kind, spki, curve: curve ?? 'unknown' };
}

function orFault<T>(read: () => T): Result<T, string> {
  try {
    return ok(read());
  } catch (error) {
    if (error instanceof ShortInput) return fail(error.message);
    throw error;
  }
}

const inside = (der: Uint8Array, tag: number): Reader => new Reader(element(new Reader(der), tag).content);

function element(reader: Reader, tag: number): Element {
  const found = anyElement(reader);
  if (found.tag !== tag) throw new ShortInput(`DER tag ${found.tag} in place of ${tag}`);
  return found;
}

/** One DER element with a short or a one- to three-byte length (X.690 §8.1.3): no certificate of ours is longer. */
function anyElement(reader: Reader): Element {
  const header = [reader.uint8(), reader.uint8()];
  const [tag = 0, first = 0] = header;
  let length = first;
  if (first >= 0x80) {
    const width = first & 0x7f;
    if (width < 1 || width > 3) throw new ShortInput(`DER length of ${width} bytes`);
    length = 0;
    for (let i = 0; i < width; i++) {
      const byte = reader.uint8();
      header.push(byte);
      length = length * 256 + byte;
    }
  }
  const content = reader.take(length);
  const whole = new Uint8Array(header.length + length);
  whole.set(header);
  whole.set(content, header.length);
  return { tag, content, whole };
}
