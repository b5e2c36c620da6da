/** How senders repeat a reply of two lines, as the senders' lab recorded it (greeting-554-lines, clear-530-lines). */
import { expect, test } from 'vitest';
import {
  address,
  cleartextSession,
  healthyObservation,
  host,
  reply,
  sessionUpTo,
} from '../observation-builder.ts';
import { predicted } from './outcomes.ts';

const extensions = ['PIPELINING', 'SIZE 10240000'];
const ehlo = reply(250, 'mx.example.test', ...extensions);

test.each([
  ['exim', '530-5.7.0 Use TLS,\\n530 5.7.0 which we lack'],
  ['postfix-may', '530-5.7.0 Use TLS, 530 5.7.0 which we lack'],
  ['sendmail', 'reply=530 5.7.0 Use TLS,, stat='],
  ['opensmtpd-6.8', '530-5.7.0 Use TLS, which we lack'],
  ['dma', 'failed after MAIL FROM: 530-5.7.0 Use TLS,'],
  ['go', 'error: 530 5.7.0 Use TLS,'],
  ['nodemailer', 'error: EENVELOPE Mail command failed: 530-5.7.0 Use TLS,'],
  ['python-smtplib', "error: SMTPSenderRefused (530, b'5.7.0 Use TLS,\\n5.7.0 which we lack', "],
])('MAIL refused: %s', (id, expected) => {
  const mailFrom = reply(530, '5.7.0 Use TLS,', '5.7.0 which we lack');
  const sessions = [
    sessionUpTo('ehlo', { ehlo, extensions }),
    cleartextSession({ ehlo, extensions, mailFrom }),
  ];
  const { log } = predicted(
    healthyObservation({ hosts: [host({ addresses: [address({ sessions })] })] }),
    id,
  );
  expect(log).toContain(expected);
  expect(log).not.toContain('\n');
});

test.each([
  ['nodemailer', "error: EPROTOCOL Invalid greeting. response=554-5.7.1 We don't know you"],
  ['python-smtplib', 'error: SMTPConnectError (554, b"5.7.1 We don\'t know you\\n5.7.1 Go away")'],
])('a greeting of 554: %s', (id, expected) => {
  const session = sessionUpTo('greeting', {
    greeting: reply(554, "5.7.1 We don't know you", '5.7.1 Go away'),
  });
  const observation = healthyObservation({
    hosts: [host({ addresses: [address({ sessions: [session] })] })],
  });
  expect(predicted(observation, id).log).toBe(expected);
});
