/**
 * What path validation says (RFC 5280 §6), as data: trust anchors in, a path or every reason against it out.
 * Trusted (chains to an anchor) and matched (the name fits) are different words: the name's result stands beside.
 * Left out on purpose: revocation, and what one TLS library alone enforces (the personalities do that).
 */
import type { CertificateFacts } from './certificate-facts.ts';

/** A key that is trusted for what its name issues (RFC 5280 §6.1.1 (d)). */
export interface TrustAnchor {
  readonly label: string;
  /** Name, DER. */
  readonly subject: Uint8Array;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** The extension's value, DER. */
  readonly nameConstraints?: Uint8Array;
  /** SHA-256 of the certificate it came from, lower-case hexadecimal. */
  readonly fingerprint: string;
  /** ISO 8601, UTC; absent: no end known. */
  readonly notBefore?: string;
  readonly notAfter?: string;
  /** In a public root programme, whose members have promised the CA/Browser Forum's rules; absent: an administrator's own. */
  readonly isPublic?: boolean;
  /** The whole certificate, where it is at hand (the strict policy looks at its extensions). */
  readonly certificate?: CertificateFacts;
}

/** Anchors by name; make one with createAnchorStore and keep it. */
export interface AnchorStore {
  readonly size: number;
  /** @param rdns DistinguishedName.rdns of the issuer looked for */
  find(rdns: readonly string[]): readonly TrustAnchor[];
}

export const pathProblemCodes = [
  'expired',
  'not-yet-valid',
  'self-signed-leaf',
  'self-signed-root-not-trusted',
  'missing-issuer',
  'bad-signature',
  'unsupported-signature-algorithm',
  'not-a-ca',
  'path-length',
  'key-usage-cert-sign',
  'extended-key-usage',
  'name-constraints',
  'unknown-critical-extension',
  'malformed-extension',
  'malformed-key',
  'explicit-curve',
  'policy',
  'profile',
  'budget',
] as const;
export type PathProblemCode = (typeof pathProblemCodes)[number];

/** One thing wrong with one certificate of the path. */
export interface PathProblem {
  readonly code: PathProblemCode;
  /** Position in the path: 0 is the leaf, as OpenSSL counts. */
  readonly depth: number;
  /** Subject of that certificate. */
  readonly subject: string;
  readonly detail: string;
  /** X509_V_ERR_* number and X509_verify_cert_error_string, as openssl s_client and posttls-finger print them. */
  readonly openssl: readonly { readonly code: number; readonly text: string }[];
  /** What gnutls-cli prints on its "Status:" line. */
  readonly gnutls: readonly string[];
}

/** How a host name or address fits a certificate (RFC 9525 §6). */
export type HostMatch =
  | { readonly kind: 'matched'; readonly presented: string; readonly wildcard: boolean }
  | {
      readonly kind: 'mismatch';
      /** `no-san`: no extension, or none of the kind asked; `common-name-only`: the CN would fit, which counts no more. */
      readonly code: 'no-san' | 'common-name-only' | 'no-match' | 'not-a-host';
      /** The names that were compared, at most 20. */
      readonly presented: readonly string[];
      /** Where one is nearly right: `wildcard-depth` (*.x against a.b.x), `wildcard-apex` (*.x against x), `partial-wildcard`. */
      readonly near?: { readonly presented: string; readonly why: NearMiss };
      readonly detail: string;
    };
export type NearMiss = 'wildcard-depth' | 'wildcard-apex' | 'partial-wildcard' | 'ip-as-dns-name';

interface PathOutcome {
  /** Leaf first, without the anchor. */
  readonly path: readonly CertificateFacts[];
  /** Of the certificates sent, the positions that the path uses, in its order (leaf left out). */
  readonly usedSent: readonly number[];
  readonly anchor?: TrustAnchor;
  /** Present when a host was asked for. */
  readonly name?: HostMatch;
}

/** `untrusted` carries the best path there is, and everything that is wrong with it: expiry and distrust, not the first alone. */
export type PathResult =
  | (PathOutcome & { readonly kind: 'trusted'; readonly anchor: TrustAnchor; readonly problems: readonly [] })
  | (PathOutcome & { readonly kind: 'untrusted'; readonly problems: readonly PathProblem[] });
