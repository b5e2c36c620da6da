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

/** What a file is changed for. */
type PolicyChange = 'mx' | 'age' | 'enforce' | 'form' | 'back' | 'none';

/**
 * The record, its id being the present time, and what the file was changed for: one verdict may advise several files, and two under
 * one id are the fault of sts.id-not-bumped over again (RFC 8461 §8.1).
 *
 * @param change absent: the file stays as it is
 */
export function policyRecord(domain: string, now: Date, change: PolicyChange | '' = ''): string {
  const time = now.toISOString().replace(/\D/g, '').slice(0, 14);
  return `_mta-sts.${domain}. IN TXT "v=STSv1; id=${time}${change}"`;
}

/** How MTA-STS is taken back without losing mail: RFC 8461 §8.3, with the file and the record for it. */
export function removalSteps(domain: string, now: Date): string {
  const file = policyFile({ mode: 'none', mx: [], maxAgeSeconds: shortestMaxAgeSeconds });
  return `1. publish this policy file:\n${file}\n2. then the record ${policyRecord(domain, now, 'none')}\n3. wait until every policy served before has run out: the longest max_age since\n4. remove the _mta-sts record\n5. then the policy host`;
}
