/**
 * Host names as the DNS has them: lower-case A-labels, no trailing dot, the limits of RFC 1035 §2.3.4.
 * Underscore labels pass (`_25._tcp`, and mail hosts named with one exist); IDN goes through an injected `toAscii` (UTS 46 is not in ECMAScript).
 * Whether the name exists is not asked here; IP addresses are told apart in base/ip-address.ts.
 */
import { fail, ok, type Result } from './result.ts';

/** Map a name with non-ASCII letters to A-labels (UTS 46, non-transitional); undefined where the mapping refuses it. */
export type ToAscii = (name: string) => string | undefined;

/**
 * `empty`; `empty-label`: two dots in a row or one in front; `label-too-long`: over 63 octets; `name-too-long`: over 253;
 * `bad-character`: not a letter, digit, hyphen or underscore; `bad-hyphen`: a label that begins or ends with one (RFC 1123 §2.1);
 * `bad-idn`: UTS 46 refuses it.
 */
export const hostNameProblems = [
  'empty',
  'empty-label',
  'label-too-long',
  'name-too-long',
  'bad-character',
  'bad-hyphen',
  'bad-idn',
] as const;
export type HostNameProblem = (typeof hostNameProblems)[number];

const maxNameLength = 253;
const maxLabelLength = 63;
/** A name longer than this before the IDN mapping is refused unread: mapping it would only cost time. */
const maxUnmappedLength = 1024;

/**
 * Read a host name as people and configurations write it, and normalise it.
 *
 * @param text  any case, one trailing dot allowed, U-labels allowed where `toAscii` is given
 * @returns lower-case A-labels without trailing dot, or the first thing wrong with it
 * @throws never
 * @see RFC 1035 §2.3.4, RFC 1123 §2.1, RFC 5890 §2.3
 */
export function parseHostName(
  text: string,
  options: { readonly toAscii?: ToAscii } = {},
): Result<string, HostNameProblem> {
  if (text === '' || text === '.') return fail('empty');
  if (text.length > maxUnmappedLength) return fail('name-too-long');
  if (hasForeignAscii(text)) return fail('bad-character');
  const mapped = isAscii(text) ? text : options.toAscii?.(text);
  if (mapped === undefined || mapped === '' || !isAscii(mapped)) return fail('bad-idn');
  const name = normaliseName(mapped);
  const labels = name.split('.');
  if (labels.includes('')) return fail('empty-label');
  if (labels.some((label) => label.length > maxLabelLength)) return fail('label-too-long');
  if (name.length > maxNameLength) return fail('name-too-long');
  if (hasForeignAscii(name)) return fail('bad-character');
  if (labels.some((label) => label.startsWith('-') || label.endsWith('-'))) return fail('bad-hyphen');
  return ok(name);
}

/** Lower-case (ASCII only, RFC 4343 §3) and without the trailing dot; nothing is checked. */
export function normaliseName(name: string): string {
  const folded = name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return folded.length > 1 && folded.endsWith('.') ? folded.slice(0, -1) : folded;
}

/**
 * Can this normalised name be asked for? More liberal than parseHostName about hyphens, since the DNS is (RFC 2181 §11);
 * names with escapes (a space, a dot within a label) are not, and no mail host has one.
 */
export function isAskableName(name: string): boolean {
  return (
    name.length <= maxNameLength &&
    /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(name) &&
    name.split('.').every((label) => label.length <= maxLabelLength)
  );
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** ASCII that is in no host name; non-ASCII is left for the mapping to judge. */
function hasForeignAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) <= 0x7f && !/[A-Za-z0-9._-]/.test(text.charAt(i))) return true;
  }
  return false;
}
