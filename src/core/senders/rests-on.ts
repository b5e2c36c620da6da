/**
 * What a prediction rests on: the facts of the profile that decided it, step by step, and the rows of the library's table where that ended a
 * handshake. Its confidence is that of the weakest of them, not of the whole profile.
 */
import { type Confidence, weakestOf } from '../base/confidence.ts';
import type { Personality } from '../tls-libraries/personality.ts';
import { failuresOf } from './because.ts';
import type { Fate } from './fate.ts';
import type { HandshakeReason } from './library-words/library-words.ts';
import type { SenderProfile } from './profile.ts';
import { confidenceIn, type FactName } from './profile-sources.ts';
import type { Failure, StopResult } from './stop-result.ts';
import type { AttemptResult } from './walk.ts';

/** What a fate is worth. */
export function confidenceOf(fate: Fate, profile: SenderProfile): Confidence {
  const rows = stopsOf(fate)
    .flatMap(failuresOf)
    .flatMap((failure) => rowsBehind(failure, profile.tls?.personality));
  return weakestOf([confidenceIn(profile, factsOf(fate, profile)), ...rows]);
}

/** The facts of the profile that decided a fate. */
export function factsOf(fate: Fate, profile: SenderProfile): ReadonlySet<FactName> {
  return new Set<FactName>([
    ...(fate.route.kind === 'failed' ? [`routing.${fate.route.failure}` as const] : []),
    ...stopsOf(fate).flatMap((stop) => factsBehind(stop, profile)),
    ...queueFacts(fate, profile),
  ]);
}

function stopsOf({ first, retry, last }: Fate): readonly StopResult[] {
  const attempts: readonly AttemptResult[] = [first, retry, last].filter((attempt) => attempt !== undefined);
  return attempts.flatMap(({ passed, decided }) => [...passed, ...(decided ? [decided] : [])]);
}

/** When it tries again and gives up, where it has to. */
function queueFacts({ retry, final }: Fate, { queue }: SenderProfile): readonly FactName[] {
  if (!retry) return [];
  const gaveUp = final === 'bounced' && retry.outcome === 'deferred';
  return [
    ...(queue?.retryAfterSeconds === undefined ? [] : (['queue.retryAfterSeconds'] as const)),
    ...(gaveUp && queue?.lifeSeconds !== undefined ? (['queue.lifeSeconds'] as const) : []),
  ];
}

function factsBehind(stop: StopResult, profile: SenderProfile): readonly FactName[] {
  const failures = failuresOf(stop).flatMap(factsOfFailure);
  if (stop.kind !== 'delivered') return failures;
  if (stop.outcome === 'delivered-cleartext')
    return failures.length > 0 ? failures : profile.starttls === 'never' ? ['starttls'] : [];
  const policy: readonly FactName[] =
    stop.outcome === 'delivered-tls-authenticated'
      ? profile.verification.when === 'always'
        ? ['verification']
        : [...(profile.dane ? (['dane'] as const) : []), ...(profile.mtaSts ? (['mtaSts'] as const) : [])]
      : [];
  return [...failures, 'tls', ...policy];
}

function factsOfFailure({ class: kind, underPolicy }: Failure): readonly FactName[] {
  if (kind === 'tlsa-lookup-failed') return ['dane'];
  const reaction: FactName = underPolicy ? 'underPolicy' : `reactions.${kind}`;
  return kind.startsWith('handshake-') ? [reaction, 'tls'] : [reaction];
}

const rowOf: Readonly<Partial<Record<HandshakeReason, keyof Personality>>> = {
  'dh-too-small': 'minimumDhBits',
  'legacy-signature': 'sha1HandshakeSignature',
  'key-usage-signature': 'signingKeyUsage',
  'key-usage-encipherment': 'encryptingKeyUsage',
  'duplicate-extension': 'duplicateExtension',
};

function rowsBehind({ reason }: Failure, personality: Personality | undefined): readonly Confidence[] {
  const name = reason && rowOf[reason];
  const row = name && personality?.[name];
  return typeof row === 'object' && row.confidence !== 'none' ? [row.confidence] : [];
}
