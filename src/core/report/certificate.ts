/**
 * One certificate as the verdict shows it: what a postmaster compares with the files on the server.
 */
import { toBase64 } from '../base/text.ts';
import type { ChainFacts } from '../facts.ts';
import type { CertificateFacts, Fingerprints, PublicKeyFacts } from '../x509/certificate-facts.ts';
import type { ReportedCertificate } from './certificate-schema.ts';

/** The certificates of a chain, in the order sent. */
export function reportCertificates(chain: ChainFacts): ReportedCertificate[] {
  return chain.certificates.flatMap((certificate, position) => {
    const fingerprints = chain.fingerprints[position];
    return fingerprints ? [reportCertificate(certificate, fingerprints)] : [];
  });
}

function reportCertificate(certificate: CertificateFacts, fingerprints: Fingerprints): ReportedCertificate {
  const { subjectAltNames, keyUsage, extendedKeyUsage } = certificate;
  return {
    sha256: fingerprints.certificate,
    spkiSha256: fingerprints.spki,
    subject: certificate.subject.text,
    issuer: certificate.issuer.text,
    serial: certificate.serial,
    names: [...(subjectAltNames?.dns ?? []), ...(subjectAltNames?.ip ?? [])],
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    key: keyText(certificate.publicKey),
    signatureAlgorithm: certificate.signature.name,
    keyUsage: keyUsage ? [...keyUsage.usages] : null,
    extendedKeyUsage: extendedKeyUsage ? [...extendedKeyUsage.purposes] : null,
    der: toBase64(certificate.der),
  };
}

/** The names that tools print for the NIST curves. */
const curveNames: Readonly<Record<string, string>> = {
  secp256r1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};

function keyText({ kind, bits, curve, oid }: PublicKeyFacts): string {
  switch (kind) {
    case 'rsa':
      return `RSA ${bits}`;
    case 'rsa-pss':
      return `RSA-PSS ${bits}`;
    case 'dsa':
      return `DSA ${bits}`;
    case 'ec':
      return `EC ${curveNames[curve ?? ''] ?? curve ?? bits}`;
    case 'ed25519':
      return 'Ed25519';
    case 'ed448':
      return 'Ed448';
    case 'unknown':
      return `unknown (${oid})`;
    default:
      return kind satisfies never;
  }
}
