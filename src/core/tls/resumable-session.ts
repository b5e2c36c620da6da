/**
 * A session that a server has completed with us, and that a later hello may ask it to resume: by a ticket (RFC 5077), by the id that the
 * server gave it (RFC 5246 §7.3), or by the pre-shared key that comes with a ticket of TLS 1.3 (RFC 8446 §2.2).
 * It holds secrets: the client hands it out beside the facts, never in them, and whoever takes it keeps it in memory only.
 */
import type { HashName } from '../cryptography.ts';

/** TLS 1.2 and before. */
export interface ResumableSession12 {
  readonly kind: 'master-secret';
  readonly version: number;
  readonly suite: number;
  readonly master: Uint8Array;
  readonly extendedMasterSecret: boolean;
  /** A ticket goes before an id (RFC 5077 §3.4). */
  readonly by:
    | { readonly kind: 'ticket'; readonly ticket: Uint8Array }
    | { readonly kind: 'session-id'; readonly id: Uint8Array };
}

/** TLS 1.3. */
export interface ResumableSession13 {
  readonly kind: 'pre-shared-key';
  readonly version: number;
  readonly suite: number;
  /** Of the suite; the one that resumes may be another with the same hash (RFC 8446 §4.2.11). */
  readonly hash: HashName;
  /** In which the keys were agreed. */
  readonly group: number;
  readonly key: Uint8Array;
  readonly ticket: Uint8Array;
  readonly ageAdd: number;
  /** By the clock that the client was given. */
  readonly receivedAt: number;
}

export type ResumableSession = ResumableSession12 | ResumableSession13;

/** What became of a session that a hello offered: how it was resumed, or that the server declined and made a full handshake. */
export const resumptions = ['psk', 'ticket', 'session-id', 'declined'] as const;
