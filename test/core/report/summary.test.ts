/** Two plain sentences, about the senders at large or about the one asked for. */
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../src/core/observation.ts';
import type { SenderOutcome, Status } from '../../../src/core/report/schema.ts';
import { summarise } from '../../../src/core/report/summary.ts';
import { findAll } from '../../../src/core/rules/engine.ts';
import { factsOf } from '../judging.ts';
import {
  healthyObservation,
  mailAddress,
  mailHost,
  reply,
  sessionUpTo,
  withSession,
} from '../observation-builder.ts';
import { outcomeOf } from './builders.ts';

const noStarttls = withSession(sessionUpTo('ehlo', { ehlo: reply(250, 'mx'), extensions: [] }));
const because = [{ finding: 'smtp.starttls-not-offered', subject: { mx: mailHost, address: mailAddress } }];
const clear = outcomeOf('Exim 4, GnuTLS', 'delivered-cleartext', { because });

function summary(
  observation: Observation,
  status: Status,
  outcomes: SenderOutcome[],
  asked?: SenderOutcome,
): string {
  const facts = factsOf(observation);
  return summarise({ facts, findings: findAll(facts), status, outcomes, ...(asked && { asked }) });
}

describe('about every sender', () => {
  it('says that all is well', () => {
    expect(summary(healthyObservation(), 'ok', [outcomeOf('Exim', 'delivered-tls')])).toBe(
      'Mail to example.test arrives over TLS from the senders looked at. Nothing was found that needs mending.',
    );
  });

  it('names whose mail is in cleartext, and why', () => {
    expect(summary(noStarttls, 'degraded', [clear])).toBe(
      'Mail to example.test arrives, but in cleartext from Exim 4. The reason: the server does not offer STARTTLS (mx.example.test).',
    );
  });

  it('counts when there are many', () => {
    const outcomes = ['A', 'B', 'C', 'D'].map((name) => outcomeOf(name, 'deferred'));
    expect(
      summary(healthyObservation(), 'failing', [...outcomes, outcomeOf('E', 'delivered-tls')]),
    ).toContain('in the end it fails from A, B and 2 more.');
  });

  it('takes unknown for neither good nor bad', () => {
    const mixed = [outcomeOf('Exim', 'unknown'), outcomeOf('Gmail', 'delivered-tls')];
    expect(summary(noStarttls, 'degraded', mixed)).toContain(
      'arrives, but a promise about it is broken or soon will be (not known: Exim).',
    );
    expect(summary(noStarttls, 'degraded', [outcomeOf('Exim', 'unknown')])).toContain(
      'What becomes of mail to example.test is not known for any sender looked at.',
    );
    expect(summary(healthyObservation(), 'ok', mixed)).toContain(
      'from the senders looked at (not known: Exim).',
    );
  });

  it('calls no finding a reason that no sender names', () => {
    expect(summary(noStarttls, 'degraded', [outcomeOf('Exim', 'unknown')])).toContain(
      'What to mend first: the server',
    );
  });
});

describe('about one sender', () => {
  const about = (asked: SenderOutcome, observation: Observation = healthyObservation()) =>
    summary(observation, 'ok', [outcomeOf('other', 'bounced')], asked).split('. ')[0];

  it('says what it does', () => {
    expect(about(outcomeOf('Exim', 'delivered-tls'))).toBe(
      'Asked to send to example.test, Exim delivers over TLS',
    );
    expect(about(outcomeOf('Exim', 'deferred'))).toBe(
      'Asked to send to example.test, Exim first lets the mail wait, and in the end bounces the mail',
    );
    const retried = outcomeOf('Postfix', 'deferred', {
      retry: 'delivered-cleartext',
      final: 'delivered-cleartext',
    });
    expect(about(retried)).toBe(
      'Asked to send to example.test, Postfix first lets the mail wait, and then delivers in cleartext',
    );
    expect(about(outcomeOf('Yahoo', 'unknown', { unknown: 'no source' }))).toBe(
      'What Yahoo does with mail to example.test is not known (no source)',
    );
  });

  it('gives its own reason', () => {
    expect(summary(noStarttls, 'degraded', [outcomeOf('other', 'deferred')], clear)).toMatch(
      /The reason: the server does not offer STARTTLS \(mx\.example\.test\)\.$/,
    );
  });
});
