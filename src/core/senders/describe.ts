/**
 * A sender profile as its readers see it: `GET /senders`, the CLI's `senders`, docs. All from the one definition.
 */
import { z } from 'zod';
import { confidences } from '../base/confidence.ts';
import { senderProfiles } from './catalogue.ts';
import { failureClasses, type Reaction, type SenderProfile } from './profile.ts';

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
const failureReactionSchema = reactionSchema.extend({ failure: z.enum(failureClasses) });

const behaviourSchema = z.object({
  starttls: z.enum(['never', 'opportunistic', 'required']),
  tlsVersions: z.array(z.string()).describe('offered where no policy binds'),
  tlsLibrary: z.string().optional(),
  serverName: z.boolean().describe('sends SNI where no policy binds'),
  verifies: z.enum(['never', 'try', 'always']).describe('`try`: for its log alone'),
  dane: z.boolean(),
  mtaSts: z.boolean(),
  retryAfterSeconds: z.number().optional(),
  queueLifeSeconds: z.number().optional(),
  reactions: z
    .array(failureReactionSchema)
    .describe('what it does about each failure, where no policy binds'),
  underPolicy: z
    .object({ otherwise: reactionSchema, exceptions: z.array(failureReactionSchema) })
    .optional()
    .describe('what it does about a TLS failure where DANE or MTA-STS binds'),
  log: z
    .array(z.object({ event: z.string(), line: z.string() }))
    .describe('the lines its administrator reads; what stands in braces is filled in'),
});

export const senderDescriptionSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    software: z.string(),
    versions: z.string(),
    kind: z.enum(['mta', 'submission-client', 'service']),
    confidence: z.enum(confidences),
    unknown: z.string().optional().describe('why nothing is predicted'),
    behaviour: behaviourSchema.optional().describe('absent where nothing is predicted'),
    sources: z.array(z.object({ fact: z.string(), source: z.string(), confidence: z.enum(confidences) })),
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
    confidence: profile.confidence,
    ...(profile.unknown === undefined
      ? { behaviour: describeBehaviour(profile) }
      : { unknown: profile.unknown }),
    sources: profile.sources.map((source) => ({ ...source })),
    measuredAs: [...profile.measuredAs],
  };
}

function describeBehaviour(profile: SenderProfile): NonNullable<SenderDescription['behaviour']> {
  const { tls, queue, dane, mtaSts, underPolicy } = profile;
  const exceptions = failureClasses.flatMap((failure) => {
    const reaction = underPolicy[failure];
    return reaction ? [{ failure, ...reaction }] : [];
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
    ...(queue?.lifeSeconds !== undefined && { queueLifeSeconds: queue.lifeSeconds }),
    reactions: failureClasses.map((failure) => ({ failure, ...profile.reactions[failure] })),
    log: Object.entries(profile.log).map(([event, line]) => ({ event, line })),
    ...((dane || mtaSts) && { underPolicy: { otherwise: { ...underPolicy.otherwise }, exceptions } }),
  };
}
