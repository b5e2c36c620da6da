/**
 * Does the server offer STARTTLS, as this sender reads its greeting and its EHLO lines, and does it take it up (RFC 3207 §4, RFC 5321 §2.4)?
 */
import { offersExtension } from '../smtp/extensions.ts';
import { injectedBytesKept, type Session, type Step } from '../smtp/session.ts';
import { oddReply } from './odd-replies.ts';
import { failure, lost, replyOf, type Undecided } from './opening.ts';
import type { SenderProfile } from './profile.ts';
import type { FailureClass } from './profile-reactions.ts';
import type { Failure } from './stop-result.ts';

/** A greeting in which a firewall has blotted out all but its code. */
export function isBlank({ greeting }: Session): boolean {
  return (
    greeting !== undefined &&
    'reply' in greeting &&
    greeting.reply.lines.every((line) => /^[20* \t]*$/.test(line))
  );
}

/** Is STARTTLS on offer, as this sender reads the line? */
export function starttlsOffered(session: Session, profile: SenderProfile): boolean | Undecided {
  const lines = session.extensions ?? [];
  const { starttlsParameter: parameter } = profile;
  if (profile.starttlsUnoffered && (lines.length === 0 || lines.some(isNearlyStarttls)))
    return { undecided: 'this sender says STARTTLS whatever is offered, which was not tried here' };
  if (profile.starttlsEquals && lines.some((line) => /^STARTTLS=/i.test(line.trim())))
    return { undecided: 'this sender takes STARTTLS= for an offer, which was not taken up here' };
  if (!offersExtension(lines, 'STARTTLS')) return false;
  if (profile.starttlsKeyword === 'upper-case' && !lines.some((line) => line.trim().startsWith('STARTTLS')))
    return false;
  // Who compares the whole line minds a blank at its end, too.
  const offered = parameter === 'not-an-offer' ? lines : lines.map((line) => line.trim());
  if (offered.some((line) => line.toUpperCase() === 'STARTTLS')) return true;
  if (parameter !== 'unknown') return parameter === 'offer';
  return { undecided: 'STARTTLS is offered with a parameter; what this sender makes of it is not known' };
}

export function starttlsUnanswered(step: Extract<Step, { failure: unknown }>): Failure | Undecided {
  const kind = step.failure.kind === 'reset' ? 'starttls-reset' : 'starttls-lost';
  return oddReply('STARTTLS', step) ?? lost(kind, 'no answer to STARTTLS', step.failure);
}

/** What the reply to STARTTLS comes to; nothing where this sender begins TLS (RFC 3207 §4). */
export function starttlsRefusal(
  step: Extract<Step, { reply: unknown }>,
  { reactions, blankGreeting }: SenderProfile,
): Failure | Undecided | undefined {
  const odd = oddReply('STARTTLS', step);
  if (odd) return odd;
  const { code, lines } = step.reply;
  const refusal = (kind: FailureClass, why: string) => failure(kind, `STARTTLS is ${why}`, replyOf(step));
  // Who wants a text behind the code of a greeting wants it here, too.
  if (blankGreeting === 'refused' && lines.join('') === '')
    return refusal('starttls-421', 'answered with a code and nothing else');
  if (code === 220) return undefined;
  if (code >= 200 && code < 300)
    return reactions['starttls-2xx'].kind === 'go-on'
      ? undefined
      : refusal('starttls-2xx', `answered ${code}, not 220`);
  if (code === 421) return refusal('starttls-421', 'answered 421 and the server hangs up');
  if (code >= 300 && code < 400) return refusal('starttls-3xx', `answered ${code}`);
  return refusal(code >= 500 ? 'starttls-refused-5xx' : 'starttls-refused-4xx', `refused with ${code}`);
}

/** What this sender makes of text that came along with the 220; nothing where it throws it away, as our own client did (RFC 3207 §4.2). */
export function textBehind220(
  { injectedBytes, handshake }: Session,
  { injectedText }: SenderProfile,
  others: readonly Session[],
): Failure | Undecided | undefined {
  if (injectedText === 'thrown-away' && comesBothWays(others))
    return { undecided: 'text follows the 220 to STARTTLS, and whether it comes along or later is chance' };
  if (injectedBytes === undefined) return undefined;
  const why = 'text follows the 220 to STARTTLS in cleartext';
  if (injectedText === undefined)
    return { undecided: `${why}, and what this sender makes of it is not known` };
  const { kind, received } = handshake?.failure ?? {};
  const isMet = kind === 'not-tls' && (received === undefined || startAlike(received, injectedBytes));
  // Who looks at it after the handshake never does where that is cut short, whatever the hello.
  const isCutShort = kind === 'closed' || kind === 'reset' || (kind === 'not-tls' && !isMet);
  if (injectedText === 'handshake-failed' && isCutShort) return undefined;
  if (injectedText !== 'thrown-away')
    return { ...failure(injectedText, why, firstLine(injectedBytes)), event: 'starttls-injected' };
  // What a sender has not read yet is no longer thrown away.
  if (byteLength(injectedBytes) >= injectedBytesKept)
    return { undecided: `${why}, more than is read at once` };
  return isMet ? { undecided: `${why}, and it may be what the handshake met` } : undefined;
}

/** In segments of its own it is now read with the 220, now by the handshake. */
function comesBothWays(sessions: readonly Session[]): boolean {
  const along = sessions.flatMap(({ injectedBytes }) => injectedBytes ?? []);
  return sessions.some(({ handshake }) => {
    const { kind, received } = handshake?.failure ?? {};
    return kind === 'not-tls' && along.some((text) => received !== undefined && startAlike(received, text));
  });
}

/** Control characters are escaped. */
const firstLine = (text: string): string => text.split(/\\x0[ad]/)[0] ?? '';

/** Of text in which other bytes than printable ASCII are \xNN. */
const byteLength = (text: string): number => text.replaceAll(/\\x[0-9a-f]{2}/g, '.').length;

const startAlike = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);

/** The server has it, and offers it by another name: a firewall's, or a slip of the pen. */
const isNearlyStarttls = (line: string): boolean =>
  /STARTTLS/i.test(line) && !offersExtension([line], 'STARTTLS');
