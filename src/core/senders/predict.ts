/**
 * What one sender will do with a message to the observed host, and why: facts + findings + profile -> outcome. Pure and synchronous.
 * The steps: route.ts (which hosts, in which order), policy-gate.ts (what binds), attempt.ts (one address), handshake-for.ts (what its own
 * hello gets), fallback.ts (after a failure), walk.ts (one attempt), fate.ts (retry, end). Here they become a report.
 */
import type { Facts } from '../facts.ts';
import type { Outcome, SenderOutcome } from '../report/outcome-schema.ts';
import type { Finding } from '../rules/rule.ts';
import { causesOf, failuresOf, routingCauses } from './because.ts';
import { type Fate, followMessage } from './fate.ts';
import { logLine } from './log-line.ts';
import type { SenderProfile } from './profile.ts';
import { mainConfidence } from './profile-sources.ts';
import { confidenceOf } from './rests-on.ts';
import type { StopResult } from './stop-result.ts';
import type { AttemptResult } from './walk.ts';

/**
 * Predict.
 *
 * @param findings  of the same facts; `because` names those that fit
 * @returns `unknown` outcomes with their reason where the facts or the profile don't decide
 * @throws never for what was observed
 */
export function predict(facts: Facts, findings: readonly Finding[], profile: SenderProfile): SenderOutcome {
  const { id, name, shortName } = profile;
  if (profile.unknown !== undefined) {
    const outcome = { first: 'unknown', final: 'unknown', unknown: profile.unknown } as const;
    const confidence = mainConfidence(profile);
    return { id, name, shortName, ...outcome, timeline: [], because: [], confidence };
  }
  const fate = followMessage(facts, profile);
  const { first, retry, final, unknown, route } = fate;
  const peer = [first, retry].map(peerOf).find((word) => word !== undefined);
  const log = logLine({ facts, profile, route }, first);
  return {
    id,
    name,
    shortName,
    first: first.outcome,
    ...(retry && { retry: retry.outcome }),
    final,
    ...(peer !== undefined && { peer }),
    timeline: timelineOf(fate, profile),
    because: because(fate, findings),
    ...(log !== undefined && { log }),
    confidence: confidenceOf(fate, profile),
    ...(unknown !== undefined && { unknown }),
  };
}

function peerOf(attempt: AttemptResult | undefined): string | undefined {
  return attempt?.decided?.kind === 'delivered' ? attempt.decided.peer : undefined;
}

/** What decided, and for a wait everything that was tried in vain. */
function because({ first, retry, route }: Fate, findings: readonly Finding[]): SenderOutcome['because'] {
  if (route.kind === 'failed') return [...routingCauses(route.failure, findings)];
  const stops = [first, ...(retry ? [retry] : [])].flatMap((attempt) => [
    ...attempt.passed,
    ...(attempt.decided ? [attempt.decided] : []),
  ]);
  // A host passed over on the way to a good delivery caused nothing.
  const delivered = first.outcome === 'delivered-tls' || first.outcome === 'delivered-tls-authenticated';
  return delivered ? [] : [...causesOf(stops, findings)];
}

type Entry = SenderOutcome['timeline'][number];

function timelineOf(fate: Fate, profile: SenderProfile): Entry[] {
  const { first, retry, final, last, route } = fate;
  const { retryAfterSeconds, lifeSeconds } = profile.queue ?? {};
  const entries = entriesOf(first, 0, route);
  if (retry)
    entries.push(...entriesOf(retry, retryAfterSeconds ?? 0, route, retryAfterSeconds === undefined));
  const settled = last && last.outcome !== 'deferred';
  if (settled) entries.push(...entriesOf(last, lifeSeconds ?? 0, route));
  else if (final === 'bounced' && retry?.outcome === 'deferred') {
    const end =
      lifeSeconds === undefined ? 'some day (its queue life is not published) it gives up' : 'it gives up';
    entries.push({
      afterSeconds: lifeSeconds ?? retryAfterSeconds ?? 0,
      outcome: 'bounced',
      why: `nothing changed: ${end}`,
    });
  }
  return entries;
}

function entriesOf(
  attempt: AttemptResult,
  afterSeconds: number,
  route: Fate['route'],
  undated = false,
): Entry[] {
  const { decided, outcome } = attempt;
  const later = undated ? 'on the next attempt, whenever that is: ' : '';
  const why = route.kind === 'failed' ? route.detail : (attempt.unknown ?? whyOf(attempt, decided));
  const entry: Entry = { afterSeconds, outcome, ...mxOf(decided), why: later + why };
  const others = attempt.otherwise.map(
    (other): Entry => ({
      afterSeconds,
      outcome: other.outcome,
      ...mxOf(other.result),
      why: `if the random order has ${other.result.stop.address.observation.ip} first: ${describe(other.result)}`,
    }),
  );
  return [entry, ...others];
}

function mxOf(result: StopResult | undefined): { mx?: string } {
  return result ? { mx: result.stop.host.observation.name } : {};
}

/** The decisive stop, after those passed over. */
function whyOf({ passed, outcome }: AttemptResult, decided: StopResult | undefined): string {
  const before = passed
    .filter((result) => result !== decided)
    .map((result) => `${result.stop.host.observation.name}: ${describe(result)}`);
  const last = decided ? describe(decided) : endings[outcome];
  return [...new Set([...before, last])].join('; then ');
}

const endings: Readonly<Record<Outcome, string>> = {
  'delivered-tls-authenticated': 'delivered over TLS, the host authenticated',
  'delivered-tls': 'delivered over TLS',
  'delivered-cleartext': 'delivered in cleartext',
  deferred: 'the message waits',
  bounced: 'the message bounces',
  'error-to-caller': 'the caller is told',
  unknown: 'not known',
};

function describe(result: StopResult): string {
  if (result.kind === 'unknown') return result.reason;
  const failures = failuresOf(result).map(({ why }) => why);
  return result.kind === 'delivered'
    ? [...failures, endings[result.outcome]].join(': ')
    : failures.join('; ');
}
