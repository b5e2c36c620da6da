/**
 * MTA-STS as postfix-mta-sts-resolver reads it (1.1 to 1.5: resolver.py, utils.py), which Postfix asks, and Sendmail's FEATURE(`sts'): fields and
 * lines are split, the last of a repeated key counts, and no grammar is held to. So it takes records and files that RFC 8461 §3 makes none,
 * and none where that makes some. What the policy host is, the common assessment has said (assess.ts).
 */
import type { FetchReason, FetchReasonCode } from './assess.ts';
import { mxPatternFault } from './match.ts';
import type { PolicyFetch } from './observation.ts';
import { maxMaxAgeSeconds } from './policy.ts';

export interface ResolverPolicy {
  readonly mode: string;
  /** Those that can match a host. */
  readonly mx: readonly string[];
  /** Why it may also be none. */
  readonly unsure?: string;
}

/** Its own look at the file decides these, not the standard's. */
const readAnew: ReadonlySet<FetchReasonCode> = new Set(['policy-invalid', 'media-type']);

/**
 * The policy, from what was fetched.
 *
 * @param assessed  what the common assessment says of the fetch
 * @returns undefined: none
 */
export function readAsResolver(
  assessed: readonly FetchReason[],
  { contentType = '', body = '' }: Pick<PolicyFetch, 'contentType' | 'body'>,
): ResolverPolicy | undefined {
  const reasons = assessed.filter(({ code }) => !readAnew.has(code));
  if (reasons.some(({ effect }) => effect === 'fails')) return undefined;
  const text = decoding(contentType, body);
  if (text === 'fails') return undefined;
  const policy = readFile(body);
  const unsure = reasons.find(({ effect }) => effect === 'unchecked')?.detail ?? text;
  return policy && { ...policy, ...(unsure !== undefined && { unsure }) };
}

const asciiLike = /^(utf-?8|(us-)?ascii|iso-?8859-\d+|latin-?1|(windows-|cp)125\d)$/;

/** text/plain, and bytes that its charset can be read by: by default ASCII. */
function decoding(contentType: string, body: string): 'fails' | string | undefined {
  const [mediaType = '', ...parameters] = contentType.toLowerCase().split(';');
  if (mediaType.trim() !== 'text/plain') return 'fails';
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/.exec(parameter)?.[1])
    .find((name) => name !== undefined);
  // The body was read as UTF-8 here, so that a character beyond ASCII stands for bytes beyond it.
  const isAscii = [...body].every((character) => character < '\x80');
  if (charset === undefined || /^(us-)?ascii$/.test(charset)) return isAscii ? undefined : 'fails';
  if (asciiLike.test(charset)) return undefined;
  return /^utf-?(16|32)/.test(charset) ? 'fails' : `the policy is said to be in ${charset}`;
}

/** What Python's splitlines splits at. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the line ends
const lineEnds = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

function readFile(body: string): ResolverPolicy | undefined {
  const entries = body.split(lineEnds).map((line): readonly [string, string] => {
    const colon = line.indexOf(':');
    return colon < 0 ? [line.trimEnd(), ''] : [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const last = new Map(entries.filter(([key]) => key !== 'mx'));
  const mx = entries.flatMap(([key, value]) => (key === 'mx' ? [value] : []));
  const mode = last.get('mode') ?? '';
  if (last.get('version') !== 'STSv1' || !isAge(last.get('max_age') ?? '-1')) return undefined;
  if (mode === 'none') return { mode, mx: [] };
  if ((mode !== 'testing' && mode !== 'enforce') || mx.length === 0) return undefined;
  // `.example.org` reaches the mail server as `*.example.org` does.
  const patterns = mx.map((entry) => (entry.startsWith('.') ? `*${entry}` : entry));
  return { mode, mx: patterns.filter((entry) => mxPatternFault(entry) === undefined) };
}

/** As Python's int reads it. */
function isAge(text: string): boolean {
  if (!/^[+-]?\d+(_\d+)*$/.test(text)) return false;
  const seconds = Number(text.replaceAll('_', ''));
  return seconds >= 0 && seconds <= maxMaxAgeSeconds;
}
