/**
 * The one importer of @peculiar/x509: its classes decode, plain data comes out, and no type of theirs passes this file
 * (they name WebCrypto types, which core lacks). Each function takes DER and throws what the library throws: an Error of no
 * particular class. What must be bounded, strict or cheap is not asked of it: structure, keys, times and lists of names.
 */
import 'reflect-metadata';
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  CertificatePolicyExtension,
  CRLDistributionPointsExtension,
  ExtendedKeyUsageExtension,
  KeyUsagesExtension,
  Name,
  SubjectKeyIdentifierExtension,
} from '@peculiar/x509';
import { type KeyUsage, keyUsages } from './certificate-facts.ts';

/** RFC 5280 §4.2.1.12 and the few others that mail certificates carry. */
const purposeNames: Readonly<Record<string, string>> = {
  '2.5.29.37.0': 'anyExtendedKeyUsage',
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
};

/** A Name as text, in the order encoded. */
export function nameText(name: Uint8Array): string {
  return new Name(name).toString();
}

/** @param extension  the whole Extension, as for all below */
export function decodeKeyUsage(extension: Uint8Array): KeyUsage[] {
  const bits: number = new KeyUsagesExtension(extension).usages;
  return keyUsages.filter((_, bit) => (bits >> bit) & 1);
}

export function decodeExtendedKeyUsage(extension: Uint8Array): string[] {
  return new ExtendedKeyUsageExtension(extension).usages.map(
    (oid) => purposeNames[String(oid)] ?? String(oid),
  );
}

export function decodePolicies(extension: Uint8Array): string[] {
  return [...new CertificatePolicyExtension(extension).policies];
}

export function decodeSubjectKeyId(extension: Uint8Array): string {
  return new SubjectKeyIdentifierExtension(extension).keyId.toLowerCase();
}

export function decodeAuthorityKeyId(extension: Uint8Array) {
  const { keyId, certId } = new AuthorityKeyIdentifierExtension(extension);
  // As a certificate's own is shown: a zero in front only keeps the number positive.
  const serial = certId?.serialNumber.toLowerCase().replace(/^00(?=.)/, '');
  return {
    ...(keyId && { keyId: keyId.toLowerCase() }),
    hasIssuer: Array.isArray(certId?.name) && certId.name.length > 0,
    ...(serial && { serial }),
  };
}

/** URLs of AuthorityInfoAccess; locations of other forms are left out. */
export function decodeAccess(extension: Uint8Array): { ocsp: string[]; caIssuers: string[] } {
  const { ocsp, caIssuers } = new AuthorityInfoAccessExtension(extension);
  const urls = (names: typeof ocsp) => names.filter((name) => name.type === 'url').map((name) => name.value);
  return { ocsp: urls(ocsp), caIssuers: urls(caIssuers) };
}

export function decodeDistributionPoints(extension: Uint8Array): string[] {
  return new CRLDistributionPointsExtension(extension).distributionPoints.flatMap((point) =>
    (point.distributionPoint?.fullName ?? []).flatMap((name) => name.uniformResourceIdentifier ?? []),
  );
}
