/**
 * The cases that this project was founded on, each against the senders that differ. What is expected was measured with the real
 * software in a laboratory, or is said of the service by the source its profile names.
 */
import { describe, expect, test } from 'vitest';
import { everySenderHelloName } from '../../../src/core/senders/every-sender-hello.ts';
import {
  chainOf,
  cleartextSession,
  completed,
  dnsAnswer,
  failedHandshake,
  healthyObservation,
  host,
  mailHost,
  reply,
  sessionUpTo,
  withHandshake,
  withSession,
} from '../observation-builder.ts';
import { causesIn, fateOf, predicted } from './outcomes.ts';

const refusesCleartext = cleartextSession({
  mailFrom: reply(530, '5.7.0 Must issue a STARTTLS command first'),
});
const keyEncipherment = completed({
  signatureScheme: 'rsa_pss_rsae_sha256',
  certificates: chainOf('keyEnciphermentOnly', 'intermediate'),
});
const noSharedCipher = failedHandshake(
  { kind: 'alert', step: 'server-hello', alert: 'handshake_failure' },
  { hello: everySenderHelloName },
);

const all = ['postfix-may', 'exim', 'sendmail', 'gmail'];

describe('a healthy host', () => {
  test.each(all)('%s delivers over TLS', (id) => {
    expect(fateOf(healthyObservation(), id)).toBe('delivered-tls = delivered-tls');
    expect(causesIn(healthyObservation(), id)).toEqual([]);
  });

  test('each sender has its own word for the certificate', () => {
    const words = all.map((id) => predicted(healthyObservation(), id).peer);
    expect(words).toEqual(['Trusted', 'CV=yes', 'verify=OK', undefined]);
  });
});

describe('keyUsage = keyEncipherment only (C84)', () => {
  test('Exim goes on in cleartext at once; where cleartext is refused it bounces on the first attempt', () => {
    expect(fateOf(withHandshake(keyEncipherment), 'exim')).toBe('delivered-cleartext = delivered-cleartext');
    const strict = withHandshake(keyEncipherment, refusesCleartext);
    expect(fateOf(strict, 'exim')).toBe('bounced = bounced');
    expect(causesIn(strict, 'exim')).toEqual(['cert.key-usage-no-digital-signature', 'smtp.tls-required']);
  });

  test('Exim logs what GnuTLS said', () => {
    expect(predicted(withHandshake(keyEncipherment), 'exim').log).toBe(
      'TLS session: (gnutls_handshake): Key usage violation in certificate has been detected.: delivering unencrypted to H=mx.example.test [192.0.2.25] (not in hosts_require_tls)',
    );
  });

  test.each(['postfix-may', 'sendmail'])('%s does not mind', (id) => {
    expect(fateOf(withHandshake(keyEncipherment, refusesCleartext), id)).toBe(
      'delivered-tls = delivered-tls',
    );
  });

  test('whether Gmail minds is unknown, and said so', () => {
    const outcome = predicted(withHandshake(keyEncipherment), 'gmail');
    expect(outcome.first).toBe('unknown');
    expect(outcome.unknown).toContain('digitalSignature');
  });

  test('with RSA key exchange Exim is content', () => {
    const rsa = completed({
      version: 'TLSv1.2',
      suite: 'TLS_RSA_WITH_AES_128_GCM_SHA256',
      keyExchange: 'rsa',
      certificates: chainOf('keyEnciphermentOnly', 'intermediate'),
    });
    const { group: _group, signatureScheme: _scheme, ...handshake } = rsa;
    expect(fateOf(withHandshake(handshake), 'exim')).toBe('delivered-tls = delivered-tls');
  });
});

