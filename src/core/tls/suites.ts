/**
 * What each cipher suite is made of: key exchange, authentication, cipher, MAC, PRF hash, and whether we complete it.
 * Derived from the systematic IANA names of suite-registry.ts (RFC 5246 appendix C and the RFCs that followed it).
 * Kerberos, SRP, PSK, fixed (EC)DH, export and national ciphers are recognised, never completed: no mail server needs them.
 */
import type { AeadName, CipherName, HashName } from '../cryptography.ts';
import { hexCode } from './code-points.ts';
import { type RegistryRow, suiteRegistry } from './suite-registry.ts';

export type SuiteCipher =
  /** `fixedIvLength` + `explicitNonceLength` is the nonce (RFC 5288 §3); ChaCha20 and TLS 1.3 have no explicit part. */
  | {
      readonly kind: 'aead';
      readonly aead: AeadName;
      readonly keyLength: number;
      readonly fixedIvLength: number;
      readonly explicitNonceLength: number;
      readonly tagLength: number;
    }
  | {
      readonly kind: 'cbc';
      readonly cipher: CipherName;
      readonly keyLength: number;
      readonly blockLength: number;
      readonly mac: HashName;
    }
  | {
      readonly kind: 'stream';
      readonly cipher: CipherName;
      readonly keyLength: number;
      readonly mac: HashName;
    }
  | { readonly kind: 'null'; readonly mac: HashName };

export type SuiteKeyExchange = 'tls13' | 'ecdhe' | 'dhe' | 'rsa' | 'other';
export type SuiteAuthentication = 'tls13' | 'rsa' | 'ecdsa' | 'dss' | 'anonymous' | 'other';

export interface Suite {
  readonly code: number;
  /** IANA name. */
  readonly name: string;
  readonly openssl?: string;
  readonly gnutls?: string;
  readonly keyExchange: SuiteKeyExchange;
  readonly authentication: SuiteAuthentication;
  /** Absent for a cipher that we only know by name. */
  readonly cipher?: SuiteCipher;
  /** Of the TLS 1.2 PRF or the TLS 1.3 key schedule. */
  readonly hash: HashName;
  /** Needs TLS 1.2 at least: an AEAD, or a MAC other than MD5 and SHA-1 (RFC 5246 §1.2). */
  readonly tls12Only: boolean;
  readonly exportGrade: boolean;
  /** The client completes it, given a runtime with the primitives. */
  readonly completed: boolean;
}

const gcm = (aead: AeadName, keyLength: number): SuiteCipher => ({
  kind: 'aead',
  aead,
  keyLength,
  fixedIvLength: 4,
  explicitNonceLength: 8,
  tagLength: aead.endsWith('ccm-8') ? 8 : 16,
});
const cbc =
  (cipher: CipherName, keyLength: number, blockLength: number) =>
  (mac: HashName): SuiteCipher => ({ kind: 'cbc', cipher, keyLength, blockLength, mac });

const aeads: ReadonlyMap<string, SuiteCipher> = new Map([
  ['AES_128_GCM', gcm('aes-128-gcm', 16)],
  ['AES_256_GCM', gcm('aes-256-gcm', 32)],
  ['AES_128_CCM', gcm('aes-128-ccm', 16)],
  ['AES_256_CCM', gcm('aes-256-ccm', 32)],
  ['AES_128_CCM_8', gcm('aes-128-ccm-8', 16)],
  ['AES_256_CCM_8', gcm('aes-256-ccm-8', 32)],
  [
    'CHACHA20_POLY1305',
    {
      kind: 'aead',
      aead: 'chacha20-poly1305',
      keyLength: 32,
      fixedIvLength: 12,
      explicitNonceLength: 0,
      tagLength: 16,
    },
  ],
]);
const macCiphers: ReadonlyMap<string, (mac: HashName) => SuiteCipher> = new Map([
  ['AES_128_CBC', cbc('aes-128-cbc', 16, 16)],
  ['AES_256_CBC', cbc('aes-256-cbc', 32, 16)],
  ['3DES_EDE_CBC', cbc('3des-ede-cbc', 24, 8)],
  ['RC4_128', (mac: HashName): SuiteCipher => ({ kind: 'stream', cipher: 'rc4-128', keyLength: 16, mac })],
  ['NULL', (mac: HashName): SuiteCipher => ({ kind: 'null', mac })],
]);
const macs: ReadonlyMap<string, HashName> = new Map([
  ['MD5', 'md5'],
  ['SHA', 'sha1'],
  ['SHA256', 'sha256'],
  ['SHA384', 'sha384'],
]);
const exchanges: ReadonlyMap<string, readonly [SuiteKeyExchange, SuiteAuthentication]> = new Map([
  ['RSA', ['rsa', 'rsa']],
  ['DHE_RSA', ['dhe', 'rsa']],
  ['DHE_DSS', ['dhe', 'dss']],
  ['DH_anon', ['dhe', 'anonymous']],
  ['ECDHE_RSA', ['ecdhe', 'rsa']],
  ['ECDHE_ECDSA', ['ecdhe', 'ecdsa']],
  ['ECDH_anon', ['ecdhe', 'anonymous']],
]);

