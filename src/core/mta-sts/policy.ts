/**
 * The MTA-STS policy file (RFC 8461 §3.2): `key: value` lines, ended by LF or CRLF.
 * Parses as senders do (unknown keys skipped, the first of a repeated key counts) and names what is wrong with line and column.
 * Fetching it, and whose certificate vouched for it, is judged elsewhere (evaluate.ts).
 */

import type { ProblemEffect } from '../dns/txt-fields.ts';
import { mxPatternFault } from './match.ts';

export const modes = ['enforce', 'testing', 'none'] as const;
export type Mode = (typeof modes)[number];

/** RFC 8461 §3.2: about one year. */
export const maxMaxAgeSeconds = 31_557_600;
/** Shorter than a day, an attacker who blocks the fetch that long has won (RFC 8461 §3.2 recommends weeks, §10.2 says why). */
const shortMaxAgeSeconds = 86_400;
/** A hostile file has up to 64 KiB of bad lines: name the first ones only. */
const maxRemarks = 40;

export type PolicyProblemCode =
  | 'empty'
  | 'html'
  | 'byte-order-mark'
  | 'line-malformed'
  | 'line-empty'
  | 'key-case'
  | 'key-repeated'
  | 'version-missing'
  | 'version-unknown'
  | 'mode-missing'
  | 'mode-unknown'
  | 'max-age-missing'
  | 'max-age-malformed'
  | 'max-age-too-large'
  | 'max-age-zero'
  | 'max-age-short'
  | 'mx-missing'
  | 'mx-malformed'
  | 'more-problems';

export interface PolicyProblem {
  readonly code: PolicyProblemCode;
  readonly effect: ProblemEffect;
  /** From 1; 0: the file as a whole. */
  readonly line: number;
  readonly column: number;
  readonly detail: string;
}

export interface MtaStsPolicy {
  readonly mode: Mode;
  readonly maxAgeSeconds: number;
  /** As written; entries that can match no host are left out (they are among the problems). */
  readonly mx: readonly string[];
  readonly extensions: readonly { readonly name: string; readonly value: string }[];
}

export type PolicyResult =
  | { readonly kind: 'policy'; readonly policy: MtaStsPolicy; readonly problems: readonly PolicyProblem[] }
  | { readonly kind: 'invalid'; readonly problems: readonly PolicyProblem[] };

interface Field {
  readonly key: string;
  readonly value: string;
  readonly line: number;
  readonly column: number;
}

const knownKeys = ['version', 'mode', 'max_age', 'mx'];

/**
 * Parse a policy file.
 *
 * @param body decoded text, as fetched (the fetcher bounds its size)
 * @returns `invalid` names every reason, not the first alone
 * @see RFC 8461 §3.2
 */
export function parseMtaStsPolicy(body: string): PolicyResult {
  const problems: PolicyProblem[] = [];
  let remarks = 0;
  const report: Report = (code, effect, at, detail) => {
    // What voids the file is always told: there is at most one such problem a key.
    if (effect === 'invalid' || ++remarks <= maxRemarks) problems.push({ code, effect, ...at, detail });
    else if (remarks === maxRemarks + 1) {
      problems.push({
        code: 'more-problems',
        effect: 'advice',
        ...wholeFile,
        detail: 'further ones not listed',
      });
    }
  };
  const unreadable = nonPolicy(body);
  if (unreadable) return { kind: 'invalid', problems: [unreadable] };
  const fields = splitLines(body, report);
  const first = firstOfEach(fields, report);
  const versionFits = checkVersion(first.get('version'), report);
  const mode = readMode(first.get('mode'), report);
  const maxAgeSeconds = readMaxAge(first.get('max_age'), report);
  const mx = readMx(fields, mode, report);
  if (!versionFits || mode === undefined || maxAgeSeconds === undefined || mx === undefined) {
    return { kind: 'invalid', problems };
  }
  const extensions = fields
    .filter((field) => !knownKeys.includes(field.key))
    .map((field) => ({ name: field.key, value: field.value }));
  return { kind: 'policy', policy: { mode, maxAgeSeconds, mx, extensions }, problems };
}

interface Position {
  readonly line: number;
  readonly column: number;
}
type Report = (code: PolicyProblemCode, effect: ProblemEffect, at: Position, detail: string) => void;
const wholeFile: Position = { line: 0, column: 0 };
const at = (field: Field): Position => ({ line: field.line, column: field.column });

