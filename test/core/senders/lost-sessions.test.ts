/** What mail servers log of a server that hangs up at one step or another, as the senders' lab recorded it (the scenario of that name). */
import { expect, test } from 'vitest';
import type { Session } from '../../../src/core/smtp/session.ts';
import {
  address,
  healthyObservation,
  host,
  reply,
  sessionUpTo,
  starttlsSession,
} from '../observation-builder.ts';
import { lost, predicted } from './outcomes.ts';

const senders = ['postfix-may', 'exim', 'sendmail', 'opensmtpd-6.8', 'dma-tls'] as const;
const at = 'mx.example.test[192.0.2.25]';
const eximHost = 'H=mx.example.test [192.0.2.25]';

const postfix = (why: string) =>
  `relay=${at}:25, dsn=4.4.2, status=deferred (lost connection with ${at} while ${why})`;
const postfixRefused = (fate: string, said: string) =>
  `relay=${at}:25, dsn=${said.slice(4, 9)}, status=${fate} (host ${at} refused to talk to me: ${said})`;
const exim = (command: string) => `${eximHost}: Remote host closed connection in response to ${command}`;
const sendmail = (how: string) => `relay=mx.example.test. [192.0.2.25], ${how}`;
const sendmailReset = sendmail('dsn=4.4.2, stat=Deferred: Connection reset by mx.example.test.');
const network = 'mta delivery relay="example.test" result="TempFail" stat="Network error on destination MXs"';
const closing = '421 4.3.2 Closing';
const unknown = '500 5.5.1 Unrecognized';
const handshake = (error: string) => `remote delivery deferred: SSL handshake failed fatally: error:${error}`;

const rows: readonly (readonly [string, Session, readonly (string | undefined)[]])[] = [
  [
    'greeting-close',
    sessionUpTo('greeting', { greeting: lost('closed') }),
    [
      postfix('receiving the initial server greeting'),
      exim('initial connection'),
      sendmailReset,
      network,
      undefined,
    ],
  ],
  [
    'ehlo-close',
    sessionUpTo('ehlo', { ehlo: lost('closed') }),
    [postfix('performing the EHLO handshake'), exim('EHLO '), sendmailReset, network, undefined],
  ],
  [
    'ehlo-421',
    sessionUpTo('ehlo', { ehlo: reply(421, '4.3.2 Closing'), heloAfter4xx: lost('closed') }),
    [
      postfixRefused('deferred', closing),
      exim('HELO '),
      sendmail(`dsn=4.5.0, reply=${closing}, stat=Deferred: ${closing}`),
      network,
      handshake('0A000126:SSL routines::unexpected eof while reading'),
    ],
  ],
  [
    'ehlo-500-both',
    sessionUpTo('ehlo', { ehlo: reply(500, '5.5.1 Unrecognized') }),
    [
      postfixRefused('bounced', unknown),
      `${eximHost}: SMTP error from remote mail server after HELO `,
      sendmail(`dsn=5.5.0, reply=${unknown}, stat=Service unavailable`),
      network,
      handshake('0A00010B:SSL routines::wrong version number'),
    ],
  ],
  [
    'upgrade-close',
    sessionUpTo('starttls', { starttls: lost('closed') }),
    [
      postfix('receiving the STARTTLS response'),
      exim('STARTTLS'),
      sendmail('dsn=4.0.0, stat=Deferred'),
      network,
      undefined,
    ],
  ],
  [
    'tls-ehlo-421',
    starttlsSession({ ehloOverTls: reply(421, '4.3.2 Closing'), quit: lost('closed') }),
    [
      postfixRefused('deferred', closing),
      exim('MAIL FROM'),
      sendmail(`dsn=4.5.0, reply=${closing}, stat=Deferred: ${closing}`),
      network,
      `Could not perform server greeting at mx.example.test [192.0.2.25]: ${closing}`,
    ],
  ],
  [
    'tls-ehlo-500-close',
    starttlsSession({ ehloOverTls: reply(500, '5.5.1 Unrecognized'), heloOverTls: lost('closed') }),
    [
      postfix('performing the HELO handshake'),
      undefined,
      sendmail(`dsn=4.4.2, reply=${unknown}, stat=Deferred: Connection reset by mx.example.test.`),
      network,
      `Could not perform server greeting at mx.example.test [192.0.2.25]: ${unknown}`,
    ],
  ],
  [
    'tls-mail-reset',
    starttlsSession({ mailFrom: lost('reset') }),
    [
      postfix('sending MAIL FROM'),
      `${eximHost} TLS error on connection (recv): Error in the pull function.`,
      sendmailReset,
      'mta delivery relay="192.0.2.25 (192.0.2.25)" result="TempFail" stat="IO Error: Connection reset by peer"',
      undefined,
    ],
  ],
];

test.each(rows)('%s', (_title, session, lines) => {
  const observation = healthyObservation({
    hosts: [host({ addresses: [address({ sessions: [session] })] })],
  });
  expect(senders.map((id) => predicted(observation, id).log)).toEqual(lines);
});
