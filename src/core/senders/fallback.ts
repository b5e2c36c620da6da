/**
 * After a failure: what the profile says the sender does, and where that is cleartext, whether the server would take it.
 * A failed handshake leaves a dead stream, so cleartext needs a new connection (C82, RFC 3207 §4.1); under a policy there is none at all.
 */
import type { Reply } from '../smtp/session.ts';
import { oddReply } from './odd-replies.ts';
import { lost } from './opening.ts';
import type { FailureClass, Reaction } from './profile-reactions.ts';
import { replyText } from './reply-text.ts';
import type { Failure, StopResult } from './stop-result.ts';
import type { Visit } from './visit.ts';

/** Failures that a policy turns into "not delivered here" (RFC 7672 §2.2, RFC 8461 §5). */
const tlsClasses: ReadonlySet<string> = new Set<FailureClass>([
  'starttls-absent',
  'starttls-refused-4xx',
  'starttls-refused-5xx',
  'starttls-421',
  'starttls-2xx',
  'starttls-3xx',
  'starttls-lost',
  'starttls-reset',
  'handshake-failed',
  'handshake-closed',
  'handshake-timeout',
  'verification-failed',
  'match-failed',
  'session-dies',
  'late-certificate-demand',
  'ehlo-over-tls-closed',
]);

/** Apply the profile's reaction to a failure. */
export function react(visit: Visit, told: Failure): StopResult {
  const { stop } = visit;
  const failure = waitedFor(visit, told);
  if (failure.class === 'tlsa-lookup-failed') return { kind: 'failed', stop, failure, next: 'next-host' };
  const reaction = reactionTo(visit, failure.class);
  switch (reaction.kind) {
    case 'cleartext': {
      const tooEarly = (reaction.notBeforeSeconds ?? 0) > visit.context.ageSeconds;
      return tooEarly ? { kind: 'failed', stop, failure, next: 'next-host' } : deliverInClear(visit, failure);
    }
    case 'unknown':
      return { kind: 'unknown', stop, reason: `${failure.why}; ${reaction.reason}` };
    case 'go-on':
      throw new TypeError(`${failure.class}: "go-on" is for the step itself to heed`);
    default:
      return { kind: 'failed', stop, failure: boundBy(visit, failure), next: reaction.kind };
  }
}

/** Who has no time limit says nothing while it waits; people are told so. */
function waitedFor({ context: { profile } }: Visit, failure: Failure): Failure {
  const endless = profile.endlessWaits?.[failure.event ?? failure.class];
  return endless === undefined ? failure : { ...failure, why: `${failure.why}; ${endless}` };
}

function boundBy({ policy }: Visit, failure: Failure): Failure {
  if (policy.kind === 'none' || !tlsClasses.has(failure.class)) return failure;
  const despiteRecord = policy.kind === 'mta-sts' && policy.despiteRecord;
  return { ...failure, underPolicy: policy.kind, ...(despiteRecord && { despiteRecord }) };
}

function reactionTo({ policy, context: { profile } }: Visit, kind: FailureClass): Reaction {
  if (policy.kind === 'none' || !tlsClasses.has(kind)) return profile.reactions[kind];
  const unclear = policy.kind === 'dane-unusable' && profile.dane?.allUnusable === 'unknown';
  if (!unclear) return profile.underPolicy[kind] ?? profile.underPolicy.otherwise;
  return {
    kind: 'unknown',
    reason: 'whether this sender demands TLS where no TLSA record is usable is not known',
  };
}

/**
 * Hand the message over in cleartext, if the server takes it so.
 *
 * @param failure  what it falls back from; absent: it never tries TLS
 */
export function deliverInClear(visit: Visit, failure?: Failure): StopResult {
  const { stop } = visit;
  const step = stop.address.cleartext?.mailFrom;
  if (!step)
    return { kind: 'unknown', stop, reason: 'whether the server takes mail in cleartext was not seen' };
  const odd = oddReply('MAIL in cleartext', step);
  if (odd) return { kind: 'unknown', stop, reason: odd.undecided };
  if ('failure' in step) {
    const unanswered = lost('mail-in-clear-lost', 'no answer to MAIL in cleartext', step.failure);
    return 'undecided' in unanswered
      ? { kind: 'unknown', stop, reason: unanswered.undecided }
      : after(react(visit, unanswered), failure);
  }
  const { reply } = step;
  // Who wants a text behind the code of a greeting may want it here, too.
  const bare = visit.context.profile.blankGreeting === 'refused' && reply.lines.join('') === '';
  if (reply.code === 250 && !bare) {
    return { kind: 'delivered', stop, outcome: 'delivered-cleartext', ...(failure && { failure }) };
  }
  if (!isTlsDemand(reply)) {
    return {
      kind: 'unknown',
      stop,
      reason: `MAIL in cleartext is answered ${reply.code}, which need not be about TLS`,
    };
  }
  const refused: Failure = {
    class: reply.code >= 500 ? 'cleartext-refused-5xx' : 'cleartext-refused-4xx',
    why: `cleartext is refused with ${reply.code}`,
    reply: replyText(reply),
  };
  return after(react(visit, refused), failure);
}

/** With what it fell back from. */
function after(result: StopResult, earlier: Failure | undefined): StopResult {
  return result.kind === 'failed' && earlier ? { ...result, earlier } : result;
}

/** 530, or 5.7.x, that names TLS: another refusal of an empty sender may have any reason (RFC 3207 §4, RFC 3463 §3.8). */
function isTlsDemand({ code, enhanced, lines }: Reply): boolean {
  const names = /\b(START)?TLS\b|encrypt/i.test(lines.join(' '));
  const security = code === 530 || /^[45]\.7\./.test(enhanced ?? lines[0] ?? '');
  return names && security;
}
