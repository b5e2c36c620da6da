/**
 * The part of a ClientHello that asks to resume a session: ticket and session id up to TLS 1.2 (RFC 5077 §3.4, RFC 5246 §7.4.1.2), the
 * pre-shared key and the binder that proves it in TLS 1.3 (RFC 8446 §4.2.11).
 */
import type { Cryptography } from '../cryptography.ts';
import { type ClientHello, writeClientHello } from './client-hello.ts';
import type { PskOffer } from './hello-filling.ts';
import { binder } from './key-schedule-13.ts';
import { macLengths } from './record-protection-mac.ts';
import type { ResumableSession, ResumableSession13 } from './resumable-session.ts';
import type { Transcript } from './transcript.ts';

/** An id of our own beside a ticket: a server that takes the ticket back says so by giving it back (RFC 5077 §3.4). */
const ownIdLength = 32;

/** What a session of TLS 1.2 or before puts into the hello; nothing for one of TLS 1.3. */
export function idAndTicketOf(
  session: ResumableSession | undefined,
  cryptography: Cryptography,
): { readonly sessionId?: Uint8Array; readonly ticket?: Uint8Array } {
  if (session?.kind !== 'master-secret') return {};
  return session.by.kind === 'ticket'
    ? { sessionId: cryptography.randomBytes(ownIdLength), ticket: session.by.ticket }
    : { sessionId: session.by.id };
}

/**
 * A hello that offers the session of TLS 1.3, bound to it.
 *
 * @param fill  makes the hello with this offer in it
 * @param transcript  of all before this hello: empty, or what a HelloRetryRequest left
 * @see RFC 8446 §4.2.11.2
 */
export function boundHello(
  fill: (offer: PskOffer) => ClientHello,
  session: ResumableSession13,
  {
    cryptography,
    transcript,
    now,
  }: { readonly cryptography: Cryptography; readonly transcript: Transcript; readonly now: number },
): ClientHello {
  const schedule = { cryptography, hash: session.hash };
  const age = Math.round(now - session.receivedAt);
  const identity = { identity: session.ticket, obfuscatedAge: (session.ageAdd + age) % 2 ** 32 };
  const unbound = new Uint8Array(macLengths[session.hash]);
  const message = writeClientHello(fill({ identity, binder: unbound }));
  // The binders come last: a list of one, both with a length in front.
  const truncated = message.subarray(0, message.length - unbound.length - 3);
  return fill({ identity, binder: binder(schedule, session.key, transcript.hash(session.hash, truncated)) });
}
