/**
 * A sender's ClientHello as a profile carries it: what it offers, in its own order, by IANA name.
 * Enough to tell whether the server's choice lies within the offer; a byte-exact template follows from it with core/tls/client-hello.ts.
 */
import type { Confidence } from '../../report/schema.ts';

export interface SenderHello {
  readonly name: string;
  /** As facts name them: TLSv1.3, TLSv1.2, TLSv1.1, TLSv1. */
  readonly versions: readonly string[];
  /** In the order sent, signalling values included. */
  readonly suites: readonly string[];
  readonly groups: readonly string[];
  readonly keyShares: readonly string[];
  readonly signatureSchemes: readonly string[];
  /** In the order sent, server_name left out (GnuTLS 3.8.1 and later shuffle them). */
  readonly extensions: readonly string[];
  readonly sessionIdLength: number;
  /** Not captured: what lies outside may be offered all the same. */
  readonly incomplete?: true;
  readonly confidence: Confidence;
  readonly source: string;
}
