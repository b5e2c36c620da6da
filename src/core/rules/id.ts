/**
 * The ids of all rules as a closed set, so that clients of the API can switch on them. Rules know nothing of reports (scripts/layers.ts holds
 * them to it), so core/report may take this from the catalogue without a circle.
 */
import { z } from 'zod';
import { rules } from './catalogue.ts';

export const ruleIdSchema = z
  .enum(rules.map(({ id }) => id))
  .meta({ id: 'RuleId', description: '`area.defect`; never renamed, never reused, but new ones come' });
