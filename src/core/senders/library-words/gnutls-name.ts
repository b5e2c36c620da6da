/**
 * A distinguished name as GnuTLS prints it: gnutls_x509_crt_get_dn (lib/x509/dn.c), RFC 4514 but for the order, which is the certificate's.
 * Held against GnuTLS 3.7, and against what Exim wrote of certificates with odd names.
 */
import { type PlainAttribute, plainAttributes } from './plain-attributes.ts';

/** Of those that are printed as text. */
const attributes: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'surName',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.13': 'description',
  '2.5.4.15': 'businessCategory',
  '2.5.4.17': 'postalCode',
  '2.5.4.42': 'givenName',
  '2.5.4.43': 'initials',
  '2.5.4.44': 'generationQualifier',
  '2.5.4.46': 'dnQualifier',
  '2.5.4.65': 'pseudonym',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'EMAIL',
  '1.3.6.1.4.1.311.60.2.1.1': 'jurisdictionOfIncorporationLocalityName',
  '1.3.6.1.4.1.311.60.2.1.2': 'jurisdictionOfIncorporationStateOrProvinceName',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionOfIncorporationCountryName',
};

/**
 * @param name  the DER of a Name that was read before
 * @returns undefined where an attribute is not in the table, or is no text
 */
export function printGnutlsName(name: Uint8Array): string | undefined {
  const rdns = plainAttributes(name)?.map((rdn) => rdn.map(printAttribute));
  if (!rdns || rdns.flat().includes(undefined)) return undefined;
  return rdns.map((rdn) => rdn.join('+')).join(',');
}

function printAttribute({ type, text }: PlainAttribute): string | undefined {
  const name = attributes[type];
  return name === undefined ? undefined : `${name}=${escaped(text)}`;
}

/** RFC 4514 §2.4: a number sign or a blank in front, a blank at the end, and these wherever they stand. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[,+"\\<>;]/g, '\\$&')
    .replace(/^[# ]/, '\\$&')
    .replace(/(?<=.) $/s, '\\ ');