export const suites: readonly Suite[] = suiteRegistry.map(describe);

const byCode: ReadonlyMap<number, Suite> = new Map(suites.map((row) => [row.code, row]));
const byName: ReadonlyMap<string, Suite> = new Map(suites.map((row) => [row.name, row]));

export const findSuite = (code: number): Suite | undefined => byCode.get(code);
export const suiteName = (code: number): string => byCode.get(code)?.name ?? hexCode(code);

/** The code point of a suite by its IANA name. @throws RangeError for a name that the table does not hold: our own mistake */
export function suiteCode(name: string): number {
  const row = byName.get(name);
  if (row === undefined) throw new RangeError(`no such suite: ${name}`);
  return row.code;
}

function describe([code, name, openssl]: RegistryRow): Suite {
  const [, exchangeName = '', exported = '', protection = ''] =
    /^TLS_(?:(.+?)(_EXPORT)?_WITH_)?(.+)$/.exec(name) ?? [];
  const [, cipherName = '', macName = ''] = /^(.+?)(?:_(MD5|SHA|SHA256|SHA384))?$/.exec(protection) ?? [];
  const [keyExchange, authentication] = tls13Or(exchangeName, cipherName);
  const mac = macs.get(macName);
  const aead = aeads.get(cipherName);
  const cipher = aead ?? (mac === undefined ? undefined : macCiphers.get(cipherName)?.(mac));
  const hash = mac === 'sha384' ? 'sha384' : 'sha256';
  const known = keyExchange !== 'other' && cipher !== undefined && exported === '';
  return {
    code,
    name,
    ...optionalNames(name, { openssl, keyExchange, known }),
    keyExchange,
    authentication,
    ...(cipher !== undefined && { cipher }),
    hash,
    tls12Only: aead !== undefined || mac === 'sha256' || mac === 'sha384',
    exportGrade: exported !== '',
    completed: known,
  };
}

/** TLS 1.3 suites name a cipher and a hash only (RFC 8446 §B.4). */
function tls13Or(exchangeName: string, cipherName: string): readonly [SuiteKeyExchange, SuiteAuthentication] {
  if (exchangeName === '' && aeads.has(cipherName)) return ['tls13', 'tls13'];
  return exchanges.get(exchangeName) ?? ['other', 'other'];
}

/** GnuTLS spells the same parts differently (`gnutls-cli -l`); only suites that it has get a name. */
function optionalNames(
  name: string,
  { openssl, keyExchange, known }: { openssl: string | undefined; keyExchange: string; known: boolean },
): { openssl?: string; gnutls?: string } {
  if (keyExchange === 'tls13') return { openssl: name, gnutls: name };
  const gnutls = name
    .replace('_WITH_', '_')
    .replace('_anon_', '_ANON_')
    .replace('RC4_128', 'ARCFOUR_128')
    .replace('CHACHA20_POLY1305_SHA256', 'CHACHA20_POLY1305')
    .replace(/_SHA$/, '_SHA1');
  return { ...(openssl !== undefined && { openssl }), ...(known && { gnutls }) };
}
