/**
 * What a TLS library refuses by itself, as a table: in a handshake that nobody verifies, and in the verification of a chain.
 * Each row carries its confidence. Libraries as they come have a file each here and are listed in catalogue.ts; what single senders make
 * of them is in senders/personalities.ts. Left out: what a library merely offers (that is the hello).
 */
import type { Confidence } from '../base/confidence.ts';

export interface Row<T> {
  readonly value: T;
  readonly confidence: Confidence;
  readonly source: string;
}

export interface Personality {
  readonly id: string;
  readonly library: string;
  /** Where the server signs ((EC)DHE, TLS 1.3), keyUsage must hold digitalSignature, whoever verifies or not (RFC 5280 §4.2.1.3). */
  readonly signingKeyUsage: Row<'enforced' | 'ecdsa-before-tls13' | 'ignored' | 'unknown'>;
  /** With RSA key exchange, keyUsage must hold keyEncipherment. */
  readonly encryptingKeyUsage: Row<'enforced' | 'ignored' | 'unknown'>;
  /** A handshake with a smaller finite-field group ends; bits. */
  readonly minimumDhBits: Row<number>;
  /** SHA-1 and MD5+SHA-1 in ServerKeyExchange and CertificateVerify, all that TLS 1.0 and 1.1 know (RFC 4346 §7.4.3). */
  readonly sha1HandshakeSignature: Row<'accepted' | 'refused'>;
  /** The oldest version that it agrees to as it comes; a sender's hello may ask for less. */
  readonly minimumVersion: Row<'TLSv1' | 'TLSv1.2'>;
  /** A TLS 1.3 ticket that comes before the client's own Finished (RFC 8446 §4.6.1); absent: taken. */
  readonly earlyTicket?: Row<'refused' | 'unknown'>;
  /** A leaf that has one extension twice (RFC 5280 §4.2) ends the handshake, whoever verifies or not; absent: it goes on. */
  readonly duplicateExtension?: Row<'refused'>;
  /** In a verified chain: smallest RSA key, bits. */
  readonly minimumRsaBits: Row<number>;
  /** In a verified chain: certificates signed with SHA-1 or MD5 (the anchor's own signature never counts). */
  readonly sha1Certificate: Row<'accepted' | 'refused'>;
  /** In a verified chain: the anchor's depth may be no greater (0 is the leaf); absent: no limit that matters. */
  readonly maximumDepth?: Row<number>;
  /** In a verified chain: extendedKeyUsage without serverAuth. */
  readonly purpose: Row<'enforced' | 'ignored'>;
  /**
   * In a verified chain, where the purpose is enforced: anyExtendedKeyUsage stands for no serverAuth, and a keyUsage without
   * digitalSignature, keyEncipherment and keyAgreement fits no server; absent: taken.
   */
  readonly serverPurpose?: Row<'strict'>;
  /** In a verified chain: must-staple (RFC 7633) without a stapled response. */
  readonly mustStaple: Row<'enforced' | 'ignored'>;
  /** In a verified chain: a stapled OCSP answer that says revoked, or is out of date; absent: not looked at. */
  readonly staple?: Row<'enforced'>;
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
