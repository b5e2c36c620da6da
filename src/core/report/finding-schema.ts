/**
 * A finding, as the verdict tells it: the rule's texts beside what was seen.
 */
import { z } from 'zod';
import { ruleIdSchema } from '../rules/id.ts';
import { fixSchema, workaroundSchema } from '../rules/remedies.ts';
import {
  actors,
  citationSchema,
  effectiveSchema,
  evidenceSchema,
  severities,
  subjectSchema,
} from '../rules/rule.ts';
import { tlsRptResultTypes } from '../tls-rpt/result-types.ts';

export const findingSchema = z
  .object({
    id: ruleIdSchema,
    severity: z.enum(severities),
    acts: z.enum(actors).describe('who must act'),
    subject: subjectSchema,
    title: z.string(),
    explanation: z.string(),
    fix: z.string(),
    fixes: z.array(fixSchema).describe('for single software, where it differs'),
    workaround: z.string().optional().describe('the workarounds in words'),
    workarounds: z.array(workaroundSchema).describe("what a sender's administrator can do meanwhile"),
    effective: effectiveSchema.optional(),
    evidence: evidenceSchema,
    citations: z.array(citationSchema),
    tlsRptResultType: z.enum(tlsRptResultTypes).optional(),
  })
  .meta({ id: 'Finding' });
export type ReportedFinding = z.infer<typeof findingSchema>;
