/**
 * Predictions in short: what a table of a test compares. `first > retry = final`, then the findings that caused it.
 */
import type { Observation } from '../../../src/core/observation.ts';
import type { SenderOutcome } from '../../../src/core/report/outcome-schema.ts';
import { senderProfiles } from '../../../src/core/senders/catalogue.ts';
import { predict } from '../../../src/core/senders/predict.ts';
import { factsOf, findingsOf } from '../judging.ts';

export function predicted(observation: Observation, id: string, at?: string): SenderOutcome {
  const profile = senderProfiles.find((candidate) => candidate.id === id);
  if (!profile) throw new Error(`no profile ${id}`);
  return predict(factsOf(observation, at), findingsOf(observation, at), profile);
}

/** `deferred > delivered-cleartext = delivered-cleartext`; the retry only where there is one. */
export function fateOf(observation: Observation, id: string): string {
  const { first, retry, final } = predicted(observation, id);
  return `${first}${retry ? ` > ${retry}` : ''} = ${final}`;
}

/** Rule ids, sorted. */
export function causesIn(observation: Observation, id: string): string[] {
  return predicted(observation, id)
    .because.map(({ finding }) => finding)
    .sort();
}
