/** The status, by the definitions of the documentation, one row each. */
import { expect, it } from 'vitest';
import type { Observation } from '../../../src/core/observation.ts';
import type { SenderOutcome } from '../../../src/core/report/outcome-schema.ts';
import { statusOf } from '../../../src/core/report/status.ts';
import { findAll } from '../../../src/core/rules/engine.ts';
import { factsOf } from '../judging.ts';
import {
  address,
  healthyObservation,
  host,
  reply,
  sessionUpTo,
  showing,
  starttlsSession,
  withHandshake,
  withSession,
} from '../observation-builder.ts';
import { outcomeOf } from './builders.ts';

const tls = outcomeOf('a', 'delivered-tls');
const unknown = outcomeOf('b', 'unknown');
const healthy = healthyObservation();
const noStarttls = withSession(sessionUpTo('ehlo', { ehlo: reply(250, 'mx'), extensions: [] }));
const silent = host({
  addresses: [address({ sessions: [sessionUpTo('connect', { connect: { kind: 'timeout', detail: '' } })] })],
});
const guarded = host({
  addresses: [address({ sessions: [], unknown: { reason: 'special-address', detail: 'loopback' } })],
});
const blocked = healthyObservation({ egress: { kind: 'blocked', detail: '' }, hosts: [silent] });

const rows: readonly [string, Observation, SenderOutcome[], string][] = [
  ['all deliver over TLS', healthy, [tls], 'ok'],
  ['one bounces in the end', healthy, [tls, outcomeOf('b', 'deferred')], 'failing'],
  ['a one-shot client gets an error', healthy, [outcomeOf('b', 'error-to-caller')], 'failing'],
  ['one delivers in cleartext', healthy, [tls, outcomeOf('b', 'delivered-cleartext')], 'degraded'],
  [
    'one waits and then delivers',
    healthy,
    [tls, outcomeOf('b', 'deferred', { retry: 'delivered-tls', final: 'delivered-tls' })],
    'degraded',
  ],
  ['a finding is a warning', noStarttls, [tls], 'degraded'],
  ['a finding is a notice (C90)', withHandshake(showing('selfSigned')), [tls], 'ok'],
  ['one is unknown, the others deliver', healthy, [tls, unknown], 'ok'],
  ['nothing is known of any', healthy, [unknown], 'indeterminate'],
  ['no address was measured', healthyObservation({ hosts: [guarded] }), [unknown], 'indeterminate'],
  ['the vantage is blocked', blocked, [unknown], 'indeterminate'],
  ['the vantage is blocked, yet the DNS loses mail', blocked, [outcomeOf('b', 'bounced')], 'failing'],
  [
    'the vantage is blocked, and there is a warning about a promise',
    { ...blocked, dns: [], mtaSts: { record: brokenRecord() } },
    [unknown],
    'indeterminate',
  ],
  [
    'a null MX bounces',
    healthyObservation({ routing: { kind: 'null-mx', dnssec: 'insecure' }, hosts: [] }),
    [outcomeOf('b', 'bounced')],
    'failing',
  ],
  [
    'one session measures an address',
    healthyObservation({ hosts: [host({ addresses: [address({ sessions: [starttlsSession()] })] })] }),
    [tls],
    'ok',
  ],
];

it.each(rows)('%s', (_title, observation, outcomes, expected) => {
  const facts = factsOf(observation);
  expect(statusOf({ facts, findings: findAll(facts), outcomes })).toBe(expected);
});

function brokenRecord(): NonNullable<Observation['mtaSts']>['record'] {
  return {
    name: '_mta-sts.example.test',
    type: 'TXT',
    outcome: 'answer',
    records: [{ type: 'TXT', strings: ['v=STSv1; id=not-an-id;'] }],
    cnames: [],
    rcode: 'NOERROR',
    ad: false,
    dnssec: 'insecure',
    ede: [],
    ttlSeconds: 60,
    resolver: 'test',
    failedResolvers: [],
  };
}
