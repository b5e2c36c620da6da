/**
 * Where a vantage keeps the MTA-STS policies that it fetched: in the process on Node, in the platform's cache in a Worker.
 * Both forget: at max_age, when the process ends, and when there are too many.
 */
import { type EarlierPolicy, earlierPolicySchema } from '../core/mta-sts/observation.ts';
import type { PolicyMemory } from '../probe/ports.ts';

/** With 8,192 characters each at most 32 MiB. */
const maxDomains = 2_000;

/** In the process; the domain that was not asked about for longest goes first. */
export function createPolicyMemory(now: () => number, most: number = maxDomains): PolicyMemory {
  const held = new Map<string, { readonly policy: EarlierPolicy; readonly untilMs: number }>();
  return {
    async recall(domain) {
      const found = held.get(domain);
      if (!found) return undefined;
      held.delete(domain);
      if (found.untilMs <= now()) return undefined;
      // Map keeps the order of insertion: the youngest stands last.
      held.set(domain, found);
      return found.policy;
    },
    async keep(domain, policy, untilMs) {
      held.delete(domain);
      held.set(domain, { policy, untilMs });
      const [oldest] = held.keys();
      if (held.size > most && oldest !== undefined) held.delete(oldest);
    },
  };
}

/** The part of the platform's Cache that is used. */
export interface PlatformCache {
  match(url: string): Promise<Response | undefined>;
  put(url: string, response: Response): Promise<void>;
}

/**
 * In a Worker's cache: one a data centre, and none at all under workers.dev, where nothing is ever found. No URL of it is served.
 * A cache that refuses, or holds what is none of ours, costs the memory and never the probe.
 */
export function createCachePolicyMemory(cache: PlatformCache, now: () => number): PolicyMemory {
  const urlOf = (domain: string) => `https://policy-memory.invalid/${encodeURIComponent(domain)}`;
  return {
    recall: (domain) =>
      unlessRefused(async () => {
        const response = await cache.match(urlOf(domain));
        if (!response) return undefined;
        const parsed = earlierPolicySchema.safeParse(await response.json());
        return parsed.success ? parsed.data : undefined;
      }),
    async keep(domain, policy, untilMs) {
      const seconds = Math.floor((untilMs - now()) / 1000);
      if (seconds <= 0) return;
      const headers = { 'Cache-Control': `max-age=${seconds}`, 'Content-Type': 'application/json' };
      const response = new Response(JSON.stringify(policy), { headers });
      await unlessRefused(() => cache.put(urlOf(domain), response));
    },
  };
}

/** The platform's Cache rejects with an Error, a body that is no JSON with a SyntaxError. */
async function unlessRefused<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return undefined;
  }
}
