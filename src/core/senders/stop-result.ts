/**
 * What one stop (one address, one attempt) comes to: delivered, failed with what the sender does next, or not known.
 */
import type { Outcome } from '../report/outcome-schema.ts';
import type { HandshakeReason } from './library-words/library-words.ts';
import type { Objected } from './objections.ts';
import type { OverTls } from './over-tls.ts';
import type { Policy } from './policy-gate.ts';
import type { FailureClass, LogEvent } from './profile-reactions.ts';
import type { Stop } from './route.ts';

/** What went wrong, in the words of the profile, the log and the findings. */
export interface Failure {
  readonly class: FailureClass | 'tlsa-lookup-failed';
  /** One clause, for people. */
  readonly why: string;
  readonly reason?: HandshakeReason;
  /** What the log has other words for than for the class. */
  readonly event?: LogEvent;
  /** IANA name of the alert that ended the handshake. */
  readonly alert?: string;
  /** What its library objects to in the certificate. */
  readonly objections?: readonly Objected[];
  /** The mx patterns of an MTA-STS policy that does not name the host. */
  readonly notAmong?: readonly string[];
  /** The session over TLS in which it came. */
  readonly overTls?: OverTls;
  /** The policy that turned it into "not here". */
  readonly underPolicy?: Policy['kind'];
  /** It may have been another one, with other words: no line of a log is told. */
  readonly wordless?: true;
  /** The policy stands behind a record that must not count. */
  readonly despiteRecord?: true;
  /** What the server said, where it said something, with its line ends. */
  readonly reply?: string;
}

export type StopResult =
  | {
      readonly kind: 'delivered';
      readonly stop: Stop;
      readonly outcome: Extract<Outcome, `delivered-${string}`>;
      readonly peer?: string;
      /** What it fell back from. */
      readonly failure?: Failure;
    }
  | {
      readonly kind: 'failed';
      readonly stop: Stop;
      readonly failure: Failure;
      /** What it had fallen back from before. */
      readonly earlier?: Failure;
      readonly next:
        | 'next-host'
        | 'next-or-bounce'
        | 'defer'
        | 'bounce'
        | 'defer-or-next'
        | 'bounce-or-next'
        | 'error';
    }
  | { readonly kind: 'unknown'; readonly stop: Stop; readonly reason: string };
