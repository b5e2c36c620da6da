/**
 * Does a policy's `mx` list name a mail host (RFC 8461 §4.1)? And can an entry match any host at all (§3.2)?
 * The comparison is by name as in the MX record, before any CNAME; certificates are compared elsewhere.
 */

export type MxMatch =
  | { readonly kind: 'matched'; readonly pattern: string }
  | { readonly kind: 'mismatch'; readonly near?: MxNearMiss };

/** An entry that looks as if it should fit: one label too many or too few under the wildcard, or a name below the entry's. */
export interface MxNearMiss {
  readonly pattern: string;
  readonly why: 'wildcard-depth' | 'wildcard-apex' | 'wildcard-missing';
}

/**
 * Compare a mail host with the policy's entries.
 *
 * @param patterns as parsed; `*.` stands for exactly one left-most label
 * @param host A-labels, any case, with or without the trailing dot
 * @see RFC 8461 §4.1
 */
export function matchMxPattern(patterns: readonly string[], host: string): MxMatch {
  const name = canonical(host);
  const parent = name.slice(name.indexOf('.') + 1);
  let near: MxNearMiss | undefined;
  for (const pattern of patterns) {
    const entry = canonical(pattern);
    if (!entry.startsWith('*.')) {
      if (entry === name) return { kind: 'matched', pattern };
      if (name.endsWith(`.${entry}`)) near ??= { pattern, why: 'wildcard-missing' };
      continue;
    }
    const base = entry.slice(2);
    if (name.includes('.') && parent === base) return { kind: 'matched', pattern };
    if (name === base) near ??= { pattern, why: 'wildcard-apex' };
    else if (name.endsWith(`.${base}`)) near ??= { pattern, why: 'wildcard-depth' };
  }
  return near === undefined ? { kind: 'mismatch' } : { kind: 'mismatch', near };
}

/**
 * Why an `mx` entry can match no mail host.
 *
 * @returns undefined for a good one
 * @see RFC 8461 §3.2 (sts-policy-mx-value = ["*."] Domain of A-labels), RFC 5321 §4.1.2
 */
export function mxPatternFault(pattern: string): string | undefined {
  const name = pattern.startsWith('*.') ? pattern.slice(2) : pattern;
  if (name === '') return 'empty';
  if (/[^\x20-\x7e]/.test(name)) return 'a U-label; write the A-label (xn--)';
  if (/^\[?[0-9a-f]*:[0-9a-f:.]*\]?$/i.test(name) || /^\[?\d+(\.\d+){3}\]?$/.test(name))
    return 'an IP address';
  if (name.includes('*')) return 'a wildcard stands for the whole left-most label only';
  if (name.includes('@')) return 'an e-mail address, not a host';
  if (name.startsWith('.')) return 'begins with a dot; write "*." for any one label';
  if (name.length > 253) return 'longer than 253 characters';
  const labels = (name.endsWith('.') ? name.slice(0, -1) : name).split('.');
  const bad = labels.find((label) => !/^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?$/i.test(label));
  return bad === undefined ? undefined : `${JSON.stringify(bad.slice(0, 63))} is no host name label`;
}

function canonical(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
}
