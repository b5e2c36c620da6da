/**
 * After the handshake: EHLO again (RFC 3207 §4.2), HELO where it is refused, and MAIL. What failed is named; what a sender does about it is its
 * profile's.
 */
import type { Session, Step } from '../smtp/session.ts';
import { oddReply } from './odd-replies.ts';
import { failure, heloFailure, lost, replyOf, type Undecided } from './opening.ts';
import type { SenderProfile } from './profile.ts';
import type { Failure } from './stop-result.ts';

/**
 * EHLO over TLS, refused (RFC 3207 §4.2). Most senders say HELO then; some hang up, or are hung up on.
 *
 * @param sessions  all with the same server, which tell what HELO or MAIL got, and whether it answers a QUIT
 */
export function refusalOverTls(
  { ehloOverTls, quit }: Session,
  sessions: readonly Session[],
  { saysMailUngreeted }: Pick<SenderProfile, 'saysMailUngreeted'>,
): Failure | undefined {
  if (!ehloOverTls || !('reply' in ehloOverTls) || ehloOverTls.reply.code < 400) return undefined;
  const { code } = ehloOverTls.reply;
  const said = replyOf(ehloOverTls);
  if (code === 421) return failure('ehlo-over-tls-421', 'EHLO over TLS is answered 421', said);
  const asked = (step: 'mailUngreeted' | 'heloOverTls') => sessions.find((session) => session[step])?.[step];
  // What MAIL gets is told apart; in observations from before it was asked, HELO has to do.
  const next = saysMailUngreeted && asked('mailUngreeted') ? undefined : (asked('heloOverTls') ?? quit);
  const answersQuit = sessions.some((other) => other.quit && 'reply' in other.quit);
  if (next && isGone(next) && answersQuit)
    return failure(
      'ehlo-over-tls-closed',
      `EHLO over TLS is refused with ${code} and the server hangs up`,
      said,
    );
  const kind = code < 500 ? 'ehlo-over-tls-4xx' : 'ehlo-over-tls-refused';
  return failure(kind, `EHLO over TLS is refused with ${code}`, said);
}

const isGone = (step: Step): boolean =>
  'failure' in step && (step.failure.kind === 'closed' || step.failure.kind === 'reset');

/** HELO over TLS, for who says it; absent in observations from before the probe did. */
export function heloOverTls(
  sessions: readonly Session[],
  { why, reply }: Failure,
): Failure | Undecided | undefined {
  const step = sessions.find((session) => session.heloOverTls)?.heloOverTls;
  if (!step) return { undecided: `${why}; this sender then says HELO, which was not asked here` };
  if (isGone(step)) return failure('ehlo-over-tls-closed', `${why}, and the server hangs up at HELO`, reply);
  if ('failure' in step && step.failure.kind === 'timeout')
    return { ...failure('ehlo-over-tls-closed', `${why}, and HELO is never answered`), wordless: true };
  return heloFailure(step);
}

/**
 * MAIL over TLS: does the session last, and is mail taken? Asked in one session, with an empty sender, whose refusal may have any reason but where
 * it is 530: then nobody is served without what is demanded (RFC 4954 §6, RFC 3207 §4).
 */
export function mailOverTls(
  sessions: readonly Session[],
  { blankGreeting }: Pick<SenderProfile, 'blankGreeting'> = {},
): Failure | Undecided | undefined {
  const step = sessions.find(({ purpose, mailFrom }) => purpose === 'starttls' && mailFrom)?.mailFrom;
  // Who wants a text behind the code of a greeting may want it here, too.
  if (blankGreeting === 'refused' && step && 'reply' in step && step.reply.lines.join('') === '')
    return { undecided: `MAIL over TLS is answered ${step.reply.code} and nothing else` };
  return step && refusedMail(step);
}

/** MAIL at once, for who says no HELO after a refused EHLO; a 503 is about the order of commands, whoever the sender is (RFC 5321 §4.1.4). */
export function mailUngreeted(sessions: readonly Session[], before: string): Failure | Undecided | undefined {
  const step = sessions.find((session) => session.mailUngreeted)?.mailUngreeted;
  return step
    ? refusedMail(step, [503, 530])
    : { undecided: `${before}; this sender says MAIL then, without HELO, which was not asked here` };
}

function refusedMail(step: Step, sure: readonly number[] = [530]): Failure | Undecided | undefined {
  const odd = oddReply('MAIL over TLS', step);
  if (odd) return odd;
  if ('failure' in step) return lost('mail-over-tls-lost', 'no answer to MAIL over TLS', step.failure);
  const { code } = step.reply;
  if (code === 250) return undefined;
  if (sure.includes(code))
    return {
      ...failure('cleartext-refused-5xx', `MAIL over TLS is refused with ${code}`, replyOf(step)),
      event: 'mail-over-tls-refused',
    };
  return { undecided: `MAIL over TLS is answered ${code}, which need not hold for every sender` };
}
