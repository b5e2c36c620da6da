/**
 * What a scripted SMTP server says and does, as data. The default is a good server; a host of badmx changes one thing.
 */
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** A session that a scripted handshake came to. */
export interface OwnTls {
  readonly stream: Duplex;
  readonly version: string;
  readonly suite: string;
  readonly serverName: string | null;
}

/** What happens once STARTTLS was answered 220. */
export type AfterReady =
  /** `refuses`: given the ClientHello, what to send in place of a handshake; null: go on with it. */
  | { readonly kind: 'tls'; readonly refuses?: (hello: Uint8Array) => Uint8Array | null }
  | { readonly kind: 'close' }
  | { readonly kind: 'reset' }
  /** Not TLS, or not as it should be: called once the client has begun its handshake. */
  | { readonly kind: 'raw'; readonly behave: (socket: Socket) => void }
  /** A handshake that is not OpenSSL's: SMTP goes on in what it gives. */
  | { readonly kind: 'own-tls'; readonly start: (socket: Socket) => Promise<OwnTls> }
  /** Nothing, then the connection is closed. */
  | { readonly kind: 'silence'; readonly milliseconds: number };

/** Lines, without the last CRLF; or what happens in place of a reply. A 421 closes (RFC 5321 §3.8). */
export type Reply =
  | string
  | { readonly say: string; readonly afterMs: number }
  | { readonly instead: 'silence' | 'close' | 'reset' };

/** The commands that a script may answer in its own way; `message`: the final dot. */
export const steps = ['EHLO', 'HELO', 'MAIL', 'RCPT', 'DATA', 'message', 'QUIT'] as const;
export type Step = (typeof steps)[number];
export type Replies = { readonly [step in Step]?: Reply };

export interface SmtpScript {
  /** Whole lines, without CRLF; none: nothing is said. */
  readonly greeting: readonly string[];
  readonly greetingDelayMs: number;
  /** Close right after the greeting, as a 421 does (RFC 5321 §3.8). */
  readonly closeAfterGreeting: boolean;
  /** The name in the first line of the EHLO reply. */
  readonly name: string;
  /** Keywords of the EHLO reply in clear, and over TLS. */
  readonly extensions: readonly string[];
  readonly extensionsOverTls: readonly string[];
  /** The reply to STARTTLS; 220 goes on to `afterReady`. */
  readonly starttlsReply: Reply;
  readonly afterReady: AfterReady;
  /** End the connection, properly, once the handshake is done. */
  readonly closeAfterHandshake: boolean;
  /** Replies that differ from a good server's, without TLS and over TLS. */
  readonly inClear: Replies;
  readonly overTls: Replies;
}

const commonExtensions = ['PIPELINING', 'SIZE 10240000', '8BITMIME', 'ENHANCEDSTATUSCODES'];

/** A good server's script. */
export const goodScript = (name: string): SmtpScript => ({
  greeting: [`220 ${name} ESMTP badmx`],
  greetingDelayMs: 0,
  closeAfterGreeting: false,
  name,
  extensions: [...commonExtensions, 'STARTTLS'],
  extensionsOverTls: commonExtensions,
  starttlsReply: '220 2.0.0 Ready to start TLS',
  afterReady: { kind: 'tls' },
  closeAfterHandshake: false,
  inClear: {},
  overTls: {},
});
