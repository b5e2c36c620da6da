/**
 * Does the server offer STARTTLS, as this sender reads its greeting and its EHLO lines (RFC 3207 §4, RFC 5321 §2.4)?
 */
import { offersExtension } from '../smtp/extensions.ts';
import type { Session } from '../smtp/session.ts';
import type { Undecided } from './opening.ts';
import type { SenderProfile } from './profile.ts';

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

/** The server has it, and offers it by another name: a firewall's, or a slip of the pen. */
const isNearlyStarttls = (line: string): boolean =>
  /STARTTLS/i.test(line) && !offersExtension([line], 'STARTTLS');