describe('a handshake that fails (C82)', () => {
  const observation = withSession(sessionUpTo('handshake', { handshake: noSharedCipher }));
  const strict = withSession(sessionUpTo('handshake', { handshake: noSharedCipher }), refusesCleartext);

  test('Postfix waits, and delivers in cleartext only on a later attempt', () => {
    expect(fateOf(observation, 'postfix-may')).toBe('deferred > delivered-cleartext = delivered-cleartext');
    const { timeline, log } = predicted(observation, 'postfix-may');
    expect(timeline.map(({ afterSeconds, outcome }) => [afterSeconds, outcome])).toEqual([
      [0, 'deferred'],
      [300, 'delivered-cleartext'],
    ]);
    expect(log).toContain('status=deferred (Cannot start TLS: handshake failure)');
    expect(causesIn(observation, 'postfix-may')).toEqual(['tls.handshake-failed']);
  });

  test('Postfix bounces on the retry where cleartext is refused', () => {
    expect(fateOf(strict, 'postfix-may')).toBe('deferred > bounced = bounced');
  });

  test('Exim goes on in cleartext at once', () => {
    expect(fateOf(observation, 'exim')).toBe('delivered-cleartext = delivered-cleartext');
    expect(fateOf(strict, 'exim')).toBe('bounced = bounced');
  });

  test('Sendmail never falls back; the message bounces when its queue life ends', () => {
    expect(fateOf(observation, 'sendmail')).toBe('deferred > deferred = bounced');
    expect(predicted(observation, 'sendmail').timeline.at(-1)).toMatchObject({
      afterSeconds: 432_000,
      outcome: 'bounced',
    });
  });

  test('Gmail waits, then bounces, and never goes in cleartext', () => {
    expect(fateOf(observation, 'gmail')).toBe('deferred > deferred = bounced');
  });

  test('a refusal of a hello that left out what the sender offers decides nothing', () => {
    const broad = failedHandshake({ kind: 'alert', step: 'server-hello', alert: 'handshake_failure' });
    const open = withSession(sessionUpTo('handshake', { handshake: broad }));
    expect(predicted(open, 'postfix-may')).toMatchObject({ first: 'unknown', final: 'unknown' });
    expect(predicted(open, 'postfix-may').unknown).toContain('this sender offers');
  });
});

describe('STARTTLS refused or gone (C80, C81)', () => {
  test.each(['postfix-may', 'exim', 'sendmail'])(
    '454 is not "no TLS": %s goes on in cleartext in the same session',
    (id) => {
      const refused = sessionUpTo('starttls', {
        starttls: reply(454, '4.7.0 TLS not available due to local problem'),
      });
      expect(fateOf(withSession(refused), id)).toBe('delivered-cleartext = delivered-cleartext');
      expect(fateOf(withSession(refused, refusesCleartext), id)).toBe('bounced = bounced');
      expect(causesIn(withSession(refused), id)).toEqual(['smtp.starttls-refused']);
    },
  );

  test.each(['postfix-may', 'exim', 'sendmail'])('421 to STARTTLS makes %s wait', (id) => {
    const refused = sessionUpTo('starttls', { starttls: reply(421, '4.7.0 TLS not available, closing') });
    expect(fateOf(withSession(refused), id)).toBe('deferred > deferred = bounced');
  });

  test('a greeting of 554 bounces at Exim and Sendmail; Postfix waits for it to go away', () => {
    const session = sessionUpTo('greeting', { greeting: reply(554, '5.7.1 No SMTP service here') });
    const observation = withSession(
      session,
      cleartextSession({ greeting: reply(554, '5.7.1 No SMTP service here') }),
    );
    expect(fateOf(observation, 'exim')).toBe('bounced = bounced');
    expect(fateOf(observation, 'sendmail')).toBe('bounced = bounced');
    expect(fateOf(observation, 'postfix-may')).toBe('deferred > deferred = bounced');
    expect(causesIn(observation, 'exim')).toEqual(['smtp.greeting-rejected']);
  });

  test.each(all)('a greeting of 421 makes %s wait', (id) => {
    const session = sessionUpTo('greeting', { greeting: reply(421, '4.3.2 Service not available') });
    expect(fateOf(withSession(session), id)).toBe('deferred > deferred = bounced');
  });

  test.each(all)('without STARTTLS %s delivers in cleartext', (id) => {
    const session = sessionUpTo('ehlo', { extensions: ['PIPELINING'] });
    const observation = withSession(session);
    expect(fateOf(observation, id)).toBe('delivered-cleartext = delivered-cleartext');
    expect(causesIn(observation, id)).toEqual(['smtp.starttls-not-offered']);
  });
});

