/**
 * What several courses come to, one of which the sender takes, and which one is not known: where all end alike that is the prediction, else
 * it is unknown. Less is claimed where they differ in less than the outcome: no authentication, no word, no line in a log.
 */
import type { Stop } from './route.ts';
import type { StopResult } from './stop-result.ts';

/** @param reason  why it is not known which */
export function agreedResult(stop: Stop, results: readonly StopResult[], reason: string): StopResult {
  const [first, ...others] = results;
  if (!first) throw new TypeError('no course to choose from');
  return others.reduce((sofar, other) => common(sofar, other) ?? { kind: 'unknown', stop, reason }, first);
}

function common(a: StopResult, b: StopResult): StopResult | undefined {
  if (a.kind === 'delivered' && b.kind === 'delivered') return commonDelivery(a, b);
  if (a.kind !== 'failed' || b.kind !== 'failed' || a.next !== b.next) return undefined;
  const alike = a.failure.class === b.failure.class && a.failure.underPolicy === b.failure.underPolicy;
  return alike ? a : { ...a, failure: { ...a.failure, wordless: true } };
}

type Delivered = Extract<StopResult, { kind: 'delivered' }>;

function commonDelivery(a: Delivered, b: Delivered): StopResult | undefined {
  const [weaker, stronger] = a.outcome === 'delivered-tls-authenticated' ? [b, a] : [a, b];
  const overTls = weaker.outcome === 'delivered-tls' && stronger.outcome === 'delivered-tls-authenticated';
  if (weaker.outcome !== stronger.outcome && !overTls) return undefined;
  const { peer, ...unsaid } = weaker;
  return peer === stronger.peer ? weaker : unsaid;
}
