/**
 * What client libraries tell their callers of a handshake, a session or a certificate that is wrong: each line as the senders' lab recorded it (the scenario of that name), host
 * and address aside. Where a client has no time limit, no line, and the timeline says why.
 */
import { describe, expect, test } from 'vitest';
import { senderProfiles } from '../../../src/core/senders/catalogue.ts';
import { predict } from '../../../src/core/senders/predict.ts';
import type { Session } from '../../../src/core/smtp/session.ts';
import type { HandshakeFailure } from '../../../src/core/tls/facts.ts';
import { type CertificateOptions, writeCertificate } from '../../../src/demo/certificate.ts';
import * as der from '../../../src/demo/der.ts';
import {
  completed,
  failedHandshake,
  mailHost,
  reply,
  starttlsSession,
  withHandshake,
  withSession,
} from '../observation-builder.ts';
import { chain, factsUnderRoot, intermediateDer, intermediateKey, issue, newKey } from '../rules/issue.ts';
import { type ClientLines, clientLines, disconnected, lost, predicted, timedOut } from './outcomes.ts';

const oddKey = newKey();

const authority = (subject: string, overrides: Partial<CertificateOptions>) =>
  writeCertificate({
    subject,
    subjectKey: oddKey.publicKey,
    issuer: 'Public Intermediate',
    issuerKey: intermediateKey,
    notBefore: new Date('2026-05-01T00:00:00Z'),
    notAfter: new Date('2026-07-29T23:59:59Z'),
    authority: {},
    keyUsage: ['keyCertSign', 'cRLSign'],
    ...overrides,
  });

/** A permitted dNSName subtree (RFC 5280 §4.2.1.10). */
const permitted = (name: string) => ({
  oid: '2.5.29.30',
  critical: true,
  value: der.sequence(der.explicit(0, der.sequence(der.implicitText(2, name)))),
});

describe('in the handshake', () => {
  const reset = 'error: ConnectionResetError [Errno 104] Connection reset by peer';
  const rows: readonly (readonly [string, Omit<HandshakeFailure, 'detail' | 'step'>, ClientLines])[] = [
    [
      'handshake-close',
      { kind: 'closed' },
      [
        'error: EOF',
        'error: ESOCKET Client network socket disconnected before secure TLS connection was established',
        'error: SSLZeroReturnError TLS/SSL connection has been closed (EOF) (_ssl.c:992)',
        'msmtp: TLS handshake failed: The TLS connection was non-properly terminated.',
      ],
    ],
    [
      'alert-close-notify',
      { kind: 'closed', alert: 'close_notify', alertLevel: 'fatal' },
      [
        'error: EOF',
        'error: ESOCKET Client network socket disconnected before secure TLS connection was established',
        'error: SSLError [SSL] unknown error (_ssl.c:992)',
        'msmtp: TLS handshake failed: A TLS fatal alert has been received.',
      ],
    ],
    [
      'handshake-reset',
      { kind: 'reset' },
      [
        'read: connection reset by peer',
        'error: ESOCKET read ECONNRESET',
        reset,
        'msmtp: TLS handshake failed: Error in the pull function.',
      ],
    ],
    [
      'starttls-silent',
      { kind: 'timeout' },
      [undefined, timedOut, 'error: TimeoutError _ssl.c:975: The handshake operation timed out', undefined],
    ],
  ];

  test.each(rows)('%s', (_title, failure, lines) => {
    expect(clientLines(withHandshake(failedHandshake({ ...failure, step: 'server-hello' })))).toEqual(lines);
  });
});

