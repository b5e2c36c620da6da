/**
 * A policy of the domain from before, as a sender may still hold it (RFC 8461 §3.3, §5.1): from the caller, or from what this vantage
 * fetched itself some time ago. With it can be told what no single look tells: was the id changed with the file, does an older policy bind?
 */
import { fail, ok, type Result } from '../base/result.ts';
import { parseTime } from '../base/time.ts';
import { type MtaStsPolicy, parseMtaStsPolicy } from './policy.ts';
import { isPolicyId } from './record.ts';

/** A policy that a sender fetched before, and when. */
export interface CachedPolicy {
  readonly policy: MtaStsPolicy;
  readonly fetchedAt: Date;
  /** The record's id then; the same id now means that the sender does not look again (RFC 8461 §8.1). */
  readonly id: string;
}

/** Until when a sender that fetched the policy then is bound by it (RFC 8461 §3.2, max_age). */
export function boundUntil({ policy, fetchedAt }: CachedPolicy): Date {
  return new Date(fetchedAt.getTime() + policy.maxAgeSeconds * 1000);
}

/** More than any policy in use, and what a URL still carries. */
export const maxKnownPolicyLength = 8192;

/** As a caller gives it. */
export interface GivenPolicy {
  /** The text of the policy file. */
  readonly policy: string;
  readonly id: string;
  /** ISO 8601. */
  readonly at?: string | undefined;
}

/**
 * Read a policy that a caller gives.
 *
 * @param now  when it was fetched where `at` does not say: it is held since just now
 * @returns the part at fault, and what is wrong with it
 * @throws never
 */
export function readKnownPolicy(
  { policy: text, id, at }: GivenPolicy,
  now: Date,
): Result<CachedPolicy, { readonly part: keyof GivenPolicy; readonly detail: string }> {
  if (!isPolicyId(id)) return fail({ part: 'id', detail: '1 to 32 letters and digits' });
  const fetchedAt = at === undefined ? now : parseTime(at);
  if (fetchedAt === undefined)
    return fail({ part: 'at', detail: 'no ISO 8601 time, e.g. 2026-11-22T10:00:00Z' });
  if (fetchedAt > now) return fail({ part: 'at', detail: 'lies in the future' });
  if (text.length > maxKnownPolicyLength) {
    return fail({ part: 'policy', detail: `longer than ${maxKnownPolicyLength} characters` });
  }
  const parsed = parseMtaStsPolicy(text);
  if (parsed.kind === 'policy') return ok({ policy: parsed.policy, id, fetchedAt });
  return fail({ part: 'policy', detail: parsed.problems.map(({ detail }) => detail).join('; ') });
}
