/**
 * Writing X.509 certificates (RFC 5280 §4), right or wrong: everything a host of badmx can have wrong with its certificate
 * is an option here. Nothing is checked; signing is node:crypto's.
 */
import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';
import * as der from './der.ts';

/** Bit numbers of RFC 5280 §4.2.1.3. */
const keyUsageBits = {
  digitalSignature: 0,
  nonRepudiation: 1,
  keyEncipherment: 2,
  dataEncipherment: 3,
  keyAgreement: 4,
  keyCertSign: 5,
  cRLSign: 6,
} as const;
export type KeyUsage = keyof typeof keyUsageBits;

/** RFC 5280 §4.2.1.12 */
const keyPurposes = {
  anyExtendedKeyUsage: '2.5.29.37.0',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
} as const;
export type KeyPurpose = keyof typeof keyPurposes;

export type CertificateHash = 'sha256' | 'sha1' | 'md5';

/** RFC 8017 appendix A.2.4, RFC 5758 §3.2, RFC 3279 §2.2; MD5 goes with RSA only. */
const signatureOids: Readonly<Record<string, string>> = {
  'rsa sha256': '1.2.840.113549.1.1.11',
  'rsa sha1': '1.2.840.113549.1.1.5',
  'rsa md5': '1.2.840.113549.1.1.4',
  'ec sha256': '1.2.840.10045.4.3.2',
  'ec sha1': '1.2.840.10045.4.1',
};

export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export interface Extension {
  readonly oid: string;
  readonly critical?: boolean;
  /** DER of the value. */
  readonly value: Uint8Array;
}

export interface CertificateOptions {
  /** commonName of the subject, its only attribute; or several. */
  readonly subject: string | readonly string[];
  /** Or a SubjectPublicKeyInfo as it is, however odd. */
  readonly subjectKey: KeyObject | Uint8Array;
  readonly issuer: string;
  readonly issuerKey: KeyPair;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly hash?: CertificateHash;
  /** dNSNames; no subjectAltName at all when empty. */
  readonly names?: readonly string[];
  /** Left out of the certificate when absent; always critical. */
  readonly keyUsage?: readonly KeyUsage[];
  readonly keyPurposes?: readonly KeyPurpose[];
  readonly authority?: { readonly pathLength?: number };
  /** Where the issuer's certificate can be had (RFC 5280 §4.2.2.1). */
  readonly issuerUrl?: string;
  readonly extensions?: readonly Extension[];
  /** X.509 version 1 has no extensions, so that what would be in them is left out. */
  readonly version?: 1;
  /** Contents of the serial number's INTEGER, as they are; default: 16 random bytes. */
  readonly serial?: Uint8Array;
}

/**
 * Write and sign a certificate.
 *
 * @returns DER
 * @throws Error when the issuer's key cannot sign with the hash (our own mistake)
 * @see RFC 5280 §4.1
 */
export function writeCertificate(options: CertificateOptions): Uint8Array {
  const hash = options.hash ?? 'sha256';
  const algorithm = signatureAlgorithm(options.issuerKey, hash);
  const isOld = options.version === 1;
  const tbs = der.sequence(
    ...(isOld ? [] : [der.explicit(0, der.integer(2))]),
    der.tagged(0x02, options.serial ?? serialNumber()),
    algorithm,
    distinguishedName([options.issuer]),
    der.sequence(der.time(options.notBefore), der.time(options.notAfter)),
    distinguishedName([options.subject].flat()),
    spkiOf(options.subjectKey),
    ...(isOld ? [] : [der.explicit(3, der.sequence(...extensionsOf(options).map(writeExtension)))]),
  );
  return der.sequence(tbs, algorithm, der.bitString(sign(hash, tbs, options.issuerKey.privateKey)));
}

/** PEM of one or more certificates (RFC 7468 §5). */
export function toPem(...certificates: readonly Uint8Array[]): string {
  return certificates
    .map((bytes) => {
      const lines =
        Buffer.from(bytes)
          .toString('base64')
          .match(/.{1,64}/g) ?? [];
      return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
    })
    .join('');
}

