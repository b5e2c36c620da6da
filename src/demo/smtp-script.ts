/**
 * What a scripted SMTP server says and does, as data. The default is a good server; a host of badmx changes one thing.
 */
import type { Socket } from 'node:net';

/** What happens once STARTTLS was answered 220. */
export type AfterReady =
  | { readonly kind: 'tls' }
  | { readonly kind: 'close' }
  | { readonly kind: 'reset' }
  /** Not TLS, or not as it should be: called once the client has begun its handshake. */
  | { readonly kind: 'raw'; readonly behave: (socket: Socket) => void }
  /** Nothing, then the connection is closed. */
  | { readonly kind: 'silence'; readonly milliseconds: number };

export interface SmtpScript {
  /** Whole lines, without CRLF. */
  readonly greeting: readonly string[];
  readonly greetingDelayMs: number;
  /** Close right after the greeting, as a 421 does (RFC 5321 §3.8). */
  readonly closeAfterGreeting: boolean;
  /** The name in the first line of the EHLO reply. */
  readonly name: string;
  /** A reply that refuses EHLO, so that only HELO is left. */
  readonly ehloRefusal?: string;
  /** Keywords of the EHLO reply in clear, and over TLS. */
  readonly extensions: readonly string[];
  readonly extensionsOverTls: readonly string[];
  /** The reply to STARTTLS; only 220 goes on to `afterReady`; a 421 closes. */
  readonly starttlsReply: string;
  readonly afterReady: AfterReady;
  /** End the connection, properly, once the handshake is done. */
  readonly closeAfterHandshake: boolean;
  /** The reply to MAIL without TLS. */
  readonly mailInClear: string;
  /** The reply to MAIL over TLS. */
  readonly mailOverTls: string;
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
  mailInClear: '250 2.1.0 Ok',
  mailOverTls: '250 2.1.0 Ok',
});
