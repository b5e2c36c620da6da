/**
 * What becomes of the mail where TLS stands and the session does not: HELO after a refused EHLO, MAIL refused or lost.
 * The outcomes are those that the senders' lab recorded (tls-mail-close, tls-mail-530, tls-mail-550, tls-ehlo-500-helo, tls-ehlo-500-both).
 */
import { describe, expect, test } from 'vitest';
import type { Session, StepFailure } from '../../../src/core/smtp/session.ts';
import { reply, starttlsSession, withSession } from '../observation-builder.ts';
import { causesIn, fateOf, predicted } from './outcomes.ts';

const at = (overrides: Partial<Session>) => withSession(starttlsSession(overrides));
const lost = (kind: StepFailure['kind']) => ({ failure: { kind, detail: 'as the test says' } });

describe('MAIL over TLS', () => {
  test.each(['closed', 'timeout'] as const)('%s: Postfix goes on in cleartext later, others wait', (kind) => {
    const observation = at({ mailFrom: lost(kind) });
    expect(fateOf(observation, 'postfix-may')).toBe('deferred > delivered-cleartext = delivered-cleartext');
    expect(fateOf(observation, 'sendmail')).toBe('deferred > deferred = bounced');
    expect(fateOf(observation, 'exim')).toBe('deferred > deferred = bounced');
    expect(fateOf(observation, 'go')).toBe('error-to-caller = error-to-caller');
    expect(causesIn(observation, 'sendmail')).toEqual(['smtp.session-dies-after-handshake']);
  });

  test('a 530 is for everybody', () => {
    const observation = at({ mailFrom: reply(530, '5.7.0 Authentication required') });
    expect(fateOf(observation, 'postfix-may')).toBe('bounced = bounced');
    expect(causesIn(observation, 'postfix-may')).toEqual(['smtp.session-dies-after-handshake']);
  });

  test.each([451, 550])('another refusal, %i, may be about the empty sender', (code) => {
    const { first, unknown } = predicted(at({ mailFrom: reply(code, 'no') }), 'postfix-may');
    expect({ first, unknown }).toEqual({
      first: 'unknown',
      unknown: `MAIL over TLS is answered ${code}, which need not hold for every sender`,
    });
  });

  test('past our budget nothing is known', () => {
    expect(predicted(at({ mailFrom: lost('budget') }), 'exim').first).toBe('unknown');
  });
});

describe('EHLO over TLS refused', () => {
  const refused = { ehloOverTls: reply(500, '5.5.1 what?') };

  test('HELO taken: who says it delivers', () => {
    const observation = at({ ...refused, heloOverTls: reply(250, 'mx') });
    expect(fateOf(observation, 'postfix-may')).toBe('delivered-tls = delivered-tls');
    expect(fateOf(observation, 'go')).toBe('error-to-caller = error-to-caller');
  });

  test('HELO refused too', () => {
    const observation = at({ ...refused, heloOverTls: reply(500, '5.5.1 what?') });
    expect(fateOf(observation, 'postfix-may')).toBe('bounced = bounced');
    expect(fateOf(observation, 'opensmtpd-7.6')).toBe('deferred > deferred = bounced');
  });

  test('Exim says MAIL at once, in place of HELO', () => {
    const answered = (mailUngreeted: Session['mailUngreeted']) => {
      const greeted = starttlsSession({ ...refused, heloOverTls: reply(250, 'mx') });
      return withSession(greeted, starttlsSession({ ...refused, ...(mailUngreeted && { mailUngreeted }) }));
    };
    expect(fateOf(answered(reply(250, 'ok')), 'exim')).toBe('delivered-tls = delivered-tls');
    expect(fateOf(answered(reply(503, '5.5.1 EHLO first')), 'exim')).toBe('bounced = bounced');
    expect(fateOf(answered(lost('closed')), 'exim')).toBe('deferred > deferred = bounced');
    expect(predicted(answered(reply(550, '5.7.1 no')), 'exim').first).toBe('unknown');
    expect(predicted(answered(undefined), 'exim').first).toBe('unknown');
    // Who says HELO goes by the session in which it was said.
    expect(fateOf(answered(reply(503, '5.5.1 EHLO first')), 'postfix-may')).toBe(
      'delivered-tls = delivered-tls',
    );
  });

  test('HELO not asked: not known', () => {
    expect(predicted(at(refused), 'postfix-may').first).toBe('unknown');
  });
});
