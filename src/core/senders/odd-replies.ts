/**
 * Replies whose form is not that of RFC 5321 §4.2.1 and §4.5.3.1.5. Real senders were seen to read each of them in several ways (by its first
 * line, by its last, as far as a buffer goes, or not at all), so that nothing is predicted from there on.
 */
import type { Step } from '../smtp/session.ts';
import type { Undecided } from './opening.ts';

/** 512 with code and line end. */
const longestText = 506;
/** Some senders' buffers end at 4096 bytes; none was seen to end before this. */
const longestReply = 2048;

/** @param what  that was answered: `EHLO`, `the greeting` */
export function oddReply(what: string, step: Step | undefined): Undecided | undefined {
  const oddity = step && oddityOf(step);
  return oddity === undefined
    ? undefined
    : { undecided: `${what}: ${oddity}, which senders read in several ways` };
}

function oddityOf(step: Step): string | undefined {
  if ('failure' in step) return step.failure.kind === 'not-smtp' ? step.failure.detail : undefined;
  const { lines, codes } = step.reply;
  if (codes) return `a reply of several codes (${codes.join(', ')})`;
  if (lines.some((line) => line.length > longestText)) return 'a line of more than 512 bytes';
  if (lines.join('').length > longestReply) return `a reply of more than ${longestReply} bytes`;
  return undefined;
}

/** EHLO, whose first line names the server and whose others begin with a keyword (RFC 5321 §4.1.1.1). */
export function oddEhlo(step: Step | undefined): Undecided | undefined {
  const odd = oddReply('EHLO', step);
  if (odd || !step || 'failure' in step) return odd;
  const [first = '', ...others] = step.reply.lines;
  const unnamed = /^\s*STARTTLS\b/i.test(first) || first.trim() === '';
  const indented = others.some((line) => /^\s+STARTTLS\b|^STARTTLS\\x09/i.test(line));
  if (!unnamed && !indented) return undefined;
  const why = unnamed
    ? 'its first line is no name of a server'
    : 'STARTTLS stands beside blanks that do not belong there';
  return { undecided: `EHLO: ${why}, which senders read in several ways` };
}
