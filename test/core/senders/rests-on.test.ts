/**
 * A prediction is worth as much as the weakest fact that decided it, not as the profile as a whole.
 */
import { expect, test } from 'vitest';
import {
  failedHandshake,
  healthyObservation,
  reply,
  sessionUpTo,
  withHandshake,
  withSession,
} from '../observation-builder.ts';
import { predicted } from './outcomes.ts';

const closed = withSession(
  sessionUpTo('handshake', { handshake: failedHandshake({ kind: 'closed', step: 'server-hello' }) }),
);
const noStarttls = withSession(sessionUpTo('ehlo', { extensions: [] }));
const deferred = withSession(sessionUpTo('greeting', { greeting: reply(421, '4.3.2 busy') }));

test.each([
  ['postfix-may', healthyObservation(), 'measured'],
  // When it tries again and gives up stands in its manual.
  ['postfix-may', deferred, 'vendor-documentation'],
  ['postfix-may', noStarttls, 'measured'],
  ['gmail', noStarttls, 'vendor-documentation'],
  ['gmail', closed, 'report'],
  ['gmail', healthyObservation(), 'source-code'],
  ['microsoft365', noStarttls, 'vendor-documentation'],
  ['kumomta', noStarttls, 'source-code'],
  ['kumomta', closed, 'vendor-documentation'],
  ['yahoo', healthyObservation(), 'report'],
] as const)('%s', (id, observation, confidence) => {
  expect(predicted(observation, id).confidence).toBe(confidence);
});

test('a handshake that the library ends is worth the row that says so', () => {
  const weak = withHandshake(failedHandshake({ kind: 'not-tls', step: 'server-hello' }));
  expect(predicted(weak, 'exim').confidence).toBe('measured');
});
