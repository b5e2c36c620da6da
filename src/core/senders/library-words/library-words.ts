/**
 * What a TLS library says of a failure, as its users find it in their logs: its own text for each way in which a handshake ends, for each
 * alert, and for each objection to a certificate. One file a library, data only; log-line.ts fills the profiles' templates with it.
 * Braces are filled from facts (objection-text.ts).
 */
import type { AlertName } from '../../tls/code-points.ts';
import type { PathProblemCode } from '../../x509/path-result.ts';

/** Why a handshake ends, as one word for every library. */
export type HandshakeReason =
  | 'alert'
  | 'warning'
  | 'closed'
  /** An alert that says the same as an end, in the midst of a handshake (RFC 8446 §6.1); without words of its own it is one. */
  | 'close-notify'
  | 'fatal-close-notify'
  | 'reset'
  | 'timeout'
  | 'not-tls'
  | 'bad-signature'
  | 'misbehaved'
  | 'protocol-version'
  | 'dh-too-small'
  | 'legacy-signature'
  | 'key-usage-signature'
  | 'key-usage-encipherment'
  | 'duplicate-extension'
  | 'client-certificate-demanded';

/** Why a sender takes no certificate: the path's own problems, what a library adds to them, and the name. */
export type Objection =
  | Exclude<PathProblemCode, 'profile' | 'budget'>
  | 'excluded-name'
  | 'missing-issuer-of-leaf'
  | 'weak-leaf-key'
  | 'weak-issuer-key'
  | 'weak-signature'
  | 'too-deep'
  | 'not-for-servers'
  | 'staple-missing'
  | 'staple-revoked'
  | 'staple-unusable'
  | 'name-mismatch'
  | 'address-mismatch'
  | 'common-name-only'
  | 'no-name';

export interface LibraryWords {
  /** Absent: what it says then is not known. */
  readonly reasons: Readonly<Partial<Record<HandshakeReason, string>>>;
  /** By IANA name; absent: it says `reasons.alert` of every one. */
  readonly alerts?: Readonly<Partial<Record<AlertName, string>>>;
  /** Numbers of the error strings, where it prints them (OpenSSL). */
  readonly codes?: Readonly<Partial<Record<HandshakeReason, string>>>;
  /** In whose way the parameters of a session and the subject of its certificate are told; absent: GnuTLS's. */
  readonly session?: 'openssl';
  /** Of several objections it names the first that it meets, the last, or all. */
  readonly tells: 'first' | 'last' | 'all';
  /** In the order in which it looks. */
  readonly objections: Readonly<Partial<Record<Objection, string>>>;
}
