/**
 * Which senders' hellos are sent after our own: none where the answer holds for all; each once where it does not.
 */
import { describe, expect, test } from 'vitest';
import { handshakesAsSenders } from '../../../src/core/senders/targeted-handshakes.ts';
import type { Session } from '../../../src/core/smtp/session.ts';
import type { Handshake } from '../../../src/core/tls/facts.ts';
import { completed, failedHandshake, reply, sessionUpTo, starttlsSession } from '../observation-builder.ts';

const both = (handshake: Handshake): Session[] =>
  [handshake, { ...handshake, serverName: null }].map((one) =>
    one.outcome === 'completed'
      ? starttlsSession({ handshake: one })
      : sessionUpTo('handshake', { handshake: one }),
  );

const asked = (sessions: readonly Session[], asSenders: readonly Session[] = []): string[] =>
  handshakesAsSenders({ port: 25, sessions, asSenders })
    .map(({ helloName, sni }) => `${helloName}${sni ? ' +name' : ''}`)
    .sort();

const rsa = (overrides: Partial<Handshake> = {}): Handshake =>
  completed({ signatureScheme: 'rsa_pss_rsae_sha256', ...overrides });

const tls12 = (suite: string, keyExchange: NonNullable<Handshake['keyExchange']>): Session[] => {
  const { group: _group, ...handshake } = completed({
    version: 'TLSv1.2',
    suite,
    keyExchange,
    signatureScheme: 'rsa_pkcs1_sha256',
    ...(keyExchange === 'dhe' && { dhBits: 1024 }),
  });
  return both(handshake);
};

const postfixMay = ['postfix-openssl30', 'postfix-openssl35'];

describe('nothing is asked', () => {
  test('where TLS 1.3 is chosen with what every sender offers', () => {
    expect(asked(both(rsa()))).toEqual([]);
  });

  test('where the server says that it shares nothing with any sender', () => {
    const refused = failedHandshake({ kind: 'alert', step: 'server-hello', alert: 'handshake_failure' });
    expect(asked(both({ ...refused, hello: 'every-sender' }))).toEqual([]);
  });

  test('where what answers is no TLS server', () => {
    expect(asked(both(failedHandshake({ kind: 'not-tls', step: 'server-hello' })))).toEqual([]);
  });
});

describe('only those are asked for whom the answer may differ', () => {
  test('P-521: OpenSMTPD 7.6 does not offer it', () => {
    expect(asked(both(rsa({ group: 'secp521r1' })))).toEqual(['opensmtpd-openssl35 +name']);
  });

  test('a suite that Go lacks', () => {
    expect(asked(tls12('TLS_DHE_RSA_WITH_AES_128_GCM_SHA256', 'dhe'))).toContain('go-119 +name');
  });

  test('before TLS 1.3 Postfix may be given an anonymous suite', () => {
    expect(asked(tls12('TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'ecdhe'))).toEqual(postfixMay);
  });

  test('DHE is chosen: GnuTLS puts RSA key exchange before it', () => {
    expect(asked(tls12('TLS_DHE_RSA_WITH_AES_128_GCM_SHA256', 'dhe'))).toEqual(
      expect.arrayContaining(['gnutls-normal', 'gnutls-normal +name', ...postfixMay]),
    );
  });

  test('an ECDSA certificate: GnuTLS and Go put RSA first', () => {
    const ecdsa = asked(both(completed({ signatureScheme: 'ecdsa_secp256r1_sha256' })));
    expect(ecdsa).toEqual(['gnutls-normal', 'gnutls-normal +name', 'go-119 +name']);
  });

  test('a suite behind the 63rd place of a long list', () => {
    expect(asked(tls12('TLS_RSA_WITH_AES_128_CBC_SHA', 'rsa'))).toEqual(expect.arrayContaining(postfixMay));
  });

  test('MAIL over TLS is refused for all: Exim logs the parameters of the session', () => {
    const sessions = both(rsa()).map((session) => ({ ...session, mailFrom: reply(530, '5.7.0 No') }));
    expect(asked(sessions)).toEqual([
      'gnutls-normal',
      'gnutls-normal +name',
      'openssl30-default +name',
      'openssl30-exim',
    ]);
  });

  test('each only once', () => {
    const sessions = both(rsa({ group: 'secp521r1' }));
    const refused = failedHandshake({ kind: 'alert', step: 'server-hello', alert: 'handshake_failure' });
    const own = sessionUpTo('handshake', { handshake: { ...refused, hello: 'opensmtpd-openssl35' } });
    expect(asked(sessions, [own])).toEqual([]);
  });
});

describe('a server that answers nothing', () => {
  const silent = failedHandshake({ kind: 'timeout', step: 'server-hello' });
  const sample = (handshake: Handshake) =>
    ['openssl30-default', 'postfix-openssl30'].map((hello) =>
      starttlsSession({ handshake: { ...handshake, hello, serverName: null } }),
    );

  test('is asked in the name of two senders', () => {
    expect(asked(both(silent))).toEqual(['openssl30-default', 'postfix-openssl30']);
  });

  test('so is one that refused our hello, which offers less than theirs', () => {
    const refused = failedHandshake({ kind: 'alert', step: 'server-hello', alert: 'handshake_failure' });
    expect(asked(both(refused))).toEqual(['openssl30-default', 'postfix-openssl30']);
  });

  test('and is left alone if it stays silent', () => {
    expect(asked(both(silent), sample(silent))).toEqual([]);
  });

  test('and is asked in the name of all if it does not', () => {
    expect(asked(both(silent), sample(completed())).length).toBeGreaterThan(8);
  });
});

test('on 587 only submission clients are asked for', () => {
  const sessions = both(completed({ signatureScheme: 'ecdsa_secp256r1_sha256' }));
  const wanted = handshakesAsSenders({ port: 587, sessions, asSenders: [] });
  expect(wanted.map(({ helloName, sni }) => [helloName, sni]).sort()).toEqual([
    ['gnutls-normal', true],
    ['go-119', true],
  ]);
});
