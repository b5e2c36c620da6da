/** The rules of the handshake, each against an Observation that differs from the healthy one in that alone. */
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../src/core/observation.ts';
import { findingsOf, idsOf } from '../judging.ts';
import {
  address,
  completed,
  failedHandshake,
  healthyObservation,
  host,
  mailAddress,
  mailHost,
  sessionUpTo,
  starttlsSession,
  withHandshake,
  withSession,
} from '../observation-builder.ts';

const alert = failedHandshake({ kind: 'alert', step: 'server-hello', alert: 'handshake_failure' });

function withTwo(...handshakes: readonly ReturnType<typeof completed>[]): Observation {
  const sessions = handshakes.map((handshake) => starttlsSession({ handshake }));
  return healthyObservation({ hosts: [host({ addresses: [address({ sessions })] })] });
}

function implicit(handshake: ReturnType<typeof completed>): Observation {
  const session = sessionUpTo('connect', { purpose: 'implicit-tls', handshake });
  return {
    ...healthyObservation({ hosts: [host({ addresses: [address({ sessions: [session] })] })] }),
    port: 465,
  };
}

function rsaExchange(): ReturnType<typeof completed> {
  const { signatureScheme, signatureVerified, ...handshake } = completed({
    version: 'TLSv1.2',
    keyExchange: 'rsa',
  });
  expect([signatureScheme, signatureVerified]).toEqual(['ecdsa_secp256r1_sha256', 'valid']);
  return handshake;
}

describe('tls: exact sets', () => {
  const rows: readonly [string, Observation, string[]][] = [
    ['an alert is named', withHandshake(alert), ['tls.handshake-failed error']],
    [
      'a close in the middle of the handshake',
      withHandshake(failedHandshake({ kind: 'closed', step: 'finished' }, { version: 'TLSv1.2' })),
      ['tls.handshake-failed error'],
    ],
    [
      'a wrong signature is misbehaviour',
      withHandshake(
        failedHandshake({ kind: 'peer-misbehaved', step: 'certificate-verify', code: 'bad-signature' }),
      ),
      ['tls.peer-misbehaved error'],
    ],
    [
      'what we lack ourselves is no fault of the server',
      withHandshake(failedHandshake({ kind: 'peer-incompatible', step: 'server-hello', code: 'no-group' })),
      ['tls.handshake-failed notice'],
    ],
    [
      'an alert after the handshake ends the session, not the handshake',
      withSession(
        starttlsSession({
          handshake: completed({
            failure: { kind: 'alert', step: 'application-data', alert: 'certificate_required', detail: '' },
          }),
          ehloOverTls: { failure: { kind: 'closed', detail: '' } },
        }),
      ),
      ['smtp.session-dies-after-handshake error'],
    ],
    [
      'a close after QUIT is a good end',
      withHandshake(completed({ failure: { kind: 'closed', step: 'application-data', detail: '' } })),
      [],
    ],
    ['TLS 1.0 at best (C91)', withHandshake(completed({ version: 'TLSv1' })), ['tls.protocol-too-old error']],
    [
      'TLS 1.1 at best (C91)',
      withHandshake(completed({ version: 'TLSv1.1' })),
      ['tls.protocol-too-old error'],
    ],
    ['TLS 1.2 is new enough', withHandshake(completed({ version: 'TLSv1.2' })), []],
    ['the newest of several handshakes counts', withTwo(completed({ version: 'TLSv1' }), completed()), []],
    [
      'SSLv3 is too old even where it can not be completed',
      withHandshake(
        failedHandshake({ kind: 'peer-incompatible', step: 'server-hello' }, { version: 'SSLv3' }),
      ),
      ['tls.protocol-too-old error'],
    ],
    [
      'a signature that could not be checked here',
      withHandshake(completed({ signatureVerified: 'unsupported' })),
      ['tls.signature-unchecked notice'],
    ],
    [
      'a failed handshake has nothing to be proven',
      withHandshake(
        failedHandshake(
          { kind: 'peer-misbehaved', step: 'finished', code: 'bad-finished' },
          { signatureVerified: 'unsupported' },
        ),
      ),
      ['tls.peer-misbehaved error'],
    ],
    ['RSA key exchange signs nothing', withHandshake(rsaExchange()), []],
    [
      'a client certificate is asked for',
      withHandshake(completed({ clientCertificateRequest: { authorities: [] } })),
      ['tls.client-certificate-requested notice'],
    ],
    [
      'DHE with 1024 bits',
      withHandshake(completed({ version: 'TLSv1.2', keyExchange: 'dhe', dhBits: 1024 })),
      ['tls.weak-dh notice'],
    ],
    [
      'DHE with 2048 bits',
      withHandshake(completed({ version: 'TLSv1.2', keyExchange: 'dhe', dhBits: 2048 })),
      [],
    ],
    [
      'anonymous suites are no weakness (C96)',
      withHandshake(completed({ version: 'TLSv1.2', keyExchange: 'anonymous', certificates: [] })),
      [],
    ],
    [
      'a close before any TLS on an implicit port is a failed handshake',
      implicit(failedHandshake({ kind: 'closed', step: 'server-hello' })),
      ['tls.handshake-failed error'],
    ],
    [
      'plain SMTP on an implicit port is a failed handshake',
      implicit(failedHandshake({ kind: 'not-tls', step: 'server-hello', received: '220 hello' })),
      ['tls.handshake-failed error'],
    ],
  ];
  it.each(rows)('%s', (_title, observation, expected) => {
    expect(idsOf(findingsOf(observation))).toEqual(expected);
  });
});

describe('tls: evidence', () => {
  it('names the scheme that could not be checked, and the certificate it was for', () => {
    const [finding] = findingsOf(withHandshake(completed({ signatureVerified: 'unsupported' })));
    expect(finding?.evidence).toEqual({ signatureScheme: 'ecdsa_secp256r1_sha256' });
    expect(finding?.subject).toMatchObject({
      mx: mailHost,
      address: mailAddress,
      certificate: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('names the alert, where it came, and says it once for two sessions', () => {
    const findings = findingsOf(withTwo(alert, { ...alert, serverName: null }));
    expect(findings.map(({ subject, evidence }) => ({ subject, evidence }))).toEqual([
      {
        subject: { mx: mailHost, address: mailAddress },
        evidence: { failure: 'alert', step: 'server-hello', alert: 'handshake_failure' },
      },
    ]);
  });

  it('keeps two different failures of one address apart', () => {
    const other = failedHandshake({ kind: 'alert', step: 'finished', alert: 'internal_error' });
    expect(findingsOf(withTwo(alert, other)).map(({ evidence }) => evidence.alert)).toEqual([
      'handshake_failure',
      'internal_error',
    ]);
  });
});
