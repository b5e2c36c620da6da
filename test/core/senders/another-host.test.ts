/**
 * Of some senders no source says whether they try another host after a failure: what both courses come to is predicted, else nothing.
 */
import { describe, expect, test } from 'vitest';
import type { Session } from '../../../src/core/smtp/session.ts';
import {
  address,
  cleartextSession,
  failedHandshake,
  healthyObservation,
  host,
  reply,
  sessionUpTo,
  starttlsSession,
} from '../observation-builder.ts';
import { fateOf, predicted } from './outcomes.ts';

const broken = [starttlsSession({ handshake: failedHandshake({ kind: 'closed', step: 'server-hello' }) })];
const wantsTls = [
  sessionUpTo('ehlo', { extensions: [] }),
  cleartextSession({ extensions: [], mailFrom: reply(530, '5.7.0 Must issue a STARTTLS command first') }),
];
const well = [starttlsSession(), cleartextSession()];
const at = (sessions: Session[], ip: string) => address({ ip, sessions });
/** One host with an address for each. */
const addresses = (...all: Session[][]) =>
  healthyObservation({
    hosts: [host({ addresses: all.map((sessions, n) => at(sessions, `192.0.2.${n + 1}`)) })],
  });
/** A host for each, the best first. */
const hosts = (...all: Session[][]) =>
  healthyObservation({
    hosts: all.map((sessions, n) =>
      host({ name: `mx${n}.example.test`, preference: n, addresses: [at(sessions, `192.0.2.${n + 1}`)] }),
    ),
  });

describe.each(['gmail', 'microsoft365'])('%s', (id) => {
  test.each([
    ['two addresses', addresses],
    ['two hosts', hosts],
  ])('%s that fail alike: it waits, whichever it tries', (_, made) => {
    expect(fateOf(made(broken, broken), id)).toBe('deferred > deferred = bounced');
    expect(fateOf(made(wantsTls, wantsTls), id)).toBe('bounced = bounced');
  });

  test('a second one that works: not known', () => {
    for (const made of [addresses, hosts])
      expect(predicted(made(broken, well), id)).toMatchObject({
        first: 'unknown',
        unknown: expect.stringMatching(/whether this sender then tries another host is not known$/),
      });
  });

  test('one makes it wait, the other bounces: not known', () => {
    expect(predicted(hosts(broken, wantsTls), id).first).toBe('unknown');
    expect(predicted(hosts(wantsTls, broken), id).first).toBe('unknown');
  });

  test('a first one that works decides', () => {
    expect(fateOf(hosts(well, broken), id)).toBe('delivered-tls = delivered-tls');
  });
});
