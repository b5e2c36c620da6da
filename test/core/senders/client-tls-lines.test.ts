/**
 * What client libraries tell their callers of a handshake or a session that breaks: each line as the senders' lab recorded it (the scenario of that name), host
 * and address aside. Where a client has no time limit, no line, and the timeline says why.
 */
import { describe, expect, test } from 'vitest';
import type { Session } from '../../../src/core/smtp/session.ts';
import type { HandshakeFailure } from '../../../src/core/tls/facts.ts';
import {
  completed,
  failedHandshake,
  reply,
  starttlsSession,
  withHandshake,
  withSession,
} from '../observation-builder.ts';
import { type ClientLines, clientLines, disconnected, lost, predicted, timedOut } from './outcomes.ts';

describe('in the handshake', () => {
  const reset = 'error: ConnectionResetError [Errno 104] Connection reset by peer';
  const rows: readonly (readonly [string, Omit<HandshakeFailure, 'detail' | 'step'>, ClientLines])[] = [
    [
      'handshake-close',
      { kind: 'closed' },
      [
        'error: EOF',
        'error: ESOCKET Client network socket disconnected before secure TLS connection was established',
        'error: SSLZeroReturnError TLS/SSL connection has been closed (EOF) (_ssl.c:992)',
        'msmtp: TLS handshake failed: The TLS connection was non-properly terminated.',
      ],
    ],
    [
      'alert-close-notify',
      { kind: 'closed', alert: 'close_notify', alertLevel: 'fatal' },
      [
        'error: EOF',
        'error: ESOCKET Client network socket disconnected before secure TLS connection was established',
        'error: SSLError [SSL] unknown error (_ssl.c:992)',
        'msmtp: TLS handshake failed: A TLS fatal alert has been received.',
      ],
    ],
    [
      'handshake-reset',
      { kind: 'reset' },
      [
        'read: connection reset by peer',
        'error: ESOCKET read ECONNRESET',
        reset,
        'msmtp: TLS handshake failed: Error in the pull function.',
      ],
    ],
    [
      'starttls-silent',
      { kind: 'timeout' },
      [undefined, timedOut, 'error: TimeoutError _ssl.c:975: The handshake operation timed out', undefined],
    ],
  ];

  test.each(rows)('%s', (_title, failure, lines) => {
    expect(clientLines(withHandshake(failedHandshake({ ...failure, step: 'server-hello' })))).toEqual(lines);
  });
});

describe('over TLS', () => {
  const ended = (kind: 'closed' | 'reset'): Partial<Session> => ({
    handshake: completed({ failure: { kind, detail: 'as the test says', step: 'application-data' } }),
    // As the dialogue has it: a stream that broke.
    ehloOverTls: lost('reset'),
  });

  test.each([
    [
      'tls-ehlo-close',
      ended('closed'),
      [
        'error: EOF',
        'error: ECONNECTION Connection closed unexpectedly',
        disconnected,
        'msmtp: the server sent an empty reply',
      ],
    ],
    [
      'tls-ehlo-reset',
      ended('reset'),
      [
        'read: connection reset by peer',
        'error: ESOCKET read ECONNRESET',
        disconnected,
        'msmtp: cannot read from TLS connection: Error in the pull function.',
      ],
    ],
    [
      'tls-ehlo-never',
      { ehloOverTls: lost('timeout') },
      [undefined, timedOut, `${disconnected}: The read operation timed out`, undefined],
    ],
    [
      'tls-ehlo-421',
      { ehloOverTls: reply(421, '4.3.2 Closing'), quit: lost('closed') },
      [
        'error: 421 4.3.2 Closing',
        'error: ECONNECTION Server terminates connection. response=421 4.3.2 Closing: 421 4.3.2 Closing',
        disconnected,
        'msmtp: the server sent an empty reply',
      ],
    ],
    [
      'tls-mail-reset',
      { mailFrom: lost('reset') },
      [
        'read: connection reset by peer',
        'error: ESOCKET read ECONNRESET',
        disconnected,
        'msmtp: cannot read from TLS connection: Error in the pull function.',
      ],
    ],
    [
      'tls-mail-530',
      { mailFrom: reply(530, '5.7.0 Authentication required') },
      [
        'error: 530 5.7.0 Authentication required',
        'error: EENVELOPE Mail command failed: 530 5.7.0 Authentication required',
        "error: SMTPSenderRefused (530, b'5.7.0 Authentication required', ",
        'msmtp: server message: 530 5.7.0 Authentication required',
      ],
    ],
  ] as const)('%s', (_title, overrides, lines) => {
    expect(clientLines(withSession(starttlsSession(overrides)))).toEqual(lines);
  });

  test('who has no time limit waits, and is told of in the timeline', () => {
    const silent = withSession(starttlsSession({ ehloOverTls: lost('timeout') }));
    const why = (id: string) => predicted(silent, id).timeline[0]?.why;
    expect(why('go')).toContain('it has no time limit');
    expect(why('msmtp')).toContain('its time limit does not hold over TLS');
    expect(why('python-smtplib')).not.toContain('time limit');
  });
});
