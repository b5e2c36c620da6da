/**
 * A rule as its readers see it: `GET /rules`, the CLI's `rules`, docs. All from the one definition.
 */
import { z } from 'zod';
import { tlsRptResultTypes } from '../tls-rpt/result-types.ts';
import { rules } from './catalogue.ts';
import { ruleIdSchema } from './id.ts';
import { fixSchema, workaroundSchema, workaroundText } from './remedies.ts';
import { actors, citationSchema, effectiveSchema, type Rule, severities } from './rule.ts';

export const ruleDescriptionSchema = z
  .object({
    id: ruleIdSchema,
    severity: z.enum(severities).describe('in general; a finding may weigh more or less'),
    acts: z.enum(actors),
    title: z.string(),
    explanation: z.string(),
    fix: z.string().describe('for all software'),
    fixes: z.array(fixSchema).describe('for single software, where it differs'),
    workaround: z.string().optional().describe('the workarounds in words'),
    workarounds: z.array(workaroundSchema).describe("what a sender's administrator can do meanwhile"),
    effective: effectiveSchema.optional(),
    citations: z.array(citationSchema),
    tlsRptResultType: z.enum(tlsRptResultTypes).optional(),
  })
  .meta({ id: 'Rule' });
export type RuleDescription = z.infer<typeof ruleDescriptionSchema>;

/** In the order of the catalogue. */
export function describeRules(): RuleDescription[] {
  return rules.map(describe);
}

/** @returns undefined where no rule has this id */
export function describeRule(id: string): RuleDescription | undefined {
  const rule = rules.find((candidate) => candidate.id === id);
  return rule && describe(rule);
}

function describe({ find: _, citations, fixes = [], workarounds = [], ...rule }: Rule): RuleDescription {
  const workaround = workaroundText(workarounds);
  return {
    ...rule,
    fixes: [...fixes],
    ...(workaround !== undefined && { workaround }),
    workarounds: [...workarounds],
    citations: [...citations],
  };
}
