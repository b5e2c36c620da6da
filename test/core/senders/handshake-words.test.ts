/**
 * What senders write of a handshake that the server ends, or of text that it sends before: the ways in which a connection closes apart.
 * Exim's, dma's, msmtp's and Python's lines at a fatal close_notify, a reset and an end are those that the senders' lab recorded
 * (alert-close-notify, handshake-reset, handshake-close, upgrade-injected); at a close_notify of level warning, those of gnutls-cli 3.7 and Python 3.11.
 */
import { describe, expect, test } from 'vitest';
import type { HandshakeFailure } from '../../../src/core/tls/facts.ts';
import {
  completed,
  failedHandshake,
  sessionUpTo,
  starttlsSession,
  withSession,
} from '../observation-builder.ts';
import { predicted } from './outcomes.ts';

const ends = {
  end: { kind: 'closed' },
  reset: { kind: 'reset' },
  notice: { kind: 'closed', alert: 'close_notify', alertLevel: 'warning' },
  fatal: { kind: 'closed', alert: 'close_notify', alertLevel: 'fatal' },
  unsaid: { kind: 'closed', alert: 'close_notify' },
} as const satisfies Record<string, Omit<HandshakeFailure, 'step' | 'detail'>>;

function lineAt(sender: string, end: keyof typeof ends, version?: string): string | undefined {
  const handshake = failedHandshake({ step: 'server-hello', ...ends[end] }, version ? { version } : {});
  return predicted(withSession(sessionUpTo('handshake', { handshake })), sender).log;
}

const exim = (text: string) =>
  `TLS session: (gnutls_handshake): ${text}: delivering unencrypted to H=mx.example.test [192.0.2.25] (not in hosts_require_tls)`;
const dma = (text: string) => `remote delivery deferred: SSL handshake failed fatally: ${text}`;
const empty = 'error:00000000:lib(0)::reason(0)';

describe('the hello is answered by an end', () => {
  test.each([
    ['exim', 'end', exim('The TLS connection was non-properly terminated.')],
    ['exim', 'reset', exim('Error in the pull function.')],
    ['exim', 'notice', exim('Peer has terminated the connection')],
    ['exim', 'fatal', exim('Close notify')],
    ['exim-4.98', 'fatal', exim('rxd alert: Close notify')],
    ['dma-tls', 'end', dma('error:0A000126:SSL routines::unexpected eof while reading')],
    ['dma-tls', 'reset', dma(empty)],
    ['dma-tls', 'notice', dma(empty)],
    ['dma-tls', 'fatal', dma('error:0A0003E8:SSL routines::reason(1000)')],
    ['msmtp', 'fatal', 'msmtp: TLS handshake failed: A TLS fatal alert has been received.'],
    [
      'python-smtplib',
      'notice',
      'error: SSLZeroReturnError TLS/SSL connection has been closed (EOF) (_ssl.c:992)',
    ],
    ['python-smtplib', 'fatal', 'error: SSLError [SSL] unknown error (_ssl.c:992)'],
  ] as const)('%s, %s', (sender, end, line) => {
    expect(lineAt(sender, end)).toBe(line);
  });

  test('a close_notify without its level, and one of level fatal in TLS 1.3: no words', () => {
    expect(lineAt('exim', 'unsaid')).toBeUndefined();
    expect(lineAt('exim', 'fatal', 'TLSv1.3')).toBeUndefined();
    expect(lineAt('exim', 'fatal', 'TLSv1.2')).toBe(exim('Close notify'));
  });
});

describe('text behind the 220 to STARTTLS: Exim looks at it once the handshake is over', () => {
  const text = '250 2.0.0 Ok\\x0d\\x0a';
  const ended = (failure: Pick<HandshakeFailure, 'kind' | 'received'>) =>
    failedHandshake({ step: 'server-hello', ...failure });
  test.each([
    ['which ends well', completed(), 'synch error before connect'],
    // Observed when the probe did not throw the text away: nobody knows how the handshake would have ended.
    ['which met that text', ended({ kind: 'not-tls', received: text }), 'synch error before connect'],
    [
      'which meets other text',
      ended({ kind: 'not-tls', received: '500 what?' }),
      '(gnutls_handshake): An unexpected TLS packet was received.',
    ],
    [
      'which the server ends',
      ended({ kind: 'closed' }),
      '(gnutls_handshake): The TLS connection was non-properly terminated.',
    ],
  ])('%s', (_, handshake, words) => {
    const session = sessionUpTo('handshake', { handshake, injectedBytes: text });
    expect(predicted(withSession(session), 'exim')).toMatchObject({
      first: 'delivered-cleartext',
      log: `TLS session: ${words}: delivering unencrypted to H=mx.example.test [192.0.2.25] (not in hosts_require_tls)`,
    });
  });
});

test('Exim ends the handshake at a warning alert, msmtp with the same library does not (warning-close; a warning before TLS 1.2)', () => {
  const warned = withSession(starttlsSession({ handshake: completed({ warnings: ['unrecognized_name'] }) }));
  expect(predicted(warned, 'exim')).toMatchObject({
    first: 'delivered-cleartext',
    log: exim('A TLS warning alert has been received.'),
  });
  expect(predicted(warned, 'msmtp').first).toBe('delivered-tls-authenticated');
});

test('OpenSMTPD 7.6 waits where close_notify announces the end, 6.8 goes on in cleartext (alert-close-notify-warning)', () => {
  const at = (end: keyof typeof ends, sender: string) =>
    predicted(
      withSession(
        sessionUpTo('handshake', { handshake: failedHandshake({ step: 'server-hello', ...ends[end] }) }),
      ),
      sender,
    ).first;
  expect(at('notice', 'opensmtpd-7.6')).toBe('deferred');
  expect(at('notice', 'opensmtpd-6.8')).toBe('delivered-cleartext');
  for (const end of ['end', 'fatal'] as const) expect(at(end, 'opensmtpd-7.6')).toBe('delivered-cleartext');
});
