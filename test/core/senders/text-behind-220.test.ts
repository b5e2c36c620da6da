/**
 * Text in cleartext behind the 220 to STARTTLS (RFC 3207 §4.2, C79): who throws it away gets the handshake that our own client got, which
 * threw it away too; the others as the senders' lab recorded them (upgrade-injected).
 */
import { describe, expect, test } from 'vitest';
import type { Session } from '../../../src/core/smtp/session.ts';
import { failedHandshake, sessionUpTo, starttlsSession, withSession } from '../observation-builder.ts';
import { causesIn, fateOf, predicted } from './outcomes.ts';

const text = '250 2.0.0 Ok\\x0d\\x0a';
const at = (overrides: Partial<Session> = {}) =>
  withSession(starttlsSession({ injectedBytes: text, ...overrides }));

describe('text behind the 220', () => {
  test.each([
    ['postfix-may', 'delivered-tls = delivered-tls'],
    ['sendmail', 'delivered-tls = delivered-tls'],
    ['dma-tls', 'delivered-tls = delivered-tls'],
    ['python-smtplib', 'delivered-tls-authenticated = delivered-tls-authenticated'],
    ['go', 'delivered-tls-authenticated = delivered-tls-authenticated'],
    ['exim', 'delivered-cleartext = delivered-cleartext'],
    ['msmtp', 'error-to-caller = error-to-caller'],
    ['nodemailer', 'error-to-caller = error-to-caller'],
    ['opensmtpd-7.6', 'deferred > deferred = bounced'],
  ])('%s: %s', (id, fate) => {
    expect(fateOf(at(), id)).toBe(fate);
  });

  test('Exim goes on in cleartext because of it', () => {
    expect(causesIn(at(), 'exim')).toEqual(['smtp.starttls-garbage']);
  });

  test.each(['gmail', 'microsoft365', 'qmail-tls', 'kumomta'])('%s: no source says', (id) => {
    expect(predicted(at(), id).first).toBe('unknown');
  });

  test('without it they get what the handshake comes to', () => {
    const handshake = failedHandshake({ kind: 'not-tls', step: 'server-hello', received: '502 what?' });
    expect(fateOf(at({ handshake }), 'sendmail')).toBe('deferred > deferred = bounced');
  });

  test.each([
    ['more of it than is read at once', { injectedBytes: '.'.repeat(512) }],
    [
      'a handshake that met the same text',
      { handshake: failedHandshake({ kind: 'not-tls', step: 'server-hello', received: text }) },
    ],
  ])('%s: not known', (_, overrides) => {
    expect(predicted(at(overrides), 'postfix-may').first).toBe('unknown');
    expect(fateOf(at(overrides), 'exim')).toBe('delivered-cleartext = delivered-cleartext');
  });

  test('in a segment of its own, which is now read with the 220 and now by the handshake: not known of those who throw it away', () => {
    const handshake = failedHandshake({ kind: 'not-tls', step: 'server-hello', received: text });
    const observation = withSession(
      starttlsSession({ injectedBytes: text }),
      sessionUpTo('handshake', { handshake }),
    );
    for (const id of ['postfix-may', 'sendmail']) expect(predicted(observation, id).first).toBe('unknown');
    expect(predicted(observation, 'msmtp').first).toBe('error-to-caller');
  });
});
