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
  if (!offersExtension(lines, 'STARTTLS')) return false;
  if (profile.starttlsKeyword === 'upper-case' && !lines.some((line) => line.trim().startsWith('STARTTLS')))
    return false;
  if (lines.some((line) => line.trim().toUpperCase() === 'STARTTLS')) return true;
  if (profile.starttlsParameter !== 'unknown') return profile.starttlsParameter === 'offer';
  return { undecided: 'STARTTLS is offered with a parameter; what this sender makes of it is not known' };
}
