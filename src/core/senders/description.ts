/**
 * The shape of a sender profile as its readers see it: `GET /senders`, the CLI's `senders`, docs.
 */
import { z } from 'zod';
import { confidences } from '../base/confidence.ts';
import { failureClasses, type Reaction, routingFailures } from './profile-reactions.ts';
import type { FactName } from './profile-sources.ts';

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
export const singleFacts = [
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
  habits: z
    .array(sourcedSchema.extend({ habit: z.string() }))
    .describe('how it reads what servers and domains offer, where senders differ'),
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
