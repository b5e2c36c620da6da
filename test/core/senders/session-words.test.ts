/**
 * Exim's words for a session over TLS (`X=`, `DN=`): as Exim 4.96 and 4.98 with GnuTLS wrote them of the lab's servers, and of certificates
 * with odd names in a run of the same lab on 2026-11-26.
 */
import { describe, expect, test } from 'vitest';
import { printGnutlsName } from '../../../src/core/senders/library-words/gnutls-name.ts';
import { printOpensslName } from '../../../src/core/senders/library-words/openssl-session.ts';
import { sessionWords } from '../../../src/core/senders/session-words.ts';
import type { Handshake } from '../../../src/core/tls/facts.ts';
import type { CertificateFacts } from '../../../src/core/x509/certificate-facts.ts';
import * as der from '../../../src/demo/der.ts';
import {
  address,
  cleartextSession,
  completed,
  healthyObservation,
  host,
  reply,
  sessionUpTo,
  starttlsSession,
  withSession,
} from '../observation-builder.ts';
import { predicted } from './outcomes.ts';

const cipherOf = (overrides: Partial<Handshake>) =>
  sessionWords({ handshake: completed({ group: 'secp256r1', ...overrides }) }).cipher;
const named = (attributes: readonly (readonly [string, string])[]): Uint8Array =>
  der.sequence(
    ...attributes.map(([oid, text]) =>
      der.set(der.sequence(der.objectIdentifier(oid), der.utf8String(text))),
    ),
  );
const subjectOf = (name: Uint8Array) =>
  sessionWords({
    handshake: completed(),
    leaf: { subject: { der: name } } as CertificateFacts,
  }).subject;

describe('X=', () => {
  test.each([
    [
      'TLSv1.3',
      'ecdhe',
      'secp256r1',
      'rsa_pss_rsae_sha256',
      'TLS_AES_256_GCM_SHA384',
      'TLS1.3:ECDHE_SECP256R1__RSA_PSS_RSAE_SHA256__AES_256_GCM:256',
    ],
    [
      'TLSv1.3',
      'ecdhe',
      'x25519',
      'rsa_pss_rsae_sha256',
      'TLS_AES_128_GCM_SHA256',
      'TLS1.3:ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_128_GCM:128',
    ],
    [
      'TLSv1.3',
      'ecdhe',
      'secp256r1',
      'ecdsa_secp384r1_sha384',
      'TLS_AES_256_GCM_SHA384',
      'TLS1.3:ECDHE_SECP256R1__ECDSA_SECP384R1_SHA384__AES_256_GCM:256',
    ],
    [
      'TLSv1.3',
      'ecdhe',
      'secp256r1',
      'ed448',
      'TLS_AES_256_GCM_SHA384',
      'TLS1.3:ECDHE_SECP256R1__EdDSA_Ed448__AES_256_GCM:256',
    ],
    [
      'TLSv1.3',
      'dhe',
      'ffdhe3072',
      'rsa_pss_rsae_sha256',
      'TLS_AES_256_GCM_SHA384',
      'TLS1.3:DHE_FFDHE3072__RSA_PSS_RSAE_SHA256__AES_256_GCM:256',
    ],
    [
      'TLSv1.2',
      'ecdhe',
      'secp256r1',
      'ecdsa_secp256r1_sha256',
      'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA',
      'TLS1.2:ECDHE_SECP256R1__ECDSA_SHA256__AES_256_CBC__SHA1:256',
    ],
    [
      'TLSv1.2',
      'ecdhe',
      'secp256r1',
      'rsa_pkcs1_sha1',
      'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      'TLS1.2:ECDHE_SECP256R1__RSA_SHA1__AES_128_GCM:128',
    ],
    [
      'TLSv1.1',
      'ecdhe',
      'secp256r1',
      undefined,
      'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
      'TLS1.1:ECDHE_SECP256R1__AES_256_CBC__SHA1:256',
    ],
    [
      'TLSv1',
      'ecdhe',
      'secp256r1',
      undefined,
      'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
      'TLS1.0:ECDHE_SECP256R1__AES_256_CBC__SHA1:256',
    ],
    [
      'TLSv1.2',
      'rsa',
      undefined,
      undefined,
      'TLS_RSA_WITH_AES_128_CBC_SHA',
      'TLS1.2:RSA__AES_128_CBC__SHA1:128',
    ],
  ] as const)('%s %s %s %s %s', (version, keyExchange, group, signatureScheme, suite, words) => {
    const facts = { version, keyExchange, group, signatureScheme, suite } as Partial<Handshake>;
    expect(cipherOf(facts)).toBe(words);
  });

  test('a field of no standard group is called by its size', () => {
    const { group: _group, ...handshake } = completed({
      version: 'TLSv1.2',
      keyExchange: 'dhe',
      dhBits: 1536,
      signatureScheme: 'rsa_pkcs1_sha256',
      suite: 'TLS_DHE_RSA_WITH_AES_256_GCM_SHA384',
    });
    expect(sessionWords({ handshake }).cipher).toBe('TLS1.2:DHE_CUSTOM1536__RSA_SHA256__AES_256_GCM:256');
  });

  test.each([
    { version: 'SSLv3' },
    { keyExchange: 'anonymous' },
    { group: 'X25519MLKEM768' },
    { signatureScheme: 'mldsa44' },
    { suite: 'TLS_RSA_WITH_RC4_128_SHA' },
  ] as const)('not in the tables: %o', (overrides) => {
    expect(cipherOf(overrides)).toBeUndefined();
  });
});

