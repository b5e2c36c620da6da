/**
 * What a scripted SMTP server is made of: how it behaves, and the book it keeps of a connection.
 */
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { SmtpDialogue } from './smtp-dialogue.ts';
import type { SmtpScript } from './smtp-script.ts';

/** What a server does; all but its place. */
export interface SmtpBehaviour {
  readonly script: SmtpScript;
  /** Absent: STARTTLS leads to no handshake. */
  readonly secureContext?: SecureContext;
  /** By SNI, where that is another one; undefined: the one above. */
  readonly secureContextOf?: (serverName: string) => SecureContext | undefined;
  /** Ask for a client certificate, and go no further without one. */
  readonly demandsClientCertificate?: boolean;
  /** The signature in the handshake is wrong; TLS 1.2 only. */
  readonly forgesSignature?: boolean;
  /** TLS from the first byte, as on port 465 (RFC 8314 §3.3). */
  readonly implicitTls?: boolean;
}

/** What one connection did, for tests and laboratories: kept in memory only, the newest ones only. */
export interface SmtpConnection {
  /** Where it came from. */
  readonly client: string;
  /** Lines the client sent, in order; over TLS too. */
  readonly commands: readonly string[];
  /** What each of those lines was told; null: nothing. */
  readonly replies: readonly (string | null)[];
  /** The client's first bytes after the 220 to STARTTLS. */
  readonly hello: Uint8Array | null;
  readonly tls: {
    readonly version: string;
    readonly suite: string;
    readonly serverName: string | null;
  } | null;
  readonly tlsError: string | null;
  /** Over what a message was taken, if one was. */
  readonly taken: 'cleartext' | 'tls' | null;
  readonly closed: boolean;
}

/** A connection as its server keeps book of it. */
export type Record = { -readonly [K in keyof SmtpConnection]: SmtpConnection[K] } & {
  commands: string[];
  replies: (string | null)[];
};

export interface Connection {
  /** Below TLS, where there is TLS. */
  readonly socket: Socket;
  readonly dialogue: SmtpDialogue;
  readonly record: Record;
}
