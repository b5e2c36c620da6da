/**
 * Replies of a form that RFC 5321 does not know: each of these was put to real senders, which read it in two ways at least. The same with what is
 * as usual beside it: no more is unknown than has to be.
 */
import { describe, expect, test } from 'vitest';
import type { Step } from '../../../src/core/smtp/session.ts';
import {
  cleartextSession,
  reply,
  sessionUpTo,
  starttlsSession,
  withSession,
} from '../observation-builder.ts';
import { lost, predicted } from './outcomes.ts';

const mixed = (...codes: number[]): Step => ({
  reply: { code: codes.at(-1) ?? 0, lines: codes.map(() => 'x'), codes },
});
const notSmtp = lost('not-smtp', 'what?');
const offer = { extensions: ['STARTTLS'] };
const first = (session: Parameters<typeof withSession>[0], id = 'postfix-may') =>
  predicted(withSession(session), id).first;

describe('the greeting and EHLO', () => {
  test.each<[string, Step]>([
    ['codes that change', mixed(220, 421)],
    ['a line of 3000 bytes', reply(220, 'x'.repeat(3000))],
    [
      'a hundred lines',
      reply(220, ...Array.from({ length: 100 }, () => 'a line of our policy, which nobody reads')),
    ],
  ])('a greeting with %s', (_, greeting) => {
    for (const id of ['postfix-may', 'exim', 'msmtp'])
      expect(first(starttlsSession({ greeting }), id)).toBe('unknown');
  });

  test.each<[string, Step]>([
    ['codes that change', mixed(250, 421)],
    ['a line of 3000 bytes', reply(250, 'mx', `XLONG ${'x'.repeat(3000)}`, 'STARTTLS')],
    ['300 keywords', reply(250, 'mx', ...Array.from({ length: 300 }, (_, i) => `XTENSION${i}`), 'STARTTLS')],
    ['STARTTLS in the place of the name', reply(250, 'STARTTLS', 'SIZE')],
    ['no name', reply(250, '', 'STARTTLS')],
    ['a blank before STARTTLS', reply(250, 'mx', ' STARTTLS')],
    ['a tab behind STARTTLS', reply(250, 'mx', 'STARTTLS\\x09')],
    ['no reply', notSmtp],
  ])('EHLO with %s', (_, ehlo) => {
    for (const id of ['postfix-may', 'exim', 'go']) {
      expect(first(sessionUpTo('ehlo', { ehlo, ...offer }), id)).toBe('unknown');
      expect(first(starttlsSession({ ehloOverTls: ehlo }), id)).toBe('unknown');
    }
  });

  test('forty keywords and a host called starttls are nothing odd', () => {
    const long = reply(250, 'mx', ...Array.from({ length: 40 }, (_, i) => `XTENSION${i}`), 'STARTTLS ');
    expect(first(starttlsSession({ ehlo: long }))).toBe('delivered-tls');
    expect(first(starttlsSession({ ehlo: reply(250, 'no-starttls.example.test', 'STARTTLS') }))).toBe(
      'delivered-tls',
    );
  });
});

test.each<[string, Step]>([
  ['codes that change', mixed(220, 454)],
  ['no reply', notSmtp],
])('STARTTLS is answered by %s', (_, starttls) => {
  for (const id of ['postfix-may', 'exim'])
    expect(first(sessionUpTo('starttls', { starttls }), id)).toBe('unknown');
});

test.each<[string, Step]>([
  ['252', reply(252, 'perhaps')],
  ['no reply', notSmtp],
])('MAIL is answered by %s', (_, mailFrom) => {
  expect(first(starttlsSession({ mailFrom }))).toBe('unknown');
  const observation = withSession(sessionUpTo('ehlo', { extensions: [] }), cleartextSession({ mailFrom }));
  for (const id of ['postfix-may', 'dma']) expect(predicted(observation, id).first).toBe('unknown');
});

test('MAIL in cleartext is answered 250 and nothing else: not known of those who want a text', () => {
  const observation = withSession(
    sessionUpTo('ehlo', { extensions: [] }),
    cleartextSession({ mailFrom: reply(250, '') }),
  );
  expect(predicted(observation, 'dma').first).toBe('unknown');
  expect(predicted(observation, 'postfix-may').first).toBe('delivered-cleartext');
});
