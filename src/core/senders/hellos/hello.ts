/**
 * A sender's ClientHello as a profile carries it: what it offers, in its own order, by IANA name. Enough to tell whether the server's
 * choice lies within the offer; template.ts makes the bytes of it, and a test holds them against those captured.
 */
import type { Confidence } from '../../base/confidence.ts';

export interface SenderHello {
  readonly name: string;
  /** As facts name them: TLSv1.3, TLSv1.2, TLSv1.1, TLSv1. */
  readonly versions: readonly string[];
  /** In the order sent, signalling values included. */
  readonly suites: readonly string[];
  readonly groups: readonly string[];
  readonly keyShares: readonly string[];
  readonly signatureSchemes: readonly string[];
  /** In the order sent (GnuTLS 3.8.1 and later shuffle them); server_name stands where it goes, sent or not. */
  readonly extensions: readonly string[];
  /** RFC 8422 §5.1.2; absent: uncompressed and both compressed forms, as OpenSSL sends. */
  readonly pointFormats?: readonly number[];
  /** RFC 8446 §4.2.9; absent: psk_dhe_ke alone. */
  readonly pskModes?: readonly number[];
  readonly sessionIdLength: number;
  /** Not captured: what lies outside may be offered all the same. */
  readonly incomplete?: true;
  readonly confidence: Confidence;
  readonly source: string;
}
