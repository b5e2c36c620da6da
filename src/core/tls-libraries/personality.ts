/**
 * What a TLS library refuses by itself, as a table: in a handshake that nobody verifies, and in the verification of a chain.
 * Each row carries its confidence. Libraries as they come have a file each here and are listed in catalogue.ts; what single senders make
 * of them is in senders/personalities.ts. Left out: what a library merely offers (that is the hello).
 */
import type { Confidence } from '../base/confidence.ts';

export interface Row<T> {
  readonly value: T;
  /** `none`: the value is `unknown`, and the source says why. */
  readonly confidence: Confidence | 'none';
  readonly source: string;
}

/** In handshakes that nobody verifies, and in all others. */
export interface HandshakeRows {
  /** Where the server signs ((EC)DHE, TLS 1.3), keyUsage must hold digitalSignature, whoever verifies or not (RFC 5280 §4.2.1.3). */
  readonly signingKeyUsage: Row<'enforced' | 'ecdsa-before-tls13' | 'ignored' | 'unknown'>;
  /** With RSA key exchange, keyUsage must hold keyEncipherment. */
  readonly encryptingKeyUsage: Row<'enforced' | 'ignored' | 'unknown'>;
  /**
   * A keyUsage without a bit set (forbidden by RFC 5280 §4.2.1.3) is read as no keyUsage at all, or makes the certificate one that can not be
   * read when it is verified; absent: as one that allows nothing.
   */
  readonly emptyKeyUsage?: Row<'ignored' | 'unreadable'>;
  /** A handshake with a smaller finite-field group ends; bits. */
  readonly minimumDhBits: Row<number>;
  /** A handshake with a smaller RSA key of the server ends; bits. */
  readonly handshakeRsaBits: Row<number | 'unknown'>;
  /** SHA-1 and MD5+SHA-1 in ServerKeyExchange and CertificateVerify, all that TLS 1.0 and 1.1 know (RFC 4346 §7.4.3). */
  readonly sha1HandshakeSignature: Row<'accepted' | 'refused' | 'unknown'>;
  /** The oldest version that it agrees to as it comes, if nothing else is wrong (old-version.ts); a sender's hello may ask for less. */
  readonly minimumVersion: Row<'TLSv1' | 'TLSv1.2'>;
  /** A TLS 1.3 ticket that comes before the client's own Finished (RFC 8446 §4.6.1); absent: taken. */
  readonly earlyTicket?: Row<'refused' | 'unknown'>;
  /** A leaf that has one extension twice (RFC 5280 §4.2) ends the handshake, whoever verifies or not; absent: it goes on. */
  readonly duplicateExtension?: Row<'refused'>;
}

/** Where a chain is verified. */
export interface VerificationRows {
  /** Smallest RSA key of the path, bits. */
  readonly minimumRsaBits: Row<number>;
  /** Smallest elliptic curve of the path, bits. */
  readonly minimumCurveBits: Row<number | 'unknown'>;
  /** Certificates signed with SHA-1 (an anchor's own signature never counts). */
  readonly sha1Certificate: Row<'accepted' | 'refused' | 'unknown'>;
  /** Certificates signed with MD5. */
  readonly md5Certificate: Row<'accepted' | 'refused' | 'unknown'>;
  /** A server's certificate of X.509 version 1, which has no extensions. */
  readonly version1Leaf: Row<'accepted' | 'refused' | 'unknown'>;
  /** An issuer of version 1 on the way to the anchor. */
  readonly version1Issuer: Row<'accepted' | 'refused' | 'unknown'>;
  /** More certificates than this in the message, whatever they are, and none is verified; absent: no limit that matters. */
  readonly maximumSent?: Row<number>;
  /** The dates of an anchor that a TLSA record names, and that did not issue itself; absent: not checked, or not known. */
  readonly anchorDates?: Row<'checked'>;
  /** extendedKeyUsage without serverAuth. */
  readonly purpose: Row<'enforced' | 'ignored'>;
  /**
   * Where the purpose is enforced: anyExtendedKeyUsage stands for no serverAuth, and a keyUsage without digitalSignature,
   * keyEncipherment and keyAgreement fits no server; absent: taken.
   */
  readonly serverPurpose?: Row<'strict'>;
  /**
   * When the common name is read, which RFC 9525 §2 leaves out: where there is no dNSName, neither that nor an iPAddress, no subjectAltName
   * at all, or never.
   */
  readonly commonName: Row<
    'where-no-dns-name' | 'where-no-dns-name-nor-address' | 'where-no-san' | 'ignored' | 'unknown'
  >;
  /** Of several common names none is read; absent: any of them will do. */
  readonly severalCommonNames?: Row<'refused'>;
  /** A wildcard that is one edge of a label, m*.example.org or *x.example.org, which RFC 9525 §6.3 leaves out; `star-first`: only the latter. */
  readonly partialWildcard: Row<'accepted' | 'star-first' | 'refused' | 'unknown'>;
  /** must-staple (RFC 7633) without a stapled response. */
  readonly mustStaple: Row<'enforced' | 'ignored' | 'unknown'>;
  /** A stapled OCSP answer that says revoked, or is out of date; absent: not looked at. */
  readonly staple?: Row<'enforced'>;
}

export interface Personality extends HandshakeRows, VerificationRows {
  readonly id: string;
  readonly library: string;
}

/** A row seen in the laboratory. */
export const measured = <T>(value: T, source = 'lab, Debian 12 and 13 packages'): Row<T> => ({
  value,
  confidence: 'measured',
  source,
});

/** A row read in the library's source. */
export const fromSource = <T>(value: T, source: string): Row<T> => ({
  value,
  confidence: 'source-code',
  source,
});

/** A row that its maker's documentation states. */
export const documented = <T>(value: T, source: string): Row<T> => ({
  value,
  confidence: 'vendor-documentation',
  source,
});

/** A row that nothing is known of. */
export const notKnown = (why: string): Row<'unknown'> => ({
  value: 'unknown',
  confidence: 'none',
  source: why,
});

/** Is a size below what the row asks for? What is not known forbids nothing. */
export function isBelow(bits: number, { value }: Row<number | 'unknown'>): boolean {
  return value !== 'unknown' && bits < value;
}
