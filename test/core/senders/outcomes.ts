/**
 * Predictions in short: what a table of a test compares. `first > retry = final`, then the findings that caused it.
 */
import type { Observation } from '../../../src/core/observation.ts';
import type { SenderOutcome } from '../../../src/core/report/outcome-schema.ts';
import { senderProfiles } from '../../../src/core/senders/catalogue.ts';
import { predict } from '../../../src/core/senders/predict.ts';
import type { StepFailure } from '../../../src/core/smtp/session.ts';
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

const clients = ['go', 'nodemailer', 'python-smtplib', 'msmtp'] as const;

/** What each client library tells its caller. */
export type ClientLines = readonly [
  go: string | undefined,
  nodemailer: string | undefined,
  python: string | undefined,
  msmtp: string | undefined,
];

export const clientLines = (observation: Observation): readonly (string | undefined)[] =>
  clients.map((id) => predicted(observation, id).log);

/** A step without an answer, or with what is none. */
export const lost = (kind: StepFailure['kind'], received?: string): { failure: StepFailure } => ({
  failure: { kind, detail: 'as the test says', ...(received !== undefined && { received }) },
});

export const disconnected = 'error: SMTPServerDisconnected Connection unexpectedly closed';
export const timedOut = 'error: ETIMEDOUT Timeout';
