/**
 * Describe sender profiles for their readers, all from the one definition.
 */
import { senderProfiles } from './catalogue.ts';
import { type SenderDescription, singleFacts } from './description.ts';
import { habitsOf } from './habits.ts';
import type { SenderProfile } from './profile.ts';
import { failureClasses, type LogEvent, routingFailures } from './profile-reactions.ts';
import { type FactName, mainConfidence, sourceIdsOf, sourceOf } from './profile-sources.ts';
import { canMeet } from './reachable.ts';

/** In the order of the catalogue. */
export function describeSenders(): SenderDescription[] {
  return senderProfiles.map(describe);
}

/** @returns undefined where no sender has this id */
export function describeSender(id: string): SenderDescription | undefined {
  const profile = senderProfiles.find((candidate) => candidate.id === id);
  return profile && describe(profile);
}

function describe(profile: SenderProfile): SenderDescription {
  return {
    id: profile.id,
    name: profile.name,
    software: profile.software,
    versions: profile.versions,
    kind: profile.kind,
    confidence: mainConfidence(profile),
    ...(profile.unknown === undefined
      ? { behaviour: describeBehaviour(profile) }
      : { unknown: profile.unknown }),
    sources: Object.entries(profile.sources).map(([id, source]) => ({ id, ...source })),
    measuredAs: [...profile.measuredAs],
  };
}

function describeBehaviour(profile: SenderProfile): NonNullable<SenderDescription['behaviour']> {
  const { tls, queue, dane, mtaSts, underPolicy } = profile;
  const exceptions = failureClasses.flatMap((failure) => {
    const reaction = underPolicy[failure];
    return reaction ? [{ failure, ...reaction, ...sourced(profile, 'underPolicy') }] : [];
  });
  return {
    starttls: profile.starttls,
    tlsVersions: [...(tls?.hello.versions ?? [])],
    ...(tls && { tlsLibrary: tls.personality.library }),
    serverName: tls?.sni ?? false,
    verifies: profile.verification.when,
    dane: dane !== undefined,
    mtaSts: mtaSts !== undefined,
    ...(queue?.retryAfterSeconds !== undefined && { retryAfterSeconds: queue.retryAfterSeconds }),
    ...(queue?.schedule !== undefined && { retrySchedule: queue.schedule }),
    ...(queue?.lifeSeconds !== undefined && { queueLifeSeconds: queue.lifeSeconds }),
    reactions: failureClasses
      .filter((failure) => canMeet(profile, failure))
      .map((failure) => {
        const reaction = profile.reactions[failure];
        return { failure, ...reaction, ...claimed(profile, `reactions.${failure}`, reaction.kind) };
      }),
    routing: routingFailures.map((failure) => {
      const kind = profile.routing[failure];
      return { failure, kind, ...claimed(profile, `routing.${failure}`, kind) };
    }),
    habits: habitsOf(profile).map(({ habit, group }) => ({ habit, ...sourced(profile, group) })),
    facts: singleFacts
      .filter((fact) => isStated(profile, fact))
      .map((fact) => ({ fact, ...sourced(profile, fact) })),
    log: logLines(profile),
    ...((dane || mtaSts) && {
      underPolicy: {
        otherwise: { ...underPolicy.otherwise, ...sourced(profile, 'underPolicy') },
        exceptions,
      },
    }),
  };
}

/** The lines of all tables, those under a policy told apart. */
function logLines(profile: SenderProfile): NonNullable<SenderDescription['behaviour']>['log'] {
  const tables = [
    ['', profile.log],
    [' (under a policy)', profile.logUnderPolicy ?? {}],
    [' (under MTA-STS)', profile.logUnderMtaSts ?? {}],
  ] as const;
  return tables.flatMap(([where, table]) =>
    Object.entries(table).map(([event, line]) => ({
      event: event + where,
      line,
      ...sourced(profile, `log.${event as LogEvent}`),
    })),
  );
}

function isStated(profile: SenderProfile, fact: (typeof singleFacts)[number]): boolean {
  switch (fact) {
    case 'hosts':
      return profile.addressLimit !== undefined;
    case 'queue.retryAfterSeconds':
      return profile.queue?.retryAfterSeconds !== undefined;
    case 'queue.lifeSeconds':
      return profile.queue?.lifeSeconds !== undefined;
    default:
      return profile[fact] !== undefined;
  }
}

function sourced(profile: SenderProfile, fact: FactName) {
  return { from: [...sourceIdsOf(profile, fact)], confidence: sourceOf(profile, fact).confidence };
}

/** What is not known has a source only where one is named for it alone. */
function claimed(profile: SenderProfile, fact: FactName, kind: string) {
  return kind !== 'unknown' || profile.from[fact] !== undefined ? sourced(profile, fact) : {};
}
