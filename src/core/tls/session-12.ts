/**
 * What the states of TLS 1.2 and before hand on to each other, and the PRF choice that follows from it.
 */
import type { Cryptography } from '../cryptography.ts';
import type { PrfChoice } from './key-schedule-12.ts';
import type { LeafKey } from './leaf-key.ts';
import type { CertificateRequest } from './messages.ts';
import type { UsableSuite } from './server-hello.ts';

/** The outcome of an ephemeral key exchange. */
export interface Agreement {
  readonly preMaster: Uint8Array;
  /** Our public value and the width of its length prefix: 1 for a point, 2 for a number (RFC 8422 §5.7, RFC 5246 §7.4.7.2). */
  readonly publicValue: Uint8Array;
  readonly prefix: 1 | 2;
}

export interface Session12 {
  readonly suite: UsableSuite;
  readonly version: number;
  readonly serverRandom: Uint8Array;
  /** As the server gave it, maybe empty. */
  readonly id: Uint8Array;
  /** The server promised a CertificateStatus, a NewSessionTicket. */
  readonly statusDue: boolean;
  readonly ticketDue: boolean;
  readonly ticket?: Uint8Array;
  /** Absent with an anonymous suite. */
  readonly key?: LeafKey;
  /** Absent with RSA key exchange. */
  readonly agreement?: Agreement;
  readonly request?: CertificateRequest;
}

export const prfChoice = (cryptography: Cryptography, { suite, version }: Session12): PrfChoice => ({
  cryptography,
  version,
  hash: suite.hash,
});
