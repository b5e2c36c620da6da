/**
 * What becomes of the mail of one sender, as the verdict tells it.
 */
import { z } from 'zod';
import { confidences } from '../base/confidence.ts';
import { ruleIdSchema } from '../rules/id.ts';
import { subjectSchema } from '../rules/rule.ts';

export const outcomes = [
  'delivered-tls-authenticated',
  'delivered-tls',
  'delivered-cleartext',
  'deferred',
  'bounced',
  'error-to-caller',
  'unknown',
] as const;
export const outcomeSchema = z
  .enum(outcomes)
  .meta({ id: 'Outcome', description: 'What becomes of one delivery attempt, or in the end of the message' });
export type Outcome = z.infer<typeof outcomeSchema>;

export const causeSchema = z.object({ finding: ruleIdSchema, subject: subjectSchema });

export const senderOutcomeSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    shortName: z.string().describe('for sentences'),
    first: outcomeSchema.describe('the first delivery attempt'),
    retry: outcomeSchema.optional().describe('the next attempt, where the first was deferred'),
    final: outcomeSchema.describe('when the queue life ends and nothing changes; never `deferred`'),
    peer: z.string().optional().describe("the sender's own word for the certificate, as its log prints it"),
    timeline: z.array(
      z.object({
        afterSeconds: z.number(),
        outcome: outcomeSchema,
        mx: z.string().optional(),
        why: z.string(),
      }),
    ),
    because: z.array(causeSchema).describe('the findings that caused it'),
    log: z.string().optional().describe('the line its administrator reads'),
    confidence: z.enum(confidences),
    unknown: z.string().optional().describe('why an outcome is unknown'),
  })
  .meta({ id: 'SenderOutcome' });
export type SenderOutcome = z.infer<typeof senderOutcomeSchema>;
