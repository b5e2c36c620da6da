/**
 * What a sender's handshake comes to, inferred or measured: completed, failed in a way its profile has a reaction to, or not known.
 */
import type { TlsSessionFacts } from '../facts.ts';
import type { Handshake } from '../tls/facts.ts';
import type { HandshakeReason } from './library-words/library-words.ts';
import type { FailureClass, LogEvent } from './profile-reactions.ts';

export type HandshakeClass = Extract<
  FailureClass,
  'handshake-failed' | 'handshake-closed' | 'handshake-timeout' | 'session-dies' | 'late-certificate-demand'
>;

export type SenderHandshake =
  | { readonly kind: 'completed'; readonly session: TlsSessionFacts; readonly handshake: Handshake }
  | {
      readonly kind: 'failed';
      readonly class: HandshakeClass;
      readonly reason: HandshakeReason;
      readonly detail: string;
      /** IANA name, where an alert ended it. */
      readonly alert?: string;
      /** What logs have other words for than for the class. */
      readonly event?: LogEvent;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

export function failure(
  kind: HandshakeClass,
  reason: HandshakeReason,
  detail: string,
  alert?: string,
): SenderHandshake {
  const event = events[`${kind}, ${reason}`];
  return {
    kind: 'failed',
    class: kind,
    reason,
    detail,
    ...(alert !== undefined && { alert }),
    ...(event && { event }),
  };
}

const events: Readonly<Record<string, LogEvent>> = {
  'handshake-closed, reset': 'handshake-reset',
  'session-dies, timeout': 'session-timed-out',
  'session-dies, reset': 'session-reset',
};

export function unknown(reason: string): SenderHandshake {
  return { kind: 'unknown', reason };
}