/** SubjectPublicKeyInfo, DER. */
export const subjectPublicKeyInfo = (key: KeyObject): Uint8Array =>
  new Uint8Array(key.export({ type: 'spki', format: 'der' }));

function extensionsOf(options: CertificateOptions): Extension[] {
  const list: Extension[] = [
    {
      oid: '2.5.29.19',
      critical: true,
      value: basicConstraints(options.authority),
    },
    { oid: '2.5.29.14', value: der.octetString(keyIdentifier(options.subjectKey)) },
    {
      oid: '2.5.29.35',
      value: der.sequence(der.implicit(0, keyIdentifier(options.issuerKey.publicKey))),
    },
  ];
  if (options.keyUsage) {
    const bits = options.keyUsage.map((usage) => keyUsageBits[usage]);
    list.push({ oid: '2.5.29.15', critical: true, value: der.namedBits(bits) });
  }
  if (options.keyPurposes) {
    const purposes = options.keyPurposes.map((purpose) => der.objectIdentifier(keyPurposes[purpose]));
    list.push({ oid: '2.5.29.37', value: der.sequence(...purposes) });
  }
  if (options.names && options.names.length > 0) {
    const names = options.names.map((name) => der.implicitText(2, name));
    list.push({ oid: '2.5.29.17', value: der.sequence(...names) });
  }
  if (options.issuerUrl !== undefined) {
    const access = der.sequence(
      der.objectIdentifier('1.3.6.1.5.5.7.48.2'),
      der.implicitText(6, options.issuerUrl),
    );
    list.push({ oid: '1.3.6.1.5.5.7.1.1', value: der.sequence(access) });
  }
  return [...list, ...(options.extensions ?? [])];
}

/** RFC 5280 §4.2.1.9: cA is DEFAULT FALSE, so an end entity's is an empty SEQUENCE. */
function basicConstraints(authority: { readonly pathLength?: number } | undefined): Uint8Array {
  if (!authority) return der.sequence();
  if (authority.pathLength === undefined) return der.sequence(der.boolean(true));
  return der.sequence(der.boolean(true), der.integer(authority.pathLength));
}

function writeExtension({ oid, critical, value }: Extension): Uint8Array {
  const head = [der.objectIdentifier(oid), ...(critical ? [der.boolean(true)] : [])];
  return der.sequence(...head, der.octetString(value));
}

function distinguishedName(commonNames: readonly string[]): Uint8Array {
  const attribute = (text: string) => der.sequence(der.objectIdentifier('2.5.4.3'), der.utf8String(text));
  return der.sequence(...commonNames.map((text) => der.set(attribute(text))));
}

function signatureAlgorithm(key: KeyPair, hash: CertificateHash): Uint8Array {
  const kind = key.privateKey.asymmetricKeyType ?? 'unknown';
  const oid = signatureOids[`${kind} ${hash}`];
  if (oid === undefined) throw new Error(`no signature algorithm for ${kind} with ${hash}`);
  // RSA's parameters are NULL (RFC 3279 §2.2.1), ECDSA's absent (RFC 5758 §3.2).
  return der.sequence(der.objectIdentifier(oid), ...(kind === 'rsa' ? [der.nullValue()] : []));
}

/** Any identifier will do; both sides of a chain must agree on it (RFC 5280 §4.2.1.2). */
const keyIdentifier = (key: KeyObject | Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(spkiOf(key)).digest().subarray(0, 20));

const spkiOf = (key: KeyObject | Uint8Array): Uint8Array =>
  key instanceof Uint8Array ? key : subjectPublicKeyInfo(key);

/** Positive, 16 bytes, no leading zero (RFC 5280 §4.1.2.2). */
function serialNumber(): Uint8Array {
  const bytes = new Uint8Array(randomBytes(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}