describe('certificates that nobody vouches for (C90)', () => {
  test.each([
    ['self-signed', chainOf('selfSigned')],
    ['another name', chainOf('otherName', 'intermediate')],
    ['no intermediate', chainOf('good')],
  ])('opportunistic senders deliver over TLS: %s', (_what, certificates) => {
    const observation = withHandshake(completed({ certificates }));
    for (const id of all) expect(fateOf(observation, id)).toBe('delivered-tls = delivered-tls');
  });

  test('a wrong name is Trusted for Postfix and verify=OK for Sendmail, which look at the chain only; CV=no for Exim', () => {
    const observation = withHandshake(completed({ certificates: chainOf('otherName', 'intermediate') }));
    const words = ['postfix-may', 'sendmail', 'exim'].map((id) => predicted(observation, id).peer);
    expect(words).toEqual(['Trusted', 'verify=OK', 'CV=no']);
  });
});

describe('old TLS (C91)', () => {
  const { signatureScheme: _scheme, ...tls10 } = completed({
    version: 'TLSv1',
    suite: 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
    group: 'secp256r1',
  });

  test('TLS 1.0 still delivers for Postfix and Exim, and makes Sendmail wait (security level 2)', () => {
    const observation = withHandshake(tls10);
    expect(fateOf(observation, 'postfix-may')).toBe('delivered-tls = delivered-tls');
    expect(fateOf(observation, 'exim')).toBe('delivered-tls = delivered-tls');
    expect(fateOf(observation, 'sendmail')).toBe('deferred > deferred = bounced');
    expect(causesIn(observation, 'sendmail')).toEqual(['tls.protocol-too-old']);
  });

  test.each([
    [1024, 'delivered-tls = delivered-tls', 'deferred > deferred = bounced'],
    [2048, 'delivered-tls = delivered-tls', 'delivered-tls = delivered-tls'],
    [512, 'deferred > delivered-cleartext = delivered-cleartext', 'deferred > deferred = bounced'],
  ])('Diffie-Hellman of %i bits', (dhBits, postfix, sendmail) => {
    const dhe = completed({
      version: 'TLSv1.2',
      suite: 'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256',
      keyExchange: 'dhe',
      dhBits,
    });
    const { group: _group, ...handshake } = { ...dhe, signatureScheme: 'rsa_pkcs1_sha256' };
    expect(fateOf(withHandshake(handshake), 'postfix-may')).toBe(postfix);
    expect(fateOf(withHandshake(handshake), 'sendmail')).toBe(sendmail);
  });
});

describe('routing (C3, C6)', () => {
  test('a null MX beside others: who is given the best host’s name hears only of one before it (null-mx-last)', () => {
    const beside = (preference: number) =>
      healthyObservation({
        dns: [
          dnsAnswer('example.test', 'MX', [
            { type: 'MX', preference: 10, exchange: mailHost },
            { type: 'MX', preference, exchange: '.' },
          ]),
        ],
      });
    expect(fateOf(beside(20), 'go')).toBe('delivered-tls-authenticated = delivered-tls-authenticated');
    for (const preference of [0, 10]) expect(predicted(beside(preference), 'go').first).toBe('unknown');
    expect(fateOf(beside(20), 'postfix-may')).toBe('bounced = bounced');
  });

  test.each(['postfix-may', 'exim', 'sendmail'])('a null MX bounces at once: %s', (id) => {
    const observation = healthyObservation({ routing: { kind: 'null-mx', dnssec: 'insecure' }, hosts: [] });
    expect(fateOf(observation, id)).toBe('bounced = bounced');
    expect(causesIn(observation, id)).toEqual(['mx.null-mx']);
  });

  test.each(all)('an MX look-up that fails makes %s wait; it never reads as "no MX"', (id) => {
    const [answer, ...rest] = healthyObservation().dns;
    if (!answer) throw new Error('the builder has an MX answer');
    const observation = healthyObservation({
      routing: { kind: 'unknown', reason: 'dns-failure', detail: 'MX: SERVFAIL' },
      hosts: [],
      dns: [{ ...answer, outcome: 'servfail', records: [], rcode: 'SERVFAIL' }, ...rest],
    });
    expect(fateOf(observation, id)).toBe('deferred > deferred = bounced');
    expect(causesIn(observation, id)).toEqual(['mx.lookup-failed']);
  });
});