/** What web servers send in place of a policy. */
function nonPolicy(body: string): PolicyProblem | undefined {
  if (body.trim() === '') {
    return { code: 'empty', effect: 'invalid', ...wholeFile, detail: 'the file is empty' };
  }
  if (/^\s*<(!doctype|html|head|body|\?xml)/i.test(body)) {
    return { code: 'html', effect: 'invalid', ...wholeFile, detail: 'a web page, not a policy' };
  }
  return undefined;
}

function splitLines(body: string, report: Report): readonly Field[] {
  const fields: Field[] = [];
  const start = body.startsWith('\ufeff') ? 1 : 0;
  if (start === 1) {
    report('byte-order-mark', 'some-refuse', { line: 1, column: 1 }, 'a byte order mark hides the first key');
  }
  const lines = body.slice(start).split(/\r?\n/);
  // The last line's end is optional, so one empty piece behind it is no empty line.
  if (lines.at(-1) === '') lines.pop();
  lines.forEach((text, index) => {
    const line = index + 1;
    const colon = text.indexOf(':');
    if (/^[ \t]*$/.test(text)) {
      report('line-empty', 'some-refuse', { line, column: 1 }, 'the grammar has no empty lines');
    } else if (colon < 1 || !/^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/.test(text.slice(0, colon))) {
      report('line-malformed', 'some-refuse', { line, column: 1 }, `not a key and a value: ${quote(text)}`);
    } else {
      const value = text.slice(colon + 1);
      const column = colon + 2 + (value.length - value.trimStart().length);
      fields.push({ key: text.slice(0, colon), value: value.trim(), line, column });
    }
  });
  return fields;
}

/** RFC 8461 §3.2: of a repeated key other than mx all but the first are ignored. */
function firstOfEach(fields: readonly Field[], report: Report): ReadonlyMap<string, Field> {
  const first = new Map<string, Field>();
  for (const field of fields) {
    if (field.key === 'mx') continue;
    if (!knownKeys.includes(field.key) && knownKeys.includes(field.key.toLowerCase())) {
      report('key-case', 'some-refuse', { line: field.line, column: 1 }, `keys are lower case: ${field.key}`);
    }
    if (!first.has(field.key)) first.set(field.key, field);
    else report('key-repeated', 'ignored', { line: field.line, column: 1 }, `the first ${field.key} counts`);
  }
  return first;
}

function checkVersion(field: Field | undefined, report: Report): boolean {
  if (field === undefined) report('version-missing', 'invalid', wholeFile, 'no "version: STSv1" line');
  else if (field.value !== 'STSv1') {
    report('version-unknown', 'invalid', at(field), `STSv1 expected, not ${quote(field.value)}`);
  }
  return field?.value === 'STSv1';
}

function readMode(field: Field | undefined, report: Report): Mode | undefined {
  if (field === undefined) {
    report('mode-missing', 'invalid', wholeFile, 'no "mode" line');
    return undefined;
  }
  const mode = modes.find((name) => name === field.value);
  if (mode === undefined) {
    report(
      'mode-unknown',
      'invalid',
      at(field),
      `enforce, testing or none expected, not ${quote(field.value)}`,
    );
  }
  return mode;
}

function readMaxAge(field: Field | undefined, report: Report): number | undefined {
  if (field === undefined) {
    report('max-age-missing', 'invalid', wholeFile, 'no "max_age" line');
    return undefined;
  }
  if (!/^[0-9]{1,10}$/.test(field.value)) {
    report('max-age-malformed', 'invalid', at(field), `1 to 10 digits expected, not ${quote(field.value)}`);
    return undefined;
  }
  const seconds = Number(field.value);
  if (seconds > maxMaxAgeSeconds) {
    report('max-age-too-large', 'invalid', at(field), `${seconds} s, at most ${maxMaxAgeSeconds} allowed`);
    return undefined;
  }
  if (seconds === 0) {
    report('max-age-zero', 'some-refuse', at(field), 'the policy expires as it is fetched');
  } else if (seconds < shortMaxAgeSeconds) {
    report('max-age-short', 'advice', at(field), `${seconds} s; weeks are recommended`);
  }
  return seconds;
}

/** @returns undefined where the mode needs hosts and there is no mx line */
function readMx(fields: readonly Field[], mode: Mode | undefined, report: Report): string[] | undefined {
  const entries = fields.filter((field) => field.key === 'mx');
  const usable: string[] = [];
  for (const entry of entries) {
    const fault = mxPatternFault(entry.value);
    if (fault === undefined) usable.push(entry.value);
    else report('mx-malformed', 'ignored', at(entry), `${quote(entry.value)}: ${fault}`);
  }
  if (entries.length === 0 && mode !== 'none') {
    report('mx-missing', 'invalid', wholeFile, 'no "mx" line, which every mode but none needs');
    return undefined;
  }
  return usable;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}...` : text);
}
