/**
 * The outcome of one step of the SMTP dialogue, as the rules of this area read it, and as evidence.
 */
import type { Reply, Step, StepFailure } from '../../smtp/session.ts';
import type { Evidence } from '../rule.ts';

/** The reply where it is a positive one (RFC 5321 §4.2.1: 2yz). */
export function completedReply(step: Step | undefined): Reply | undefined {
  const reply = replyOf(step);
  return reply && isPositive(reply) ? reply : undefined;
}

export function replyOf(step: Step | undefined): Reply | undefined {
  return step && 'reply' in step ? step.reply : undefined;
}

export function failureOf(step: Step | undefined): StepFailure | undefined {
  return step && 'failure' in step ? step.failure : undefined;
}

export function isPositive(reply: Reply): boolean {
  return reply.code >= 200 && reply.code < 300;
}

/** The reply as the peer sent it, on one line. */
export function replyText({ code, lines }: Reply): string {
  return [code, ...lines].filter((part) => part !== '').join(' ');
}

/** Alike for every session that fails alike: no times, no byte counts; what came in place of SMTP is worth showing. */
export function failureEvidence({ kind, detail }: StepFailure): Evidence {
  return kind === 'not-smtp' ? { failure: kind, received: detail } : { failure: kind };
}

/** Does this reply to MAIL, given without TLS, ask for TLS? A 530, or a 5.7.x, that names it (RFC 3207 §4; C77). */
export function demandsTls({ code, enhanced, lines }: Reply): boolean {
  if (code < 500 || !/\b(?:START)?TLS\b/i.test(lines.join(' '))) return false;
  return code === 530 || (enhanced ?? '').startsWith('5.7.');
}
