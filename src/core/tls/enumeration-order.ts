/**
 * In which order a server likes its suites, from what won over what; and where that is not told yet.
 */
import type { Contest } from './enumeration-contests.ts';

export interface Ranking {
  readonly order: readonly number[];
  /** The first place for which several come in question, and which; empty where each is told. */
  readonly undecided: readonly number[];
}

/** @param known  in the order found, which settles what the contests leave open */
export function rank(known: readonly number[], contests: readonly Contest[]): Ranking {
  const beaten = new Map<number, Set<number>>();
  for (const { offered, chosen } of contests)
    beaten.set(
      chosen,
      new Set([...(beaten.get(chosen) ?? []), ...offered.filter((code) => code !== chosen)]),
    );
  const order: number[] = [];
  let undecided: readonly number[] = [];
  for (let left = known; left.length > 0; left = known.filter((code) => !order.includes(code))) {
    const candidates = left.filter((code) => !left.some((other) => beaten.get(other)?.has(code)));
    if (candidates.length > 1 && undecided.length === 0) undecided = candidates;
    order.push(candidates[0] ?? left[0] ?? 0);
  }
  return { order, undecided };
}