describe('several mail hosts (C7, C8)', () => {
  const broken = host({
    addresses: [
      {
        ip: '192.0.2.1',
        sessions: [sessionUpTo('handshake', { handshake: noSharedCipher }), cleartextSession()],
      },
    ],
  });
  const backup = host({ name: 'mx2.example.test', preference: 20 });

  test('a healthy second host serves Postfix and Sendmail, but not Exim, which goes to the first in cleartext', () => {
    const observation = healthyObservation({ hosts: [broken, backup] });
    expect(fateOf(observation, 'postfix-may')).toBe('delivered-tls = delivered-tls');
    expect(fateOf(observation, 'sendmail')).toBe('delivered-tls = delivered-tls');
    expect(fateOf(observation, 'exim')).toBe('delivered-cleartext = delivered-cleartext');
    expect(predicted(observation, 'postfix-may').timeline[0]).toMatchObject({ mx: 'mx2.example.test' });
  });

  test('of equal preferences the worst outcome counts, and the timeline names the other', () => {
    const observation = healthyObservation({ hosts: [broken, { ...backup, preference: 10 }] });
    const { first, timeline } = predicted(observation, 'exim');
    expect(first).toBe('delivered-cleartext');
    expect(timeline.map(({ outcome, mx }) => [outcome, mx])).toEqual([
      ['delivered-cleartext', 'mx.example.test'],
      ['delivered-tls', 'mx2.example.test'],
    ]);
  });

  test('a 554 greeting is final at once for dma; Sendmail and Exim try the next host first, and bounce when the last one says so', () => {
    const greeting = reply(554, '5.7.1 No SMTP service here');
    const rejecting = (name: string, preference: number) =>
      host({
        name,
        preference,
        addresses: [{ ip: '192.0.2.1', sessions: [sessionUpTo('greeting', { greeting })] }],
      });
    const first = healthyObservation({ hosts: [rejecting('mx1.example.test', 5), backup] });
    expect(fateOf(first, 'sendmail')).toBe('delivered-tls = delivered-tls');
    expect(fateOf(first, 'postfix-may')).toBe('delivered-tls = delivered-tls');
    expect(fateOf(first, 'exim')).toBe('delivered-tls = delivered-tls');
    expect(fateOf(first, 'dma')).toBe('bounced = bounced');
    expect(fateOf(first, 'opensmtpd-6.8')).toBe('delivered-tls = delivered-tls');
    const both = healthyObservation({
      hosts: [rejecting('mx1.example.test', 5), rejecting('mx2.example.test', 20)],
    });
    expect(fateOf(both, 'sendmail')).toBe('bounced = bounced');
  });

  test('a host that refuses the connection is passed over by all', () => {
    const refused = sessionUpTo('connect', { connect: { kind: 'refused', detail: 'ECONNREFUSED' } });
    const dead = host({ addresses: [{ ip: '192.0.2.1', sessions: [refused] }] });
    const observation = healthyObservation({ hosts: [dead, backup] });
    for (const id of all) expect(fateOf(observation, id)).toBe('delivered-tls = delivered-tls');
    const alone = healthyObservation({ hosts: [dead] });
    for (const id of all) expect(fateOf(alone, id)).toBe('deferred > deferred = bounced');
  });

  test('what was not measured is unknown, never a failure', () => {
    const unseen = host({
      addresses: [{ ip: '192.0.2.1', sessions: [], unknown: { reason: 'budget', detail: 'too many' } }],
    });
    const blocked = sessionUpTo('connect', { connect: { kind: 'egress-blocked', detail: 'port 25' } });
    for (const id of all) {
      expect(predicted(healthyObservation({ hosts: [unseen] }), id)).toMatchObject({
        first: 'unknown',
        final: 'unknown',
      });
      expect(predicted(withSession(blocked, { ...blocked, purpose: 'cleartext' }), id).unknown).toContain(
        'egress-blocked',
      );
    }
  });
});
