/**
 * The Observation of a probe that could not be made at all: it says so, with the reason, and nothing else.
 */
import { type Observation, observationVersion } from '../core/observation.ts';
import type { ObserveRequest } from './observe.ts';

export function observeNothing(
  { target, port }: ObserveRequest,
  why: { readonly reason: 'vantage-failed'; readonly detail: string },
  at: Date,
): Observation {
  const now = at.toISOString();
  return {
    version: observationVersion,
    input: target.input,
    host: target.host,
    ...(target.unicodeHost !== undefined && { unicodeHost: target.unicodeHost }),
    form: target.form,
    port,
    depth: 'normal',
    startedAt: now,
    finishedAt: now,
    vantage: { id: 'none', runtime: 'none', ehloName: '', resolvers: [] },
    routing: { kind: 'unknown', ...why },
    hosts: [],
    egress: { kind: 'not-tested', detail: why.detail },
    dns: [],
  };
}
