/**
 * What comes of looking at a certificate as one sender does, and what it is looked at with: shared by the ways to verify (verification.ts,
 * dane-verification.ts).
 */
import type { TlsSessionFacts } from '../facts.ts';
import type { Handshake } from '../tls/facts.ts';
import type { Objected } from './objections.ts';
import type { TlsUse } from './profile.ts';
import type { LogEvent } from './profile-reactions.ts';
import type { Visit } from './visit.ts';

export type Checked =
  | { readonly kind: 'passed'; readonly authenticated: boolean; readonly peer?: string }
  /** `trust`: the chain; `match`: the name, the policy or the TLSA records. */
  | {
      readonly kind: 'failed';
      readonly what: 'trust' | 'match';
      readonly why: string;
      /** What logs have other words for; and that it can not be told which they are. */
      readonly event?: LogEvent;
      readonly wordless?: true;
      /** What its library objects to; absent: it was not the library that refused. */
      readonly objections?: readonly Objected[];
      /** The mx patterns of a policy that does not name the host. */
      readonly notAmong?: readonly string[];
    }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface CheckInput {
  readonly visit: Visit;
  readonly session: TlsSessionFacts;
  readonly handshake: Handshake;
  readonly tls: TlsUse;
}

/** The sender's word for it, if it has one. */
export function word(peer: string | undefined): { peer?: string } {
  return peer === undefined ? {} : { peer };
}
