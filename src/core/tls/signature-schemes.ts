/**
 * Signature schemes: how a ServerKeyExchange or CertificateVerify is signed, and by which kind of key.
 * Source: IANA "TLS SignatureScheme"; RFC 8446 §4.2.3; pairs of hash and signature of RFC 5246 §7.4.1.4.1.
 * Rows without `algorithm` are recognised by name and never verified here. What the runtime can't verify is `unsupported` there.
 */
import type { HashName, SignatureAlgorithm } from '../cryptography.ts';
import { hexCode } from './code-points.ts';
import type { LeafKeyKind } from './leaf-key.ts';
import type { SuiteAuthentication } from './suites.ts';

export interface SignatureScheme {
  readonly code: number;
  readonly name: string;
  readonly algorithm?: SignatureAlgorithm;
  readonly key?: LeafKeyKind;
  /** The one curve that TLS 1.3 allows with it; TLS 1.2 takes any (RFC 8446 §4.2.3). */
  readonly curve?: string;
  /** May sign a TLS 1.3 handshake (PKCS#1, SHA-1, SHA-224 and DSA may not). */
  readonly tls13: boolean;
  /** Offered in senders' names alone, not in hellos of our own: no mail server is known to sign so, not every runtime can check it. */
  readonly sendersOnly?: true;
}

const pkcs1 = (code: number, name: string, hash: HashName | 'md5-sha1'): SignatureScheme => ({
  code,
  name,
  algorithm: { kind: 'rsa-pkcs1', hash },
  key: 'rsa',
  tls13: false,
});

const pss = (
  code: number,
  name: string,
  hash: HashName,
  options: { saltLength: number; key: 'rsa' | 'rsa-pss' },
): SignatureScheme => ({
  code,
  name,
  algorithm: { kind: 'rsa-pss', hash, saltLength: options.saltLength },
  key: options.key,
  tls13: true,
});

const ecdsa = (code: number, name: string, hash: HashName, curve?: string): SignatureScheme => ({
  code,
  name,
  algorithm: { kind: 'ecdsa', hash },
  key: 'ec',
  ...(curve !== undefined && { curve }),
  tls13: curve !== undefined,
});

const dsa = (code: number, name: string, hash: HashName): SignatureScheme => ({
  code,
  name,
  algorithm: { kind: 'dsa', hash },
  key: 'dsa',
  tls13: false,
});

/** RFC 8734 §4: a curve, its hash, TLS 1.3 only. */
const brainpool = (code: number, bits: 256 | 384 | 512): SignatureScheme => ({
  ...ecdsa(code, `ecdsa_brainpoolP${bits}r1tls13_sha${bits}`, `sha${bits}`, `brainpoolP${bits}r1`),
  sendersOnly: true,
});

/** draft-ietf-tls-mldsa §3: pure ML-DSA with an empty context. */
const mldsa = (code: number, name: 'mldsa44' | 'mldsa65' | 'mldsa87'): SignatureScheme => ({
  code,
  name,
  algorithm: { kind: name },
  key: name,
  tls13: true,
  sendersOnly: true,
});

const named = (code: number, name: string): SignatureScheme => ({ code, name, tls13: true });

