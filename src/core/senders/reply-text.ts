/**
 * A reply of the server's as senders repeat it: of several lines (RFC 5321 §4.2.1) some show one, others all of them, in one way or another.
 */
import type { Reply } from '../smtp/session.ts';

/**
 * `last`, `first`: one line as it came; `first-plain`: without its hyphen; `lines`: all as they came, so that the log line ends with the first;
 * `one-line`: all, a blank between them; `escaped`: a `\n` between them; `texts`: the first as it came, then what the others say.
 */
export type ReplyStyle = 'last' | 'first' | 'first-plain' | 'lines' | 'one-line' | 'escaped' | 'texts';

/** As it came, lines and all. */
export function replyText({ code, lines }: Reply): string {
  const last = lines.length - 1;
  return lines.map((line, i) => `${code}${i < last ? '-' : ' '}${line}`.trimEnd()).join('\n') || String(code);
}

const styles: Readonly<Record<ReplyStyle, (lines: readonly string[]) => string>> = {
  last: (lines) => lines.at(-1) ?? '',
  first: ([first = '']) => first,
  'first-plain': ([first = '']) => first.replace(/^(\d{3})-/, '$1 '),
  lines: (lines) => lines.join('\n'),
  'one-line': (lines) => lines.join(' '),
  escaped: (lines) => lines.join('\\n'),
  texts: ([first = '', ...others]) => [first, ...others.map(withoutCodes)].join(' '),
};

const withoutCodes = (line: string): string =>
  line.replace(/^\d{3}[ -]/, '').replace(/^[245]\.\d{1,3}\.\d{1,3} /, '');

/** `{reply}`, `{status}` and what else log lines show of one. */
export function replyValues(
  text: string | undefined,
  style: ReplyStyle = 'last',
): Readonly<Record<'reply' | 'status' | 'bytes' | 'missed', string | undefined>> {
  if (text === undefined) return { reply: undefined, status: undefined, bytes: undefined, missed: undefined };
  const lines = text.split('\n');
  return {
    reply: styles[style](lines),
    status: text.slice(0, 3),
    bytes: pythonBytes(lines.map((line) => line.slice(4).trim()).join('\\n')),
    missed: /^.{3}[ -]/.test(text) ? goInvalid : goShort,
  };
}

/** What Go misses in a line that is no reply (net/textproto, parseCodeLine). */
const goInvalid = 'invalid response code';
const goShort = 'short response';

/** Python's repr() of bytes: in single quotes, unless there are such in it and no double ones. */
function pythonBytes(text: string): string {
  if (text.includes("'") && !text.includes('"')) return `b"${text}"`;
  return `b'${text.replaceAll("'", "\\'")}'`;
}

/** The enhanced code of a reply, or what its class makes of it (RFC 3463 §2). */
export function dsnOf(text = ''): string {
  const last = text.split('\n').at(-1) ?? '';
  return /^\d{3} ([245]\.\d{1,3}\.\d{1,3})\b/.exec(last)?.[1] ?? `${last.charAt(0) || '4'}.0.0`;
}
