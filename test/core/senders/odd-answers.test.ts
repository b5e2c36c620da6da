/**
 * Answers that are neither what was asked for nor a refusal, and servers that hang up or fall silent where only some senders go: what nobody
 * was seen to make of it is unknown. Outcomes are those that the senders' lab recorded (tls-ehlo-500-mail-close, null-mx-last and the like).
 */
import { describe, expect, test } from 'vitest';
import type { Session } from '../../../src/core/smtp/session.ts';
import {
  address,
  cleartextSession,
  dnsAnswer,
  healthyObservation,
  host,
  reply,
  sessionUpTo,
  starttlsSession,
  withSession,
} from '../observation-builder.ts';
import { causesIn, fateOf, lost, predicted } from './outcomes.ts';

const at = (overrides: Partial<Session>) => withSession(starttlsSession(overrides));
const refused = { ehloOverTls: reply(500, '5.5.1 what?'), extensionsOverTls: [] };
const bounced = 'bounced = bounced';

describe('EHLO and HELO over TLS refused, and the server hangs up at MAIL', () => {
  const observation = withSession(
    starttlsSession({ ...refused, heloOverTls: reply(500, '5.5.1 what?') }),
    starttlsSession({ ...refused, mailUngreeted: lost('closed') }),
  );

  test('who says HELO bounces and never gets there', () => {
    expect(fateOf(observation, 'postfix-may')).toBe(bounced);
    expect(fateOf(observation, 'sendmail')).toBe(bounced);
  });

  test('Exim, which says MAIL, waits', () => {
    expect(fateOf(observation, 'exim')).toBe('deferred > deferred = bounced');
    expect(predicted(observation, 'exim').log).toBe(
      'H=mx.example.test [192.0.2.25]: Remote host closed connection in response to MAIL FROM',
    );
  });
});

test('HELO over TLS is never answered: Postfix goes on in cleartext later, without a line of ours', () => {
  const observation = at({ ...refused, heloOverTls: lost('timeout') });
  expect(fateOf(observation, 'postfix-may')).toBe('deferred > delivered-cleartext = delivered-cleartext');
  expect(predicted(observation, 'postfix-may').log).toBeUndefined();
  expect(fateOf(observation, 'sendmail')).toBe('deferred > deferred = bounced');
});

test('HELO after a refused EHLO is answered by a reset: not the words for EHLO; Python may never say it', () => {
  const observation = withSession(sessionUpTo('ehlo', { helo: true, ehlo: lost('reset'), extensions: [] }));
  expect(predicted(observation, 'postfix-may')).toMatchObject({ first: 'deferred' });
  expect(predicted(observation, 'postfix-may')).not.toHaveProperty('log');
  expect(predicted(observation, 'python-smtplib').first).toBe('unknown');
});

describe('no answer to what was asked: unknown', () => {
  test.each<[string, Partial<Session>]>([
    ['EHLO over TLS is answered 354', { ehloOverTls: reply(354, 'go') }],
    ['EHLO over TLS is answered 220, by a greeting that comes late', { ehloOverTls: reply(220, 'hello') }],
    ['something was said over TLS before EHLO', { injectedOverTls: '250 hello\\x0d\\x0a' }],
    ['EHLO over TLS is answered by no reply', { ehloOverTls: lost('not-smtp', 'hello') }],
    ['MAIL over TLS is answered 354', { mailFrom: reply(354, 'go') }],
  ])('%s', (_, overrides) => {
    for (const id of ['postfix-may', 'exim', 'sendmail', 'go'])
      expect(predicted(at(overrides), id).first).toBe('unknown');
  });

  test.each<[string, Partial<Session>]>([
    ['the greeting is 354', { greeting: reply(354, 'go') }],
    ['EHLO is answered 354', { ehlo: reply(354, 'go') }],
    ['EHLO is answered 220', { ehlo: reply(220, 'go') }],
  ])('%s', (_, overrides) => {
    expect(predicted(withSession(sessionUpTo('ehlo', overrides)), 'sendmail').first).toBe('unknown');
  });

  test('MAIL over TLS is answered 250 and nothing else, where the sender wants a text', () => {
    const observation = at({ mailFrom: reply(250, '') });
    for (const id of ['go', 'dma-tls']) expect(predicted(observation, id).first).toBe('unknown');
    expect(predicted(observation, 'exim').first).toBe('delivered-tls');
  });
});

describe('a null MX', () => {
  const mx = (...records: [number, string][]) => [
    dnsAnswer(
      'example.test',
      'MX',
      records.map(([preference, exchange]) => ({ type: 'MX', preference, exchange })),
    ),
  ];

  test('after a host that fails: what Exim and Sendmail make of it is not known', () => {
    const nobody = { connect: { kind: 'refused', detail: 'nobody' } } as const;
    const sessions = [sessionUpTo('connect', nobody), { ...cleartextSession(), ...nobody }];
    const observation = healthyObservation({
      hosts: [host({ addresses: [address({ sessions })] })],
      dns: mx([10, 'mx.example.test'], [20, '.']),
    });
    for (const id of ['exim', 'sendmail']) expect(predicted(observation, id).first).toBe('unknown');
    expect(fateOf(observation, 'go')).toBe('error-to-caller = error-to-caller');
    const good = healthyObservation({ dns: mx([10, 'mx.example.test'], [20, '.']) });
    expect(fateOf(good, 'exim')).toBe('delivered-tls = delivered-tls');
  });

  test('before a good host: why Postfix bounces is told', () => {
    const observation = healthyObservation({ dns: mx([0, '.'], [10, 'mx.example.test']) });
    expect(fateOf(observation, 'postfix-may')).toBe(bounced);
    expect(causesIn(observation, 'postfix-may')).toEqual(['mx.null-mx-beside-others']);
  });
});
