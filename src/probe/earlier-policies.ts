/**
 * An observation with the policy that a sender may still hold from before, and a memory that learns from it as a sender's cache would
 * (RFC 8461 §3.3, §5.1): a new id replaces what is held, the same id does not, even where the file behind it has changed.
 * It learns only from what was fetched here, from a host whose certificate and key stood up: nobody can put a policy into it.
 */
import type { Cryptography } from '../core/cryptography.ts';
import { assessMtaSts } from '../core/mta-sts/assess.ts';
import type { EarlierPolicy } from '../core/mta-sts/observation.ts';
import type { Observation } from '../core/observation.ts';
import type { AnchorStore } from '../core/x509/path-result.ts';
import type { PolicyMemory } from './ports.ts';

/** Larger ones are rare, and the memory is bounded by their number. */
const maxKeptLength = 8192;
const hourMs = 3_600_000;

/**
 * What was remembered goes into the observation; what it shows goes into the memory, for the next one.
 *
 * @throws never for what was observed
 */
export async function recallPolicy(
  observation: Observation,
  given: {
    readonly memory: PolicyMemory;
    readonly anchors: AnchorStore;
    readonly cryptography: Pick<Cryptography, 'hash' | 'verify'>;
  },
): Promise<Observation> {
  const { mtaSts, host, finishedAt } = observation;
  if (!mtaSts) return observation;
  const { memory, anchors, cryptography } = given;
  const now = new Date(finishedAt);
  const earlier = await memory.recall(host);
  const seen = assessMtaSts(mtaSts, { domain: host, anchors, cryptography, now });
  const text = mtaSts.fetch?.body ?? '';
  // A file that some senders refuse is nothing to hold a domain to.
  if (seen.kind === 'policy' && seen.reasons.length === 0 && text.length <= maxKeptLength) {
    const { id } = seen.record;
    const until = (policy: EarlierPolicy) =>
      Date.parse(policy.fetchedAt) + hourMs + seen.policy.maxAgeSeconds * 1000;
    // Under the same id a sender does not look again: what it holds is the older file (§8.1).
    if (earlier?.id !== id || earlier.policy === text) {
      const hour = new Date(Math.floor(now.getTime() / hourMs) * hourMs).toISOString();
      const kept = { id, policy: text, fetchedAt: hour };
      await memory.keep(host, kept, until(kept));
    }
  }
  return earlier ? { ...observation, mtaSts: { ...mtaSts, earlier } } : observation;
}
