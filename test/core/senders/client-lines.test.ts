/**
 * What client libraries tell their callers of a dialogue that breaks in cleartext: each line as the senders' lab recorded it (the scenario of that name), host
 * and address aside. Where a client has no time limit, no line.
 */
import { describe, expect, test } from 'vitest';
import type { Session } from '../../../src/core/smtp/session.ts';
import {
  address,
  healthyObservation,
  host,
  mailHost,
  reply,
  sessionUpTo,
  starttlsSession,
  withSession,
} from '../observation-builder.ts';
import { type ClientLines, clientLines, disconnected, lost, predicted, timedOut } from './outcomes.ts';

const emptyReply = 'msmtp: the server sent an empty reply';
const connectionClosed = 'error: ECONNECTION Connection closed unexpectedly';

const greeting = (line: string) => sessionUpTo('greeting', { greeting: lost('not-smtp', line) });
const connect = (kind: 'timeout' | 'unreachable') =>
  sessionUpTo('connect', { connect: { kind, detail: 'as the test says' } });

const aloneWith = (session: Session) =>
  healthyObservation({ hosts: [host({ addresses: [address({ sessions: [session] })] })] });

const inClear: readonly (readonly [string, Session, ClientLines])[] = [
  [
    'host-silent',
    connect('timeout'),
    [
      'error: dial tcp 192.0.2.25:25: connect: connection timed out',
      'error: ESOCKET connect ETIMEDOUT 192.0.2.25:25',
      'error: TimeoutError [Errno 110] Connection timed out',
      `msmtp: cannot connect to ${mailHost}, port 25: Connection timed out`,
    ],
  ],
  [
    'host-unrouted',
    connect('unreachable'),
    [
      'error: dial tcp 192.0.2.25:25: connect: network is unreachable',
      'error: ESOCKET connect ENETUNREACH 192.0.2.25:25 - Local (0.0.0.0:0)',
      'error: OSError [Errno 101] Network is unreachable',
      `msmtp: cannot connect to ${mailHost}, port 25: Network is unreachable`,
    ],
  ],
  [
    'greeting-no-code',
    greeting('Welcome to our mail server'),
    [
      'error: short response: Welcome to our mail server',
      'error: EPROTOCOL Invalid greeting. response=Welcome to our mail server: Welcome to our mail server',
      "error: SMTPConnectError (-1, b'ome to our mail server')",
      'msmtp: the server sent an invalid reply',
    ],
  ],
  [
    'a greeting of another protocol, with a quote in it',
    greeting("SSH-2.0-it's"),
    [
      "error: invalid response code: SSH-2.0-it's",
      "error: EPROTOCOL Invalid greeting. response=SSH-2.0-it's: SSH-2.0-it's",
      'error: SMTPConnectError (-1, b"2.0-it\'s")',
      'msmtp: the server sent an invalid reply',
    ],
  ],
  [
    'ehlo-reset',
    sessionUpTo('ehlo', { ehlo: lost('reset') }),
    [
      'write: broken pipe',
      'error: ESOCKET read ECONNRESET',
      `${disconnected}: [Errno 104] Connection reset by peer`,
      'msmtp: network read error: Connection reset by peer',
    ],
  ],
  [
    'greeting-close',
    sessionUpTo('greeting', { greeting: lost('closed') }),
    ['error: EOF', 'error: undefined Unexpected socket close', disconnected, emptyReply],
  ],
  [
    'ehlo-close',
    sessionUpTo('ehlo', { ehlo: lost('closed') }),
    ['error: EOF', connectionClosed, disconnected, emptyReply],
  ],
  [
    'ehlo-421',
    sessionUpTo('ehlo', { ehlo: reply(421, '4.3.2 Closing'), heloAfter4xx: lost('closed') }),
    [
      'error: EOF',
      'error: ECONNECTION Server terminates connection. response=421 4.3.2 Closing: 421 4.3.2 Closing',
      disconnected,
      emptyReply,
    ],
  ],
  [
    'upgrade-close',
    sessionUpTo('starttls', { starttls: lost('closed') }),
    ['error: EOF', connectionClosed, disconnected, emptyReply],
  ],
  [
    'ehlo-never',
    sessionUpTo('ehlo', { ehlo: lost('timeout') }),
    [undefined, timedOut, `${disconnected}: timed out`, 'msmtp: network read error: the operation timed out'],
  ],
  [
    'upgrade-injected',
    starttlsSession({ injectedBytes: '250 2.0.0 Ok\\x0d\\x0a' }),
    [
      undefined,
      'error: EPROTOCOL Unexpected Response: 250 2.0.0 Ok',
      undefined,
      'msmtp: command STARTTLS failed',
    ],
  ],
];

describe('in cleartext', () => {
  test.each(inClear)('%s', (_title, session, lines) => {
    expect(clientLines(aloneWith(session))).toEqual(lines);
  });

  test('an address that is no IPv4 one', () => {
    const addresses = [address({ ip: '2001:db8::25', sessions: [connect('unreachable')] })];
    expect(predicted(healthyObservation({ hosts: [host({ addresses })] }), 'nodemailer').log).toBe(
      'error: ESOCKET connect ENETUNREACH 2001:db8::25:25 - Local (:::0)',
    );
  });

  test('EHLO put off: msmtp gives up, and has a line where HELO was asked (second-after-ehlo-452)', () => {
    const putOff = { ehlo: reply(452, '4.3.1 Full') };
    const asked = sessionUpTo('ehlo', { ...putOff, heloAfter4xx: reply(250, 'mx') });
    expect(predicted(withSession(asked), 'msmtp')).toMatchObject({
      first: 'error-to-caller',
      log: 'msmtp: the server does not support TLS via the STARTTLS command',
    });
    const { first, log } = predicted(withSession(sessionUpTo('ehlo', putOff)), 'msmtp');
    expect({ first, log }).toEqual({ first: 'error-to-caller', log: undefined });
  });
});
