/**
 * Wherever a session may break, and however: a sender that is said not to deliver over TLS has a finding that says why, and where only our own
 * budget ended it, nothing is said at all.
 */
import { describe, expect, test } from 'vitest';
import { senderProfiles } from '../../../src/core/senders/catalogue.ts';
import { predict } from '../../../src/core/senders/predict.ts';
import type { Session, StepFailure } from '../../../src/core/smtp/session.ts';
import { type HandshakeFailure, handshakeFailures, handshakeSteps } from '../../../src/core/tls/facts.ts';
import { factsOf, findingsOf } from '../judging.ts';
import {
  completed,
  failedHandshake,
  sessionUpTo,
  starttlsSession,
  withSession,
} from '../observation-builder.ts';

/** Those that would deliver over TLS to a healthy host. */
const profiles = senderProfiles.filter(
  ({ starttls, unknown }) => starttls !== 'never' && unknown === undefined,
);

/** Ids of senders said not to deliver over TLS though no finding says why. */
function unexplained(session: Session): string[] {
  const observation = withSession(session);
  const findings = findingsOf(observation);
  return profiles
    .map((profile) => predict(factsOf(observation), findings, profile))
    .filter(({ first, because }) => !/^delivered-tls|unknown/.test(first) && because.length === 0)
    .map(({ id, first }) => `${id}: ${first}`);
}

function outcomes(session: Session): string[] {
  const observation = withSession(session);
  return [...new Set(profiles.map((profile) => predict(factsOf(observation), [], profile).first))];
}

const stepFailures: StepFailure['kind'][] = ['timeout', 'closed', 'reset', 'not-smtp'];
const steps = ['greeting', 'ehlo', 'starttls'] as const;

const brokenAt = (step: (typeof steps)[number], kind: StepFailure['kind']): Session =>
  sessionUpTo(step, { [step]: { failure: { kind, detail: 'as the test says' } } });

describe.each(steps)('%s', (step) => {
  test.each(stepFailures)('%s is explained', (kind) => {
    expect(unexplained(brokenAt(step, kind))).toEqual([]);
  });

  test('past our budget is unknown', () => {
    expect(outcomes(brokenAt(step, 'budget'))).toEqual(['unknown']);
  });
});

describe.each(handshakeSteps)('the handshake at %s', (step) => {
  const broken = (kind: HandshakeFailure['kind']): Session =>
    step === 'application-data'
      ? starttlsSession({
          handshake: completed({ failure: { kind, step, detail: 'as the test says' } }),
          ehloOverTls: {
            failure: { kind: kind === 'budget' ? 'budget' : 'closed', detail: 'as the test says' },
          },
        })
      : sessionUpTo('handshake', { handshake: failedHandshake({ kind, step, alert: 'internal_error' }) });

  test.each(handshakeFailures.filter((kind) => kind !== 'budget'))('%s is explained', (kind) => {
    expect(unexplained(broken(kind))).toEqual([]);
  });

  test('past our budget is unknown', () => {
    expect(outcomes(broken('budget'))).toEqual(['unknown']);
  });
});
