/**
 * MAIL in cleartext that is never answered (RFC 5321 §4.5.3.2), alone and after a failed handshake; the outcomes are those that the senders'
 * lab recorded (mail-never, clear-close, clear-silent-no-cipher).
 */
import { describe, expect, test } from 'vitest';
import type { StepFailure } from '../../../src/core/smtp/session.ts';
import {
  cleartextSession,
  failedHandshake,
  sessionUpTo,
  starttlsSession,
  withSession,
} from '../observation-builder.ts';
import { causesIn, fateOf, predicted } from './outcomes.ts';

const unanswered = (kind: StepFailure['kind']) => ({
  mailFrom: { failure: { kind, detail: 'as the test says' } },
});
const waits = 'deferred > deferred = bounced';

describe('without STARTTLS', () => {
  const at = (kind: StepFailure['kind']) =>
    withSession(
      sessionUpTo('ehlo', { extensions: [] }),
      cleartextSession({ ...unanswered(kind), extensions: [] }),
    );

  test.each(['closed', 'timeout', 'reset'] as const)('%s: who has a queue waits, others tell', (kind) => {
    for (const id of ['postfix-may', 'exim', 'sendmail', 'sendmail-clear', 'opensmtpd-7.6'])
      expect(fateOf(at(kind), id)).toBe(waits);
    for (const id of ['go', 'nodemailer', 'python-smtplib'])
      expect(fateOf(at(kind), id)).toBe('error-to-caller = error-to-caller');
    expect(causesIn(at(kind), 'exim')).toEqual(['smtp.dialogue-broken', 'smtp.starttls-not-offered']);
  });

  test('Postfix says which of the two it was', () => {
    expect(predicted(at('timeout'), 'postfix-may').log).toContain('timed out while sending MAIL FROM');
    expect(predicted(at('closed'), 'postfix-may').log).toContain('lost connection with');
  });

  test('dma logged no outcome, and of others no source says', () => {
    for (const id of ['dma', 'haraka']) expect(predicted(at('closed'), id).first).toBe('unknown');
  });

  test('past our budget nothing is known', () => {
    expect(predicted(at('budget'), 'exim').first).toBe('unknown');
  });
});

describe('after a handshake that fails', () => {
  const handshake = failedHandshake({ kind: 'not-tls', step: 'server-hello', received: '500 what?' });
  const at = withSession(starttlsSession({ handshake }), cleartextSession(unanswered('timeout')));

  test.each(['exim', 'postfix-may', 'sendmail-clear', 'sendmail'])('%s waits', (id) => {
    expect(fateOf(at, id)).toBe(waits);
  });

  test('the handshake is the cause: with TLS nobody would have asked', () => {
    expect(causesIn(at, 'exim')).toEqual(['smtp.starttls-garbage']);
  });
});
