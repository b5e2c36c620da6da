/**
 * Lines of plain text: broken at spaces, indented, and safe to print whatever a peer put into them.
 */
import type { Outcome } from './outcome-schema.ts';

/** At most 15 letters, for the table of senders. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  'delivered-tls-authenticated': 'TLS, verified',
  'delivered-tls': 'TLS',
  'delivered-cleartext': 'CLEARTEXT',
  deferred: 'deferred',
  bounced: 'BOUNCED',
  'error-to-caller': 'ERROR',
  unknown: 'not known',
};

/** A record for a zone file, which in two lines is no record any more; or a word. */
const unbroken = /[^ ]+\. IN (?:TXT "[^"]*"|TLSA \d+ \d+ \d+ [^ ]+|MX \d+ [^ ]+)|[^ ]+/g;

/**
 * Break at spaces, though not within a DNS record to copy.
 *
 * @param indent  of every line; a word longer than the line stands alone on its own
 */
export function wrap(text: string, columns: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(unbroken) ?? []) {
    if (line !== '' && indent.length + line.length + 1 + word.length > columns) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, indent + line];
}

/** Control characters, line ends and marks that turn the direction of writing, as \u escapes: a banner may not move the cursor. */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (letter) => `\\u${(letter.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** In the unit that people use for it, rounded. */
export function duration(seconds: number): string {
  if (seconds >= 172_800) return `${Math.round(seconds / 86_400)} days`;
  if (seconds >= 7_200) return `${Math.round(seconds / 3_600)} hours`;
  return seconds >= 120 ? `${Math.round(seconds / 60)} minutes` : `${seconds} seconds`;
}
