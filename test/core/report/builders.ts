/** Outcomes and verdicts to report on, without any sender profile. */
import type { Outcome, SenderOutcome } from '../../../src/core/report/outcome-schema.ts';

export function outcomeOf(id: string, first: Outcome, more: Partial<SenderOutcome> = {}): SenderOutcome {
  const final = first === 'deferred' ? 'bounced' : first;
  return {
    id,
    name: id,
    shortName: id,
    first,
    final,
    timeline: [],
    because: [],
    confidence: 'measured',
    ...more,
  };
}
