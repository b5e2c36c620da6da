/**
 * What to publish for MTA-STS, ready to copy: the policy file (RFC 8461 §3.2) and the record that announces it (§3.1).
 */
import type { MtaStsPolicy } from './policy.ts';

/** 30 days: RFC 8461 §3.2 wants weeks. */
export const usualMaxAgeSeconds = 2_592_000;
/** A day: while a policy is tried or taken back. */
export const shortestMaxAgeSeconds = 86_400;

/** A hostile policy has thousands of lines; nobody copies them from here. */
const maxShownHosts = 40;

/**
 * The policy file.
 *
 * @returns lines with LF between them, none at the end; of very many mx lines the first ones, and how many follow
 */
export function policyFile({ mode, mx, maxAgeSeconds }: Omit<MtaStsPolicy, 'extensions'>): string {
  const hosts = mode === 'none' ? [] : [...new Set(mx)].map((name) => `mx: ${name}`);
  const left = hosts.length - maxShownHosts;
  const shown = left > 0 ? [...hosts.slice(0, maxShownHosts), `(and ${left} more mx lines)`] : hosts;
  return ['version: STSv1', `mode: ${mode}`, ...shown, `max_age: ${maxAgeSeconds}`].join('\n');
}

/** The record, its id being the present time: digits alone, 14 of them, and never the one before. */
export function policyRecord(domain: string, now: Date): string {
  const id = now.toISOString().replace(/\D/g, '').slice(0, 14);
  return `_mta-sts.${domain}. IN TXT "v=STSv1; id=${id}"`;
}

/** How MTA-STS is taken back without losing mail: RFC 8461 §8.3, with the file and the record for it. */
export function removalSteps(domain: string, now: Date): string {
  const file = policyFile({ mode: 'none', mx: [], maxAgeSeconds: shortestMaxAgeSeconds });
  return `1. publish this policy file:\n${file}\n2. then the record ${policyRecord(domain, now)}\n3. wait until every policy served before has run out: the longest max_age since\n4. remove the _mta-sts record\n5. then the policy host`;
}
