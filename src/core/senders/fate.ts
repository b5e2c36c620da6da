/**
 * From attempts to the message's fate: first, retry, and what has become of it when the queue life ends and nothing changes
 * (RFC 5321 §4.5.4.1). Some senders behave otherwise once the message is old, so each attempt is walked with its own age.
 */
import type { Facts } from '../facts.ts';
import type { Outcome } from '../report/outcome-schema.ts';
import type { SenderProfile } from './profile.ts';
import type { RoutingFailure, RoutingReaction } from './profile-reactions.ts';
import { type Route, routeFor } from './route.ts';
import { type AttemptResult, walk } from './walk.ts';

export interface Fate {
  readonly first: AttemptResult;
  /** Present where the first was deferred. */
  readonly retry?: AttemptResult;
  readonly final: Outcome;
  /** The attempt that `final` follows from, where it is neither the first nor the retry. */
  readonly last?: AttemptResult;
  readonly route: Route;
  /** Why `final` is unknown. */
  readonly unknown?: string;
}

/** Follow one message. */
export function followMessage(facts: Facts, profile: SenderProfile): Fate {
  const route = routeFor(facts, profile);
  const attempt = (ageSeconds: number): AttemptResult => {
    const result = attemptRoute(route, { facts, profile, ageSeconds });
    return profile.queue ? result : told(result);
  };
  const first = attempt(0);
  if (first.outcome !== 'deferred') return { first, final: first.outcome, route, ...why(first) };
  const retry = attempt(profile.queue?.retryAfterSeconds ?? Number.POSITIVE_INFINITY);
  if (retry.outcome !== 'deferred') return { first, retry, final: retry.outcome, route, ...why(retry) };
  const last = attempt(Number.POSITIVE_INFINITY);
  const final = last.outcome === 'deferred' ? 'bounced' : last.outcome;
  return { first, retry, final, last, route, ...why(last) };
}

function why({ unknown }: AttemptResult): { unknown?: string } {
  return unknown === undefined ? {} : { unknown };
}

function attemptRoute(
  route: Route,
  context: { readonly facts: Facts; readonly profile: SenderProfile; readonly ageSeconds: number },
): AttemptResult {
  switch (route.kind) {
    case 'hosts':
      return walk(route, context);
    case 'failed':
      return routingOutcome(context.profile.routing[route.failure], route);
    case 'unknown':
      return { outcome: 'unknown', passed: [], otherwise: [], unknown: route.reason };
    default:
      return route satisfies never;
  }
}

const routingOutcomes: Readonly<Record<RoutingReaction, Outcome>> = {
  bounce: 'bounced',
  defer: 'deferred',
  error: 'error-to-caller',
  unknown: 'unknown',
  // Only an MX that is an address is gone on with, and that is no dead end: route.ts dials it.
  'go-on': 'unknown',
};

function routingOutcome(
  reaction: RoutingReaction,
  { failure, detail }: { readonly failure: RoutingFailure; readonly detail: string },
): AttemptResult {
  const outcome = routingOutcomes[reaction];
  const unknown = `${detail}; what this sender does then is not known (${failure})`;
  return { outcome, passed: [], otherwise: [], ...(outcome === 'unknown' && { unknown }) };
}

/** Without a queue whoever called is told, whatever it was. */
function told(result: AttemptResult): AttemptResult {
  const failed = result.outcome === 'deferred' || result.outcome === 'bounced';
  return failed ? { ...result, outcome: 'error-to-caller' } : result;
}
