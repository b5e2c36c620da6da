/**
 * Connection, greeting, EHLO (RFC 5321 §3.1, §4.2): the steps before TLS, the same for every sender. What failed is named; what a sender
 * does about it is its profile's.
 */
import type { Session, Step, StepFailure } from '../smtp/session.ts';
import { oddEhlo, oddReply } from './odd-replies.ts';
import type { SenderProfile } from './profile.ts';
import type { FailureClass, LogEvent } from './profile-reactions.ts';
import { replyText } from './reply-text.ts';
import type { Failure } from './stop-result.ts';

/** A step that can't be decided. */
export interface Undecided {
  readonly undecided: string;
}

/** Connection, greeting, EHLO: the same for every sender. */
export function opening(session: Session): Failure | Undecided | undefined {
  const refused = connection(session);
  if (refused) return refused;
  if (!session.greeting) return { undecided: 'the greeting was not waited for' };
  const failed = greetingFailure(session.greeting);
  if (failed) return failed;
  const { ehlo } = session;
  const odd = oddReply('the greeting', session.greeting) ?? oddEhlo(ehlo);
  if (odd) return odd;
  if (!ehlo) return { undecided: 'EHLO was not sent' };
  const asked = session.helo === true ? 'HELO' : 'EHLO';
  if ('failure' in ehlo) return lost('ehlo-lost', `no answer to ${asked}`, ehlo.failure);
  return ehloFailure(session, ehlo.reply.code);
}

/** HELO is tried where EHLO got a 5xx (RFC 5321 §3.2), by the probe as by senders; some senders try it after a 4xx, too. */
function ehloFailure({ ehlo, helo }: Session, code: number): Failure | Undecided | undefined {
  if (helo === true && ehlo) return heloFailure(ehlo);
  if (code === 250) return undefined;
  if (isNoAnswer(code)) return { undecided: `EHLO is answered ${code}, which is no answer to it` };
  if (code === 421) return failure('ehlo-421', 'EHLO is answered 421', replyOf(ehlo));
  if (code < 500) return failure('ehlo-4xx', `EHLO is put off with ${code}`, replyOf(ehlo));
  return ehlo && heloFailure(ehlo);
}

/** Neither 250 nor a refusal (RFC 5321 §4.3.2): the reply to something else, perhaps, and all that follow, too. */
export const isNoAnswer = (code: number): boolean => code < 400 && code !== 250;

/** Who was gone when we said QUIT would have been gone for a HELO. */
export function heloAfter({ heloAfter4xx, quit }: Session): Step | undefined {
  return heloAfter4xx ?? (quit && 'failure' in quit ? quit : undefined);
}

/** HELO, refused or lost, after an EHLO that was. */
export function heloFailure(step: Step): Failure | Undecided | undefined {
  if ('failure' in step) return lost('ehlo-lost', 'no answer to HELO', step.failure);
  const { code } = step.reply;
  if (code < 300) return undefined;
  if (code >= 500) return failure('helo-refused', `HELO is refused with ${code}`, replyOf(step));
  return { undecided: `HELO is answered ${code}; what this sender does about that is not known` };
}

export function connection({ connect }: Session): Failure | Undecided | undefined {
  switch (connect.kind) {
    case 'connected':
      return undefined;
    case 'refused':
      return { ...failure('connect-failed', 'no connection (refused)'), event: 'connection-refused' };
    case 'timeout':
      return { ...failure('connect-failed', 'no connection (timeout)'), event: 'connection-timed-out' };
    case 'unreachable':
      return { ...failure('connect-failed', 'no connection (unreachable)'), event: 'connection-unreachable' };
    case 'reset':
      return failure('connect-failed', `no connection (${connect.kind})`);
    case 'egress-blocked':
    case 'special-address':
    case 'budget':
      return { undecided: `${connect.kind}: ${connect.detail}` };
    default:
      return connect satisfies never;
  }
}

export function greetingFailure(greeting: Step): Failure | Undecided | undefined {
  if ('failure' in greeting) return lost('greeting-lost', 'no greeting', greeting.failure);
  const { code, codes } = greeting.reply;
  if (codes) return oddReply('the greeting', greeting);
  if (code >= 200 && code < 300) return undefined;
  const why = `the server greets with ${code}`;
  if (code < 400) return { undecided: `${why}, which is no greeting` };
  return failure(code >= 500 ? 'greeting-5xx' : 'greeting-4xx', why, replyOf(greeting));
}

/** A greeting that most senders take, and this one does not. */
export function dislikedGreeting(
  greeting: Step | undefined,
  { greets220Only, blankGreeting }: Pick<SenderProfile, 'greets220Only' | 'blankGreeting'>,
): Failure | undefined {
  if (!greeting || 'failure' in greeting) return undefined;
  const { code, lines } = greeting.reply;
  if (greets220Only && code !== 220)
    return failure('greeting-5xx', `the server greets with ${code}, not 220`, replyOf(greeting));
  if (blankGreeting === 'refused' && lines.join('') === '')
    return {
      ...failure('greeting-4xx', 'the server greets with a code and nothing else', replyOf(greeting)),
      event: 'greeting-malformed',
    };
  return undefined;
}

/** A step without an answer; past our own budget it was not waited for, and nobody knows what a sender would have seen. */
export function lost(kind: FailureClass, what: string, cause: StepFailure): Failure | Undecided {
  if (cause.kind === 'budget') return { undecided: cause.detail };
  const event = lostEvents[`${what}, ${cause.kind}`];
  // The words for EHLO are not those for HELO.
  const wordless = what === 'no answer to HELO' && !event ? ({ wordless: true } as const) : {};
  return {
    ...failure(kind, `${what}: ${cause.detail}`, cause.received),
    ...(event && { event }),
    ...wordless,
  };
}

const lostEvents: Readonly<Record<string, LogEvent>> = {
  'no greeting, timeout': 'greeting-timed-out',
  'no greeting, closed': 'greeting-closed',
  'no greeting, not-smtp': 'greeting-malformed',
  'no answer to EHLO, timeout': 'ehlo-timed-out',
  'no answer to EHLO, reset': 'ehlo-reset',
  'no answer to EHLO, closed': 'ehlo-closed',
  'no answer to HELO, closed': 'helo-closed',
  'no answer to STARTTLS, timeout': 'starttls-timed-out',
  'no answer to STARTTLS, closed': 'starttls-closed',
  'no answer to MAIL over TLS, timeout': 'mail-over-tls-timed-out',
  'no answer to MAIL over TLS, closed': 'mail-over-tls-closed',
  'no answer to MAIL over TLS, reset': 'mail-over-tls-reset',
  'no answer to MAIL in cleartext, timeout': 'mail-in-clear-timed-out',
  'no answer to MAIL in cleartext, closed': 'mail-in-clear-closed',
};

export function failure(kind: FailureClass, why: string, reply?: string): Failure {
  return { class: kind, why, ...(reply !== undefined && { reply }) };
}

export function replyOf(step: Step | undefined): string | undefined {
  return step && 'reply' in step ? replyText(step.reply) : undefined;
}