describe('DN=', () => {
  const cn = '2.5.4.3';
  test.each([
    [' a,b "c" +d;<e>\\f=g#h ', 'CN=\\ a\\,b \\"c\\" \\+d\\;\\<e\\>\\\\f=g#h\\ '],
    ['#hash', 'CN=\\#hash'],
    ['Zo\u00eb \u20ac', 'CN=Zo\\303\\253 \\342\\202\\254'],
    ['a\nb\tc\u0001', 'CN=a\\nb\tc\\001'],
  ])('%j', (commonName, words) => {
    expect(subjectOf(named([[cn, commonName]]))).toBe(words);
  });

  test('several attributes, in the order of the certificate', () => {
    const name = named([
      ['2.5.4.6', 'DE'],
      ['2.5.4.10', 'Example, Inc.'],
      ['1.2.840.113549.1.9.1', 'a@b.c'],
      [cn, 'mx.example.org'],
    ]);
    expect(printGnutlsName(name)).toBe('C=DE,O=Example\\, Inc.,EMAIL=a@b.c,CN=mx.example.org');
  });

  test('no words for an attribute without a name', () => {
    expect(printGnutlsName(named([['2.5.4.97', 'NTRDE-1']]))).toBeUndefined();
  });
});

describe('with OpenSSL', () => {
  const told = (overrides: Partial<Handshake>) =>
    sessionWords({ handshake: completed(overrides) }, 'openssl').cipher;

  test.each([
    ['TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'TLS1.3:TLS_AES_256_GCM_SHA384:256'],
    ['TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS1.2:ECDHE-RSA-AES128-GCM-SHA256:128'],
    ['TLSv1.2', 'TLS_RSA_WITH_AES_128_CBC_SHA256', 'TLS1.2:AES128-SHA256:128'],
    ['TLSv1.3', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS1.3:TLS_CHACHA20_POLY1305_SHA256:256'],
  ])('%s %s', (version, suite, words) => {
    expect(told({ version, suite } as Partial<Handshake>)).toBe(words);
  });

  test('no words for what no registry row of OpenSSL names', () => {
    expect(told({ suite: 'TLS_UNHEARD_OF' })).toBeUndefined();
  });

  test('a subject, as X509_NAME_oneline prints it', () => {
    const name = named([
      ['2.5.4.6', 'DE'],
      ['1.2.840.113549.1.9.1', 'a@b.c'],
      ['2.5.4.3', 'Zo\u00eb, "x"'],
    ]);
    expect(printOpensslName(name)).toBe('/C=DE/emailAddress=a@b.c/CN=Zo\\xC3\\xAB, "x"');
    expect(printOpensslName(named([['2.5.4.97', 'NTRDE-1']]))).toBeUndefined();
    expect(printOpensslName(named([['2.5.4.3', 'x'.repeat(300)]]))).toBeUndefined();
  });
});

describe('MAIL over TLS is answered 530', () => {
  const refused = starttlsSession({ mailFrom: reply(530, '5.7.0 Authentication required') });
  const asExim = starttlsSession({
    handshake: completed({ hello: 'gnutls-normal', serverName: null, group: 'secp256r1' }),
  });
  const at = (...asSenders: readonly (typeof refused)[]) =>
    healthyObservation({
      hosts: [host({ addresses: [address({ sessions: [refused], asSenders: [...asSenders] })] })],
    });

  test('with what its own hello gets', () => {
    expect(predicted(at(asExim), 'exim').log).toBe(
      '** H=mx.example.test [192.0.2.25] X=TLS1.3:ECDHE_SECP256R1__ECDSA_SECP256R1_SHA256__AES_256_GCM:256 CV=yes DN="CN=mx.example.test": SMTP error from remote mail server after pipelined MAIL FROM: 530 5.7.0 Authentication required',
    );
  });

  test('nothing where that was not asked: another hello may get another group', () => {
    expect(predicted(at(), 'exim')).toMatchObject({ first: 'bounced' });
    expect(predicted(at(), 'exim').log).toBeUndefined();
  });

  test('without PIPELINING over TLS, MAIL goes alone', () => {
    const alone = { ehloOverTls: reply(250, 'mx.example.test'), extensionsOverTls: [] };
    const observation = healthyObservation({
      hosts: [
        host({
          addresses: [
            address({ sessions: [{ ...refused, ...alone }], asSenders: [{ ...asExim, ...alone }] }),
          ],
        }),
      ],
    });
    expect(predicted(observation, 'exim').log).toMatch(/ server after MAIL FROM: 530 5.7.0 Authent/);
  });
});

test('nor in cleartext, where EHLO does not list it', () => {
  const plain = { ehlo: reply(250, 'mx.example.test'), extensions: [] };
  const session = sessionUpTo('ehlo', plain);
  const clear = cleartextSession({
    ...plain,
    mailFrom: reply(530, '5.7.0 Must issue a STARTTLS command first'),
  });
  expect(predicted(withSession(session, clear), 'exim').log).toBe(
    '** H=mx.example.test [192.0.2.25]: SMTP error from remote mail server after MAIL FROM: 530 5.7.0 Must issue a STARTTLS command first',
  );
});
