/**
 * What Sendmail writes where its rulesets decide: a demand of MTA-STS by how STARTTLS ended, the names of the policy, a root as mail host.
 * As Sendmail 8.17 and 8.18 were seen to write it (sts-upgrade-421, sts-wildcard-apex and null-mx-10 in the senders' lab; the other replies to
 * STARTTLS, a close and a silence in a run of the same lab on 2026-11-26).
 */
import { describe, expect, test } from 'vitest';
import type { Session } from '../../../src/core/smtp/session.ts';
import {
  dnsAnswer,
  failedHandshake,
  healthyObservation,
  mtaSts,
  policyText,
  reply,
  sessionUpTo,
  starttlsSession,
  withSession,
} from '../observation-builder.ts';
import { causesIn, predicted } from './outcomes.ts';

const relay = 'relay=mx.example.test. [192.0.2.25]';
const demanded = (session: Session) => ({
  ...withSession(session),
  mtaSts: mtaSts(policyText('enforce')),
});
const atStarttls = (starttls: NonNullable<Session['starttls']>) =>
  demanded(sessionUpTo('starttls', { starttls }));
const lost = (kind: 'closed' | 'reset' | 'timeout') => ({ failure: { kind, detail: 'as the test says' } });

describe.each(['sendmail-sts', 'sendmail-sts-8.18'])('%s under an enforced policy', (id) => {
  test.each([
    [reply(421, '4.7.0 Closing'), 'reply=421 4.7.0 Closing, ', 'authentication failure '],
    [reply(452, '4.3.1 Full'), 'reply=452 4.3.1 Full, ', 'authentication failure '],
    [reply(503, '5.5.1 Bad'), 'reply=503 5.5.1 Bad, ', 'other side does not support STARTTLS'],
    [reply(250, '2.0.0 Ok'), '', 'STARTTLS failed.'],
    [reply(354, 'Go'), '', 'STARTTLS failed.'],
    [lost('closed'), '', 'authentication failure '],
    [lost('reset'), '', 'authentication failure '],
    [lost('timeout'), '', 'authentication failure '],
  ])('STARTTLS: %j', (starttls, said, text) => {
    const { first, log } = predicted(atStarttls(starttls), id);
    expect({ first, log }).toEqual({
      first: 'deferred',
      log: `${relay}, dsn=4.7.0, ${said}stat=Deferred: 403 4.7.0 ${text}`,
    });
  });

  test.each(['closed', 'timeout'] as const)('the hello: %s', (kind) => {
    const handshake = failedHandshake({ step: 'server-hello', kind });
    expect(predicted(demanded(sessionUpTo('handshake', { handshake })), id).log).toBe(
      `${relay}, dsn=4.7.0, stat=Deferred: 403 4.7.0 TLS handshake failed.`,
    );
  });

  test('a policy that names others: without its asterisk; several come in no order', () => {
    const naming = (mx: string) => ({
      ...withSession(starttlsSession()),
      mtaSts: mtaSts(policyText('enforce', mx)),
    });
    const refused = 'ruleset=tls_rcpt, relay=mx.example.test., reject=450 4.7.0 mx.example.test not found in';
    expect(predicted(naming('*.elsewhere.test'), id).log).toBe(`${refused} .elsewhere.test`);
    expect(predicted(naming('mx.elsewhere.test'), id).log).toBe(`${refused} mx.elsewhere.test`);
    const two = predicted(naming('a.elsewhere.test\nmx: b.elsewhere.test'), id);
    expect({ first: two.first, log: two.log }).toEqual({ first: 'deferred', log: undefined });
  });
});

test('a root of another preference than 0 is a host without an address', () => {
  const at = (preference: number) =>
    healthyObservation({
      routing: { kind: 'null-mx', dnssec: 'insecure' },
      hosts: [],
      dns: [dnsAnswer('example.test', 'MX', [{ type: 'MX', preference, exchange: '.' }])],
    });
  expect(predicted(at(0), 'sendmail').log).toBe('relay=example.test., dsn=5.1.10, stat=Service unavailable');
  expect(predicted(at(10), 'sendmail')).toMatchObject({
    first: 'bounced',
    log: 'relay=., dsn=5.1.2, stat=Host unknown (Name server: .: non-recoverable error)',
  });
  for (const preference of [0, 10]) expect(causesIn(at(preference), 'sendmail')).toEqual(['mx.null-mx']);
});
