/**
 * One delivery attempt over all hosts (RFC 5321 §5.1): groups by preference, a random order within each, the next one after a failure.
 * Where the random order decides, the worst outcome counts and the others are named (C7).
 */
import type { Outcome } from '../report/outcome-schema.ts';
import { attemptAt } from './attempt.ts';
import type { Route } from './route.ts';
import type { StopResult } from './stop-result.ts';
import type { AttemptContext } from './visit.ts';

export interface AttemptResult {
  readonly outcome: Outcome;
  /** The stop that decided; absent where none did. */
  readonly decided?: StopResult;
  /** Every stop that was passed over before. */
  readonly passed: readonly StopResult[];
  /** What else could have come of it, the dice falling otherwise. */
  readonly otherwise: readonly { readonly outcome: Outcome; readonly result: StopResult }[];
  readonly unknown?: string;
}

type Hosts = Extract<Route, { kind: 'hosts' }>;

interface Candidate {
  readonly outcome: Outcome;
  readonly result: StopResult;
}

/** It ends there, or at another host. */
interface Perhaps {
  readonly outcome: Outcome;
  readonly result: Extract<StopResult, { kind: 'failed' }>;
}

/** Worst first; `unknown` is handled apart. */
const worst: readonly Outcome[] = [
  'bounced',
  'error-to-caller',
  'deferred',
  'delivered-cleartext',
  'delivered-tls',
  'delivered-tls-authenticated',
];

/** Try the hosts of a route once. */
export function walk(route: Hosts, context: AttemptContext): AttemptResult {
  const limit = context.profile.addressLimit ?? Number.POSITIVE_INFINITY;
  const passed: StopResult[] = [];
  const perhaps: Perhaps[] = [];
  for (const [position, stops] of route.groups.entries()) {
    const results = stops.map((stop) => attemptAt(stop, context));
    const dice = context.profile.oneAddressAtRandom ? unreachableByChance(results) : undefined;
    if (dice) return choose([{ outcome: 'unknown', result: dice }], passed);
    const ends = results.flatMap(terminal);
    const mayEnd = results.flatMap(perhapsTerminal);
    const open = mayEnd.filter(({ outcome }) => ends.some((end) => end.outcome !== outcome));
    const candidates = [...ends, ...open.map(undecided)];
    const skipped = results.filter((result) => !candidates.some((candidate) => candidate.result === result));
    const left = limit - passed.length;
    const [lastSkipped] = skipped.slice(-1);
    if (context.profile.oneAddressAHost) candidates.push(...abandoned(skipped, route.groups.slice(position)));
    // All that the limit allows may be spent on hosts that fail.
    if (lastSkipped && skipped.length >= left) candidates.push({ outcome: 'deferred', result: lastSkipped });
    passed.push(...skipped);
    if (candidates.length > 0) return agreed(choose(candidates, passed), perhaps);
    perhaps.push(...mayEnd);
  }
  return agreed(exhausted(route, passed), perhaps);
}

/** It may have ended before: known only where that comes to the same. */
function agreed(end: AttemptResult, perhaps: readonly Perhaps[]): AttemptResult {
  const other = perhaps.find(({ outcome }) => outcome !== end.outcome);
  return other ? choose([undecided(other)], end.passed) : end;
}

function undecided({ result: { stop, failure } }: Perhaps): Candidate {
  const reason = `${failure.why}; whether this sender then tries another host is not known`;
  return { outcome: 'unknown', result: { kind: 'unknown', stop, reason } };
}

/** Does the walk perhaps end here? */
function perhapsTerminal(result: StopResult): readonly Perhaps[] {
  if (result.kind !== 'failed') return [];
  if (result.next === 'defer-or-next') return [{ outcome: 'deferred', result }];
  return result.next === 'bounce-or-next' ? [{ outcome: 'bounced', result }] : [];
}

/** Some of the addresses can't be reached, and this sender tries no second one. */
function unreachableByChance(results: readonly StopResult[]): StopResult | undefined {
  const isDead = (result: StopResult) =>
    result.kind === 'failed' && result.failure.class === 'connect-failed';
  const dead = results.find(isDead);
  if (!dead || results.every(isDead)) return undefined;
  const reason = `${dead.stop.address.observation.ip} can't be reached, and whether this sender takes that address is a throw of dice`;
  return { kind: 'unknown', stop: dead.stop, reason };
}

/** Tried first, an address that fails past the connection ends the attempt at its host, and with it the attempt where no host is left. */
function abandoned(skipped: readonly StopResult[], groups: Hosts['groups']): readonly Candidate[] {
  const hosts = new Set(groups.flat().map(({ host }) => host.observation.name));
  const more = groups.flat().length > 1;
  if (hosts.size > 1 || !more) return [];
  return skipped
    .filter((result) => result.kind === 'failed' && result.failure.class !== 'connect-failed')
    .map((result) => ({ outcome: 'deferred', result }));
}

/** Does the walk end here? */
function terminal(result: StopResult): readonly Candidate[] {
  switch (result.kind) {
    case 'delivered':
      return [{ outcome: result.outcome, result }];
    case 'unknown':
      return [{ outcome: 'unknown', result }];
    case 'failed':
      switch (result.next) {
        case 'next-host':
        case 'next-or-bounce':
        case 'defer-or-next':
        case 'bounce-or-next':
          return [];
        case 'defer':
          return [{ outcome: 'deferred', result }];
        case 'bounce':
          return [{ outcome: 'bounced', result }];
        case 'error':
          return [{ outcome: 'error-to-caller', result }];
        default:
          return result.next satisfies never;
      }
    default:
      return result satisfies never;
  }
}

function choose(candidates: readonly Candidate[], passed: readonly StopResult[]): AttemptResult {
  const known = candidates.filter(({ outcome }) => outcome !== 'unknown');
  const sorted = known.toSorted((a, b) => worst.indexOf(a.outcome) - worst.indexOf(b.outcome));
  const open = candidates.find(({ outcome }) => outcome === 'unknown');
  const [first] = sorted;
  // Nothing is worse than these two, whatever the unknown one would be.
  const certain = first && (first.outcome === 'bounced' || first.outcome === 'error-to-caller');
  const chosen = open && !certain ? open : (first ?? open);
  if (!chosen) throw new TypeError('no candidate to choose from');
  const otherwise = candidates.filter(({ outcome }) => outcome !== chosen.outcome);
  const unknown = chosen.result.kind === 'unknown' ? { unknown: chosen.result.reason } : {};
  return { outcome: chosen.outcome, decided: chosen.result, passed, otherwise, ...unknown };
}

const isFinal: ReadonlySet<string> = new Set(['next-or-bounce', 'bounce-or-next']);

/** No host left: the message waits, unless the last one tried was final, or a host was never looked at. */
function exhausted({ groups, unknownHosts }: Hosts, passed: readonly StopResult[]): AttemptResult {
  const unseen = unknownHosts.find(({ dnsFailed }) => !dnsFailed);
  if (unseen) {
    const unknown = `${unseen.name}: ${unseen.reason}`;
    return { outcome: 'unknown', passed, otherwise: [], unknown };
  }
  // Each of the last group may be the last one tried.
  const last = passed.slice(-(groups.at(-1)?.length ?? 1));
  const final = last.find((result) => result.kind === 'failed' && isFinal.has(result.next));
  if (final) return { outcome: 'bounced', decided: final, passed, otherwise: [] };
  const decided = passed.at(-1);
  return { outcome: 'deferred', ...(decided && { decided }), passed, otherwise: [] };
}
