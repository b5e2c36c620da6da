/**
 * One X.509 certificate as plain data (RFC 5280 §4): everything it says, nothing judged.
 * parseCertificate (certificate.ts) makes it; rules, name matching and path validation read it.
 * What is odd but readable is listed in `faults`; what can not be read at all is a CertificateRefusal.
 */
import type { SignatureAlgorithm } from '../cryptography.ts';

/** Why bytes are not taken for a certificate. */
export interface CertificateRefusal {
  /** `too-large`: over maxCertificateBytes or maxExtensions; `trailing-bytes`: something follows the certificate; `malformed`: not a Certificate in DER */
  readonly code: 'too-large' | 'trailing-bytes' | 'malformed';
  readonly detail: string;
}

export interface DistinguishedName {
  /** In the order encoded, as OpenSSL prints it: `DC=home, DC=olympus, CN=olympus-CA`. */
  readonly text: string;
  readonly der: Uint8Array;
  /** One canonical string an RDN, first one first: equal strings are equal RDNs (RFC 5280 §7.1: case and white space folded). */
  readonly rdns: readonly string[];
}

export const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type KeyUsage = (typeof keyUsages)[number];

export interface PublicKeyFacts {
  readonly kind: 'rsa' | 'rsa-pss' | 'ec' | 'ed25519' | 'ed448' | 'dsa' | 'unknown';
  readonly oid: string;
  /** Size of the modulus (RSA, DSA) or of the field (EC); 0: unknown. */
  readonly bits: number;
  /** IANA group name (secp256r1) or the OID; `explicit`: the parameters are spelled out (forbidden by RFC 5480 §2.1.1). */
  readonly curve?: string;
  /** RSA public exponent, decimal. */
  readonly exponent?: string;
  /** RSA modulus, hexadecimal. */
  readonly modulus?: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
}

export interface SignatureFacts {
  readonly oid: string;
  /** OpenSSL's name, e.g. sha1WithRSAEncryption; the OID where there is none. */
  readonly name: string;
  /** Absent: an algorithm we do not know ("cannot check" is not "bad"). */
  readonly algorithm?: SignatureAlgorithm;
  readonly value: Uint8Array;
}

/** One name of RFC 5280 §4.2.1.6, or the base of a name constraint. */
export type GeneralName =
  | { readonly kind: 'dns' | 'email' | 'uri' | 'registered-id'; readonly value: string }
  /** 4 or 16 bytes; 8 or 32 (address and mask) in a constraint; another length is a fault. */
  | { readonly kind: 'ip'; readonly bytes: Uint8Array }
  | { readonly kind: 'directory'; readonly name: DistinguishedName }
  | { readonly kind: 'other' | 'x400' | 'edi'; readonly der: Uint8Array };

export interface SubjectAltNames {
  readonly critical: boolean;
  /** As sent (A-labels, case kept); bytes outside printable ASCII as \xNN. */
  readonly dns: readonly string[];
  /** Canonical text: dotted quad, or RFC 5952. */
  readonly ip: readonly string[];
  readonly email: readonly string[];
  readonly uri: readonly string[];
  /** Names of other forms, directory names among them. */
  readonly otherCount: number;
  readonly names: readonly GeneralName[];
}

export interface NameConstraints {
  readonly critical: boolean;
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
  /** `minimum` other than 0, or a `maximum`: forbidden by RFC 5280 §4.2.1.10. */
  readonly hasDistance: boolean;
  /** permittedSubtrees or excludedSubtrees is there without a subtree: forbidden by its syntax. */
  readonly hasEmptyList: boolean;
}

export interface AuthorityKeyId {
  readonly critical: boolean;
  readonly keyId?: string;
  readonly hasIssuer: boolean;
  readonly serial?: string;
}

export interface ExtensionFacts {
  readonly oid: string;
  readonly critical: boolean;
  /** Validation acts on it (RFC 5280 §4.2), so it may be critical. */
  readonly processed: boolean;
  /** DER inside the OCTET STRING. */
  readonly value: Uint8Array;
}

/** Readable, yet against RFC 5280. */
export interface CertificateFault {
  readonly code:
    | 'malformed-extension'
    | 'duplicate-extension'
    | 'signature-algorithm-mismatch'
    | 'serial-not-positive'
    | 'serial-too-long'
    | 'malformed-name'
    | 'explicit-curve'
    | 'malformed-key'
    | 'time-form'
    | 'extensions-before-v3';
  readonly detail: string;
  /** The extension it is about. */
  readonly oid?: string;
}

export interface CertificateFacts {
  readonly der: Uint8Array;
  readonly version: number;
  /** Hexadecimal, as encoded (a leading `00` where the top bit is set is kept off). */
  readonly serial: string;
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  /** Subject and issuer are the same name (RFC 5280 §6.1); says nothing of who signed. */
  readonly selfIssued: boolean;
  readonly commonNames: readonly string[];
  /** ISO 8601, UTC, to the second. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly publicKey: PublicKeyFacts;
  readonly signature: SignatureFacts;
  /** What was signed. */
  readonly tbs: Uint8Array;
  readonly extensions: readonly ExtensionFacts[];
  /** Absent: no such extension; present and empty: one without a name. */
  readonly subjectAltNames?: SubjectAltNames;
  readonly keyUsage?: { readonly critical: boolean; readonly usages: readonly KeyUsage[] };
  /** Names where we know one (serverAuth, clientAuth, anyExtendedKeyUsage, ...), else OIDs. */
  readonly extendedKeyUsage?: { readonly critical: boolean; readonly purposes: readonly string[] };
  readonly basicConstraints?: {
    readonly critical: boolean;
    readonly ca: boolean;
    readonly pathLength?: number;
  };
  readonly nameConstraints?: NameConstraints;
  /** Hexadecimal. */
  readonly subjectKeyId?: string;
  readonly authorityKeyId?: AuthorityKeyId;
  /** Policy OIDs. */
  readonly certificatePolicies: readonly string[];
  readonly policyConstraints?: {
    readonly critical: boolean;
    readonly requireExplicitPolicy?: number;
    readonly inhibitPolicyMapping?: number;
  };
  readonly policyMappings?: readonly { readonly issuer: string; readonly subject: string }[];
  /** skipCerts of inhibitAnyPolicy. */
  readonly inhibitAnyPolicy?: number;
  /** URLs, any scheme (ldap: is a sign of a private Microsoft CA). */
  readonly ocsp: readonly string[];
  readonly caIssuers: readonly string[];
  readonly crlDistributionPoints: readonly string[];
  /** TLS feature status_request (RFC 7633): must-staple. */
  readonly mustStaple: boolean;
  /** An embedded list of signed certificate timestamps is there (RFC 6962 §3.3). */
  readonly hasScts: boolean;
  /** OIDs of critical extensions that we do not process (RFC 5280 §4.2). */
  readonly unknownCriticalExtensions: readonly string[];
  readonly faults: readonly CertificateFault[];
}

/** SHA-256, lower-case hexadecimal. */
export interface Fingerprints {
  readonly certificate: string;
  readonly spki: string;
}
