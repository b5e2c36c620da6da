/**
 * The domain's MTA-STS as a sender with nothing cached reads it, and which mail hosts its policy names (RFC 8461 §3, §4.1).
 * Beside it, an older policy that a sender may still hold, where one is known.
 */
import type { HostMtaSts, MtaStsFacts } from '../facts.ts';
import { assessMtaSts } from '../mta-sts/assess.ts';
import type { CachedPolicy } from '../mta-sts/known-policy.ts';
import { matchMxPattern } from '../mta-sts/match.ts';
import { parseMtaStsPolicy } from '../mta-sts/policy.ts';
import type { Observation } from '../observation.ts';
import type { ChainContext } from './chain-work.ts';

/** Read what was seen of the domain's MTA-STS. */
export function deriveMtaSts({ mtaSts, host }: Observation, context: ChainContext): MtaStsFacts {
  if (!mtaSts) return { kind: 'not-applicable' };
  return assessMtaSts(mtaSts, { domain: host, ...context, paths: context.work.paths });
}

/** What the policy says of one mail host; nothing where there is no policy to be had (C63). */
export function hostMtaSts(facts: MtaStsFacts, host: string): HostMtaSts | undefined {
  if (facts.kind !== 'policy') return undefined;
  const { mode, mx } = facts.policy;
  const match = matchMxPattern(mx, host);
  if (match.kind === 'matched') return { mode, pattern: match.pattern };
  return { mode, ...(match.near && { near: match.near }) };
}

/** The older policy that the vantage remembers, as a sender that fetched it then holds it. */
export function earlierPolicy({ mtaSts }: Observation): CachedPolicy | undefined {
  if (!mtaSts?.earlier) return undefined;
  const { id, policy: text, fetchedAt } = mtaSts.earlier;
  const parsed = parseMtaStsPolicy(text);
  return parsed.kind === 'policy' ? { id, policy: parsed.policy, fetchedAt: new Date(fetchedAt) } : undefined;
}
