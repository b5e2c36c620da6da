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
    ['maddy', 'unknown = unknown'],
  ])('%s: %s', (id, fate) => {
    expect(fateOf(closed, id)).toBe(fate);
  });
});

test('without STARTTLS all but maddy, whose administrator decides, go on in cleartext', () => {
  for (const id of ['exim-openssl', 'exchange', 'haraka', 'qmail-tls', 'kumomta']) {
    expect(fateOf(inClear, id)).toBe('delivered-cleartext = delivered-cleartext');
  }
  expect(predicted(inClear, 'maddy').first).toBe('unknown');
});

test('a refused STARTTLS is cleartext for qmail alone', () => {
  const refused = withSession(sessionUpTo('starttls', { starttls: reply(454, '4.7.0 TLS not available') }));
  expect(fateOf(refused, 'qmail-tls')).toBe('delivered-cleartext = delivered-cleartext');
  expect(fateOf(refused, 'maddy')).toBe(waits);
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