export const signatureSchemes: readonly SignatureScheme[] = [
  ecdsa(0x0403, 'ecdsa_secp256r1_sha256', 'sha256', 'secp256r1'),
  ecdsa(0x0503, 'ecdsa_secp384r1_sha384', 'sha384', 'secp384r1'),
  ecdsa(0x0603, 'ecdsa_secp521r1_sha512', 'sha512', 'secp521r1'),
  { code: 0x0807, name: 'ed25519', algorithm: { kind: 'ed25519' }, key: 'ed25519', tls13: true },
  { code: 0x0808, name: 'ed448', algorithm: { kind: 'ed448' }, key: 'ed448', tls13: true },
  pss(0x0804, 'rsa_pss_rsae_sha256', 'sha256', { saltLength: 32, key: 'rsa' }),
  pss(0x0805, 'rsa_pss_rsae_sha384', 'sha384', { saltLength: 48, key: 'rsa' }),
  pss(0x0806, 'rsa_pss_rsae_sha512', 'sha512', { saltLength: 64, key: 'rsa' }),
  pss(0x0809, 'rsa_pss_pss_sha256', 'sha256', { saltLength: 32, key: 'rsa-pss' }),
  pss(0x080a, 'rsa_pss_pss_sha384', 'sha384', { saltLength: 48, key: 'rsa-pss' }),
  pss(0x080b, 'rsa_pss_pss_sha512', 'sha512', { saltLength: 64, key: 'rsa-pss' }),
  pkcs1(0x0401, 'rsa_pkcs1_sha256', 'sha256'),
  pkcs1(0x0501, 'rsa_pkcs1_sha384', 'sha384'),
  pkcs1(0x0601, 'rsa_pkcs1_sha512', 'sha512'),
  pkcs1(0x0301, 'rsa_pkcs1_sha224', 'sha224'),
  pkcs1(0x0201, 'rsa_pkcs1_sha1', 'sha1'),
  pkcs1(0x0101, 'rsa_pkcs1_md5', 'md5'),
  ecdsa(0x0303, 'ecdsa_sha224', 'sha224'),
  ecdsa(0x0203, 'ecdsa_sha1', 'sha1'),
  dsa(0x0402, 'dsa_sha256', 'sha256'),
  dsa(0x0502, 'dsa_sha384', 'sha384'),
  dsa(0x0602, 'dsa_sha512', 'sha512'),
  dsa(0x0302, 'dsa_sha224', 'sha224'),
  dsa(0x0202, 'dsa_sha1', 'sha1'),
  named(0x0704, 'eccsi_sha256'),
  named(0x0705, 'iso_ibs1'),
  named(0x0706, 'iso_ibs2'),
  named(0x0707, 'iso_chinese_ibs'),
  named(0x0708, 'sm2sig_sm3'),
  named(0x0709, 'gostr34102012_256a'),
  named(0x070a, 'gostr34102012_256b'),
  named(0x070b, 'gostr34102012_256c'),
  named(0x070c, 'gostr34102012_256d'),
  named(0x070d, 'gostr34102012_512a'),
  named(0x070e, 'gostr34102012_512b'),
  named(0x070f, 'gostr34102012_512c'),
  brainpool(0x081a, 256),
  brainpool(0x081b, 384),
  brainpool(0x081c, 512),
  mldsa(0x0904, 'mldsa44'),
  mldsa(0x0905, 'mldsa65'),
  mldsa(0x0906, 'mldsa87'),
];

const byCode: ReadonlyMap<number, SignatureScheme> = new Map(signatureSchemes.map((row) => [row.code, row]));

/** What our own hellos may offer: we can check it, and a server may well have it. */
export const isOurs = ({ algorithm, sendersOnly }: SignatureScheme): boolean =>
  algorithm !== undefined && sendersOnly !== true;

export const findSignatureScheme = (code: number): SignatureScheme | undefined => byCode.get(code);
const authentications: Readonly<Partial<Record<LeafKeyKind, SuiteAuthentication>>> = {
  rsa: 'rsa',
  'rsa-pss': 'rsa',
  ec: 'ecdsa',
  // RFC 8422 §5.1
  ed25519: 'ecdsa',
  ed448: 'ecdsa',
  dsa: 'dss',
};

/** The suites up to TLS 1.2 that a key for this scheme may serve. */
export function authenticationOf(code: number): SuiteAuthentication | undefined {
  const key = byCode.get(code)?.key;
  return key && authentications[key];
}

export const signatureSchemeName = (code: number): string => byCode.get(code)?.name ?? hexCode(code);

/**
 * What TLS 1.0 and 1.1 sign with, where the wire names no scheme (RFC 4346 §7.4.3, RFC 8422 §5.4).
 * The RSA form has no IANA name: both digests are concatenated and signed without a DigestInfo.
 */
export const legacyScheme: Readonly<Record<'rsa' | 'dsa' | 'ec', SignatureScheme>> = {
  rsa: pkcs1(0xff01, 'rsa_pkcs1_md5_sha1', 'md5-sha1'),
  dsa: dsa(0x0202, 'dsa_sha1', 'sha1'),
  ec: ecdsa(0x0203, 'ecdsa_sha1', 'sha1'),
};
