/**
 * A session and a subject as OpenSSL names them: SSL_get_version, SSL_CIPHER_get_name, X509_NAME_oneline (crypto/x509/x509_obj.c).
 * Held against what Exim with OpenSSL wrote of the lab's servers.
 */
import type { Handshake } from '../../tls/facts.ts';
import { suites } from '../../tls/suites.ts';
import { plainAttributes } from './plain-attributes.ts';

export interface OpensslSession {
  /** TLSv1.3 */
  readonly version: string;
  readonly cipher: string;
  /** Of the cipher's key. */
  readonly keyBits: number;
}

/** @returns undefined where the registry has no name of OpenSSL's for it */
export function describeOpensslSession({ version, suite }: Handshake): OpensslSession | undefined {
  const row = suites.find(({ name }) => name === suite);
  if (version === undefined || row?.openssl === undefined) return undefined;
  if (row.cipher?.kind !== 'aead' && row.cipher?.kind !== 'cbc') return undefined;
  return { version, cipher: row.openssl, keyBits: 8 * row.cipher.keyLength };
}

/** Short names of crypto/objects; others were not looked up. */
const shortNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.15': 'businessCategory',
  '2.5.4.17': 'postalCode',
  '2.5.4.42': 'GN',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
};

/** Exim's buffer, less the zero at its end. */
const longest = 255;

/**
 * `/C=DE/CN=mx.example.org`; what is no printable ASCII as `\\xC3`, byte by byte.
 *
 * @param name  the DER of a Name that was read before
 * @returns undefined where an attribute is not in the table, or is no text, or all is longer than Exim has room for
 */
export function printOpensslName(name: Uint8Array): string | undefined {
  const attributes = plainAttributes(name)?.flat();
  if (!attributes?.every(({ type }) => type in shortNames)) return undefined;
  const line = attributes.map(({ type, text }) => `/${shortNames[type]}=${printable(text)}`).join('');
  return line.length > longest ? undefined : line;
}

const printable = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^ -~]/gu, (character) => encodeURIComponent(character).replaceAll('%', '\\x'));
