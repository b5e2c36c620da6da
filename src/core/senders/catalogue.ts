/**
 * The sender profiles there are, in the order in which reports list them. A new profile is one file and one line here.
 */
import type { Port } from '../observation.ts';
import type { SenderProfile } from './profile.ts';
import { exim } from './profiles/exim.ts';
import { gmail } from './profiles/gmail.ts';
import { postfixMay, postfixMay310 } from './profiles/postfix-may.ts';
import { sendmail } from './profiles/sendmail.ts';

export const senderProfiles: readonly SenderProfile[] = [postfixMay, exim, sendmail, gmail, postfixMay310];

/** The published set that a verdict's status is computed over. */
export const statusSenders: readonly string[] = [
  'postfix-may',
  'postfix-dane',
  'postfix-sts',
  'exim',
  'sendmail',
  'gmail',
  'microsoft365',
].filter((id) => senderProfiles.some((profile) => profile.id === id));

/** Port 25 is for everybody; 465 and 587 are for submission clients (RFC 6409 §3.1, RFC 8314 §3.3). */
export function profilesFor(port: Port): readonly SenderProfile[] {
  return port === 25 ? senderProfiles : senderProfiles.filter(({ kind }) => kind === 'submission-client');
}