describe('over TLS', () => {
  const ended = (kind: 'closed' | 'reset'): Partial<Session> => ({
    handshake: completed({ failure: { kind, detail: 'as the test says', step: 'application-data' } }),
    // As the dialogue has it: a stream that broke.
    ehloOverTls: lost('reset'),
  });

  test.each([
    [
      'tls-ehlo-close',
      ended('closed'),
      [
        'error: EOF',
        'error: ECONNECTION Connection closed unexpectedly',
        disconnected,
        'msmtp: the server sent an empty reply',
      ],
    ],
    [
      'tls-ehlo-reset',
      ended('reset'),
      [
        'read: connection reset by peer',
        'error: ESOCKET read ECONNRESET',
        disconnected,
        'msmtp: cannot read from TLS connection: Error in the pull function.',
      ],
    ],
    [
      'tls-ehlo-never',
      { ehloOverTls: lost('timeout') },
      [undefined, timedOut, `${disconnected}: The read operation timed out`, undefined],
    ],
    [
      'tls-mail-530',
      { mailFrom: reply(530, '5.7.0 Authentication required') },
      [
        'error: 530 5.7.0 Authentication required',
        'error: EENVELOPE Mail command failed: 530 5.7.0 Authentication required',
        "error: SMTPSenderRefused (530, b'5.7.0 Authentication required', ",
        'msmtp: server message: 530 5.7.0 Authentication required',
      ],
    ],
  ] as const)('%s', (_title, overrides, lines) => {
    expect(clientLines(withSession(starttlsSession(overrides)))).toEqual(lines);
  });

  test('who has no time limit waits, and is told of in the timeline', () => {
    const silent = withSession(starttlsSession({ ehloOverTls: lost('timeout') }));
    const why = (id: string) => predicted(silent, id).timeline[0]?.why;
    expect(why('go')).toContain('it has no time limit');
    expect(why('msmtp')).toContain('its time limit does not hold over TLS');
    expect(why('python-smtplib')).not.toContain('time limit');
  });
});

describe('certificates', () => {
  const shown = (certificates: readonly string[], id: string) => {
    const profile = senderProfiles.find((candidate) => candidate.id === id);
    const facts = factsUnderRoot(withHandshake(completed({ certificates: [...certificates] })));
    return profile && predict(facts, [], profile).log;
  };
  const below = (overrides: Partial<CertificateOptions>) =>
    chain(issue({ issuer: 'Odd', issuerKey: oddKey }), authority('Odd', overrides), intermediateDer);
  const pythonSays = (what: string) =>
    `error: SSLCertVerificationError [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: ${what} (_ssl.c:992)`;

  test('ku-none: OpenSSL can not read it, whatever else is wrong', () => {
    const odd = chain(issue({ keyUsage: [], keyPurposes: ['clientAuth'] }), intermediateDer);
    expect(shown(odd, 'nodemailer')).toBe('error: ESOCKET unable to verify the first certificate');
    expect(shown(odd, 'python-smtplib')).toBe(pythonSays('unable to get local issuer certificate'));
    const old = chain(issue({ keyUsage: [], notAfter: new Date('2026-05-02T00:00:00Z') }), intermediateDer);
    expect(shown(old, 'nodemailer')).toBe('error: ESOCKET certificate has expired');
  });

  test('issuer-no-certsign: the last word is that of the signatures', () => {
    const odd = below({ keyUsage: ['digitalSignature'] });
    expect(shown(odd, 'nodemailer')).toBe('error: ESOCKET key usage does not include certificate signing');
    expect(shown(odd, 'python-smtplib')).toBe(pythonSays('invalid CA certificate'));
  });

  test('issuer-other-names: Go names the first name that is not permitted', () => {
    const names = ['www.elsewhere.test', mailHost];
    const odd = chain(
      issue({ names, issuer: 'Odd', issuerKey: oddKey }),
      authority('Odd', { extensions: [permitted('elsewhere.test')] }),
      intermediateDer,
    );
    expect(shown(odd, 'go')).toBe(
      `error: x509: a root or intermediate certificate is not authorized to sign for this name: DNS name "${mailHost}" is not permitted by any constraint`,
    );
    expect(shown(odd, 'nodemailer')).toBe('error: ESOCKET permitted subtree violation');
  });
});
