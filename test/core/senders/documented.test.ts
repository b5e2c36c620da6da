/**
 * Senders that were never measured: what their sources say comes out, and what they do not say stays unknown.
 */
import { describe, expect, test } from 'vitest';
import {
  completed,
  failedHandshake,
  healthyObservation,
  mtaSts,
  policyText,
  reply,
  sessionUpTo,
  showing,
  withHandshake,
  withSession,
} from '../observation-builder.ts';
import { fateOf, predicted } from './outcomes.ts';

const overTls = 'delivered-tls = delivered-tls';
const waits = 'deferred > deferred = bounced';
const closed = withSession(
  sessionUpTo('handshake', { handshake: failedHandshake({ kind: 'closed', step: 'server-hello' }) }),
);
const untrusted = withHandshake(showing('selfSigned'));
const inClear = withSession(sessionUpTo('ehlo', { extensions: [] }));

describe('a healthy host', () => {
  test.each(['exim-openssl', 'exchange', 'haraka', 'qmail-tls', 'maddy'])('%s delivers over TLS', (id) => {
    expect(fateOf(healthyObservation(), id)).toBe(overTls);
  });

  test('KumoMTA demands a certificate, and gets it', () => {
    expect(predicted(healthyObservation(), 'kumomta').first).toBe('delivered-tls-authenticated');
  });
});

describe('a certificate that does not verify', () => {
  test('is no delivery for KumoMTA, and no matter to Haraka and maddy', () => {
    expect(fateOf(untrusted, 'kumomta')).toBe(waits);
    for (const id of ['haraka', 'maddy']) expect(fateOf(untrusted, id)).toBe(overTls);
  });

  test('under a policy in testing mode KumoMTA verifies otherwise', () => {
    const testing = { ...untrusted, mtaSts: mtaSts(policyText('testing')) };
    expect(predicted(testing, 'kumomta').first).toBe('unknown');
  });
});

describe('a handshake that fails', () => {
  test.each([
    ['exim-openssl', 'delivered-cleartext = delivered-cleartext'],
    ['haraka', waits],
    ['qmail-tls', waits],
    ['kumomta', waits],
    ['exchange', 'unknown = unknown'],
    ['maddy', waits],
    ['amazon-ses', 'unknown = unknown'],
  ])('%s: %s', (id, fate) => {
    expect(fateOf(closed, id)).toBe(fate);
  });
});

test('without STARTTLS all but maddy, which demands it as shipped, go on in cleartext', () => {
  for (const id of ['exim-openssl', 'exchange', 'haraka', 'qmail-tls', 'kumomta', 'amazon-ses']) {
    expect(fateOf(inClear, id)).toBe('delivered-cleartext = delivered-cleartext');
  }
  expect(fateOf(inClear, 'maddy')).toBe(waits);
});

test.each([
  [454, 'qmail-tls', 'delivered-cleartext = delivered-cleartext'],
  [454, 'haraka', waits],
  [454, 'maddy', waits],
  [554, 'qmail-tls', 'delivered-cleartext = delivered-cleartext'],
  [554, 'haraka', 'bounced = bounced'],
  [554, 'maddy', 'bounced = bounced'],
])('STARTTLS refused with %i: %s', (code, id, fate) => {
  const refused = withSession(sessionUpTo('starttls', { starttls: reply(code, 'TLS not available') }));
  expect(fateOf(refused, id)).toBe(fate);
});

describe('EHLO refused over TLS', () => {
  const said = { ehloOverTls: reply(550, '5.7.1 no') };
  const stays = withSession(sessionUpTo('handshake', said));
  const hangsUp = withSession(
    sessionUpTo('handshake', {
      ...said,
      quit: { failure: { kind: 'closed', detail: 'the server hung up' } },
    }),
  );

  test('is not decided where the server waits for a HELO that the probe does not say', () => {
    for (const id of ['postfix-may', 'sendmail', 'exim']) expect(predicted(stays, id).first).toBe('unknown');
    expect(predicted(stays, 'go').first).toBe('error-to-caller');
  });

  test('is a session that dies where it hangs up', () => {
    expect(fateOf(hangsUp, 'postfix-may')).toBe('deferred > delivered-cleartext = delivered-cleartext');
    expect(fateOf(hangsUp, 'sendmail')).toBe(waits);
  });
});

test('OpenSSL under Exim refuses a small group, GnuTLS takes it', () => {
  const { group: _group, ...dhe } = completed({
    version: 'TLSv1.2',
    suite: 'TLS_DHE_RSA_WITH_AES_256_GCM_SHA384',
    keyExchange: 'dhe',
    dhBits: 1024,
    signatureScheme: 'rsa_pkcs1_sha256',
  });
  expect(fateOf(withHandshake(dhe), 'exim-openssl')).toBe('delivered-cleartext = delivered-cleartext');
  expect(fateOf(withHandshake(dhe), 'exim')).toBe(overTls);
});
