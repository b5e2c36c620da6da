/**
 * A sender whose delivery process dies: where no TLSA record is usable, at the first byte that it would send of a handshake. The other hosts of
 * the domain are never tried, and the message is frozen (Exim, src/deliver.c: a transport process that ends in a signal).
 */
import type { StopResult } from './stop-result.ts';
import type { Visit } from './visit.ts';

/** @returns nothing where the sender lives on */
export function crashAt({ stop, policy, context: { profile } }: Visit): StopResult | undefined {
  if (policy.kind !== 'dane-unusable' || profile.dane?.allUnusable !== 'crashes') return undefined;
  const why =
    'no TLSA record is usable, and this sender crashes over that; the message is frozen until somebody thaws it';
  const { kind: underPolicy } = policy;
  const failure = { class: 'match-failed', why, event: 'dane-unusable', underPolicy } as const;
  return { kind: 'failed', stop, failure, next: 'defer' };
}
