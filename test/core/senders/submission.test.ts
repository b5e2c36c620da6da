/**
 * Ports 465 and 587: only submission clients, which verify always and tell their caller (RFC 8314 §3, RFC 6409 §3.1).
 */
import { describe, expect, test } from 'vitest';
import type { Observation } from '../../../src/core/observation.ts';
import { profilesFor } from '../../../src/core/senders/catalogue.ts';
import type { Session } from '../../../src/core/smtp/session.ts';
import {
  chainOf,
  completed,
  healthyObservation,
  host,
  reply,
  sessionUpTo,
  starttlsSession,
} from '../observation-builder.ts';
import { fateOf } from './outcomes.ts';

const authenticated = 'delivered-tls-authenticated = delivered-tls-authenticated';
const told = 'error-to-caller = error-to-caller';

function submission(port: 465 | 587, session: Session): Observation {
  const hosts = [host({ preference: null, addresses: [{ ip: '192.0.2.25', sessions: [session] }] })];
  return healthyObservation({
    port,
    form: 'mail-host',
    host: 'mx.example.test',
    routing: { kind: 'direct' },
    hosts,
  });
}

/** Port 465: the handshake first, then the greeting over TLS. */
function implicit(overrides: Partial<Session> = {}): Session {
  const { starttls: _starttls, ehloOverTls: _ehlo, ...rest } = starttlsSession();
  return { ...rest, purpose: 'implicit-tls', ...overrides };
}

describe('port 465', () => {
  const clients = profilesFor(465).map(({ id }) => id);

  test('is not for a client that can not begin with TLS', () => {
    expect(clients).toEqual(['nodemailer', 'python-smtplib', 'msmtp']);
  });

  test.each(clients)('%s delivers over TLS that it has verified', (id) => {
    expect(fateOf(submission(465, implicit()), id)).toBe(authenticated);
  });

  test.each(clients)('a greeting of 554 over TLS is an error for %s', (id) => {
    expect(fateOf(submission(465, implicit({ greeting: reply(554, 'no') })), id)).toBe(told);
  });

  test.each(clients)('a self-signed certificate is an error for %s', (id) => {
    const session = implicit({ handshake: completed({ certificates: chainOf('selfSigned') }) });
    expect(fateOf(submission(465, session), id)).toBe(told);
  });
});

describe('port 587', () => {
  const clients = profilesFor(587).map(({ id }) => id);

  test.each(clients)('%s delivers over STARTTLS', (id) => {
    expect(fateOf(submission(587, starttlsSession()), id)).toBe(authenticated);
  });

  test('without STARTTLS msmtp reports an error; whether the others may go on in cleartext was not seen', () => {
    const observation = submission(587, sessionUpTo('ehlo', { extensions: ['AUTH PLAIN'] }));
    expect(fateOf(observation, 'msmtp')).toBe(told);
    expect(fateOf(observation, 'go')).toBe('unknown = unknown');
  });

  test('the common name is read where there is no subjectAltName, but not by Go', () => {
    const handshake = completed({ certificates: chainOf('commonNameOnly', 'intermediate') });
    const observation = submission(587, starttlsSession({ handshake }));
    expect(fateOf(observation, 'python-smtplib')).toBe(authenticated);
    expect(fateOf(observation, 'go')).toBe(told);
  });
});
