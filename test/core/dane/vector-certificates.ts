/**
 * The certificates that our DANE vectors are made of: a root, an issuer, and leaves with one peculiarity each.
 * Made with fresh keys at each run, hence only for generate-danetest.ts; tests read the file it writes.
 */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

export interface Identity {
  readonly certificate: X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

export interface IdentityOptions {
  /** RFC 4514 text; default: none, as DANE-EE needs no name. */
  readonly name?: string;
  /** Default: itself. */
  readonly issuer?: Identity;
  readonly sans?: readonly string[];
  readonly ca?: { readonly pathLength?: number };
  readonly keyUsages?: number;
  readonly purposes?: readonly string[];
  readonly years?: readonly [from: number, until: number];
  readonly algorithm?: 'P-256' | 'RSA' | 'Ed25519';
  readonly extensions?: readonly Extension[];
}

const algorithms = {
  'P-256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  RSA: {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: Uint8Array.of(1, 0, 1),
    modulusLength: 2048,
  },
  Ed25519: { name: 'Ed25519' },
} as const;

let serial = 1;

/** Issue one certificate with a key of its own. */
export async function issue(options: IdentityOptions): Promise<Identity> {
  const { name = '', issuer, sans = [], ca, keyUsages, purposes, years = [2020, 2120] } = options;
  const algorithm = algorithms[options.algorithm ?? 'P-256'];
  const pair = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new TypeError('a key pair expected');
  const dns = sans.map((value) => ({ type: 'dns' as const, value }));
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: (serial++).toString(16).padStart(4, '0'),
      subject: name,
      issuer: issuer?.certificate.subject ?? name,
      notBefore: new Date(Date.UTC(years[0], 0, 1)),
      notAfter: new Date(Date.UTC(years[1], 0, 1)),
      publicKey: pair.publicKey,
      signingKey: (issuer?.keys ?? pair).privateKey,
      signingAlgorithm: { ...algorithms[nameOfAlgorithm(issuer?.keys ?? pair)], hash: 'SHA-256' },
      extensions: [
        new BasicConstraintsExtension(ca !== undefined, ca?.pathLength, true),
        await SubjectKeyIdentifierExtension.create(pair.publicKey, false, webcrypto),
        ...(dns.length > 0 ? [new SubjectAlternativeNameExtension(dns)] : []),
        ...(keyUsages === undefined ? [] : [new KeyUsagesExtension(keyUsages, true)]),
        ...(purposes === undefined ? [] : [new ExtendedKeyUsageExtension([...purposes])]),
        ...(options.extensions ?? []),
      ],
    },
    webcrypto,
  );
  return { certificate, keys: pair };
}

function nameOfAlgorithm(pair: webcrypto.CryptoKeyPair): keyof typeof algorithms {
  const { name } = pair.privateKey.algorithm;
  if (name === 'ECDSA') return 'P-256';
  return name === 'Ed25519' ? 'Ed25519' : 'RSA';
}

/** The same certificate with the last byte of its signature changed. */
export function spoilSignature({ certificate, keys }: Identity): Identity {
  const der = new Uint8Array(certificate.rawData.slice(0));
  der[der.length - 1] = (der.at(-1) ?? 0) ^ 0x01;
  return { certificate: new X509Certificate(der), keys };
}

export const usages = KeyUsageFlags;
