/**
 * A sender profile as its readers see it: `GET /senders`, the CLI's `senders`, docs. All from the one definition.
 */
import { z } from 'zod';
import { confidences } from '../base/confidence.ts';
import { senderProfiles } from './catalogue.ts';
import type { SenderProfile } from './profile.ts';
import { failureClasses, type LogEvent, type Reaction, routingFailures } from './profile-reactions.ts';
import { type FactName, mainConfidence, sourceIdsOf, sourceOf } from './profile-sources.ts';
import { canMeet } from './reachable.ts';

const reactionKinds = [
  'go-on',
  'cleartext',
  'next-host',
  'next-or-bounce',
  'defer',
  'bounce',
  'defer-or-next',
  'bounce-or-next',
  'error',
  'unknown',
] as const satisfies readonly Reaction['kind'][];

/** Facts that are no table of their own in a description. */
const singleFacts = [
  'starttls',
  'tls',
  'verification',
  'dane',
  'mtaSts',
  'peer',
  'queue.retryAfterSeconds',
  'queue.lifeSeconds',
  'hosts',
] as const satisfies readonly FactName[];

const reactionSchema = z.object({
  kind: z.enum(reactionKinds),
  connection: z
    .enum(['same', 'new'])
    .optional()
    .describe('of `cleartext`: in the same session, or a new one'),
  notBeforeSeconds: z.number().optional().describe('of `cleartext`: once the message is that old'),
  reason: z.string().optional().describe('of `unknown`'),
});
export type ReportedReaction = z.infer<typeof reactionSchema>;
/** Of every fact: the source, by its id in `sources`, and what that is worth. */
const sourcedSchema = z.object({
  from: z
    .array(z.string())
    .optional()
    .describe('ids of its sources, the best first; absent: nothing is claimed'),
  confidence: z.enum(confidences).optional(),
});
const failureReactionSchema = reactionSchema
  .extend({ failure: z.enum(failureClasses) })
  .extend(sourcedSchema.shape);

const behaviourSchema = z.object({
  starttls: z.enum(['never', 'opportunistic', 'required']),
  tlsVersions: z.array(z.string()).describe('offered where no policy binds'),
  tlsLibrary: z.string().optional(),
  serverName: z.boolean().describe('sends SNI where no policy binds'),
  verifies: z.enum(['never', 'try', 'always']).describe('`try`: for its log alone'),
  dane: z.boolean(),
  mtaSts: z.boolean(),
  retryAfterSeconds: z.number().optional(),
  retrySchedule: z.string().optional().describe('the waits after the first'),
  queueLifeSeconds: z.number().optional(),
  reactions: z
    .array(failureReactionSchema)
    .describe('what it does about each failure, where no policy binds'),
  underPolicy: z
    .object({
      otherwise: reactionSchema.extend(sourcedSchema.shape),
      exceptions: z.array(failureReactionSchema),
    })
    .optional()
    .describe('what it does about a TLS failure where DANE or MTA-STS binds'),
  routing: z
    .array(
      sourcedSchema.extend({
        failure: z.enum(routingFailures),
        kind: z.enum(['bounce', 'defer', 'error', 'unknown', 'go-on']),
      }),
    )
    .describe('what it does with a domain that leads to no connection'),
  facts: z.array(sourcedSchema.extend({ fact: z.enum(singleFacts) })).describe('where the rest comes from'),
  log: z
    .array(sourcedSchema.extend({ event: z.string(), line: z.string() }))
    .describe('the lines its administrator reads; what stands in braces is filled in'),
});

export const senderDescriptionSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    software: z.string(),
    versions: z.string(),
    kind: z.enum(['mta', 'submission-client', 'service']),
    confidence: z.enum(confidences).describe('of most of its facts; each has its own'),
    unknown: z.string().optional().describe('why nothing is predicted'),
    behaviour: behaviourSchema.optional().describe('absent where nothing is predicted'),
    sources: z.array(
      z.object({ id: z.string(), fact: z.string(), source: z.string(), confidence: z.enum(confidences) }),
    ),
    measuredAs: z.array(z.string()).describe('the lab profiles whose recorded behaviour it stands for'),
  })
  .meta({ id: 'Sender' });
export type SenderDescription = z.infer<typeof senderDescriptionSchema>;

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
