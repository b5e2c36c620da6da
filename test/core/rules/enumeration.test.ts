/** The rules about all a server offers (`depth=full`), each against an enumeration that differs from the healthy one in that alone. */
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../src/core/observation.ts';
import { renderText } from '../../../src/core/report/text.ts';
import type { Enumeration } from '../../../src/core/tls/enumeration.ts';
import { judge } from '../../../src/core/verdict.ts';
import { anchors, cryptography, findingsOf, idsOf } from '../judging.ts';
import { address, healthyObservation, host } from '../observation-builder.ts';

const healthy: Enumeration = {
  versions: ['TLSv1.3', 'TLSv1.2'],
  suites: { 'TLSv1.3': ['TLS_AES_128_GCM_SHA256'], 'TLSv1.2': ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'] },
  inferred: [],
  serverOrder: true,
  groups: ['x25519'],
  signatureAlgorithms: ['rsa_pss_rsae_sha256'],
  certificates: [],
  dhBits: [2048],
  secureRenegotiation: true,
  fallbackScsv: 'refused',
  intolerances: [],
  deadVersions: [],
  disagreements: [],
  connections: 20,
  complete: true,
};

function enumerated(overrides: Partial<Enumeration>): Observation {
  const enumeration = { ...healthy, ...overrides };
  return {
    ...healthyObservation({ hosts: [host({ addresses: [address({ enumeration })] })] }),
    depth: 'full',
  };
}

const withSuite = (suite: string, version = 'TLSv1.2') =>
  enumerated({ suites: { ...healthy.suites, [version]: ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', suite] } });

const rows: readonly [string, Observation, string[]][] = [
  ['nothing weak', enumerated({}), []],
  ['SSL 3.0', enumerated({ versions: ['TLSv1.2', 'SSLv3'] }), ['tls.sslv3 notice']],
  ['SSL 2.0 (DROWN)', enumerated({ versions: ['TLSv1.2', 'SSLv2'] }), ['tls.drown notice']],
  [
    'RSA export (FREAK)',
    withSuite('TLS_RSA_EXPORT_WITH_DES40_CBC_SHA'),
    ['tls.freak notice', 'tls.sweet32 info'],
  ],
  [
    'DHE export (LOGJAM)',
    withSuite('TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA'),
    ['tls.logjam notice', 'tls.sweet32 info'],
  ],
  ['DHE with 1024 bits (LOGJAM)', enumerated({ dhBits: [1024, 2048] }), ['tls.logjam notice']],
  ['DHE with 1025 bits', enumerated({ dhBits: [1025] }), []],
  ['3DES (SWEET32)', withSuite('TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA'), ['tls.sweet32 info']],
  ['RC4', withSuite('TLS_ECDHE_RSA_WITH_RC4_128_SHA'), ['tls.rc4 notice']],
  ['no encryption', withSuite('TLS_ECDHE_RSA_WITH_NULL_SHA'), ['tls.null-encryption notice']],
  [
    'no renegotiation_info',
    enumerated({ secureRenegotiation: false }),
    ['tls.insecure-renegotiation notice'],
  ],
  [
    'the fallback mark is ignored',
    enumerated({ fallbackScsv: 'ignored' }),
    ['tls.fallback-scsv-missing info'],
  ],
  ['RSA key exchange', withSuite('TLS_RSA_WITH_AES_128_GCM_SHA256'), ['tls.rsa-key-exchange info']],
  [
    'anonymous suites are information (C96)',
    withSuite('TLS_ECDH_anon_WITH_AES_128_CBC_SHA'),
    ['tls.anonymous-suites info'],
  ],
  [
    'two certificates for one question',
    enumerated({ disagreements: [{ about: 'certificate', values: ['aa', 'bb'] }] }),
    ['tls.inconsistent-backends notice'],
  ],
  ['a hello in two segments fails', enumerated({ intolerances: ['split-hello'] }), ['tls.intolerant notice']],
  [
    'TLS 1.2 dies after the handshake',
    enumerated({ deadVersions: ['TLSv1.2'] }),
    ['tls.dead-version notice'],
  ],
  [
    'an injected NOOP is answered (CVE-2011-0411)',
    enumerated({ commandInjection: '250 2.0.0 Ok' }),
    ['smtp.starttls-command-injection notice'],
  ],
];

describe('a whole offer: exact sets', () => {
  it.each(rows)('%s', (_title, observation, expected) => {
    expect(idsOf(findingsOf(observation))).toEqual(expected);
  });

  it('says nothing where nothing was enumerated', () => {
    expect(idsOf(findingsOf(healthyObservation()))).toEqual([]);
  });

  it.each(rows)('%s: the status stays ok, since no sender fails on it', (_title, observation) => {
    expect(judge(observation, { anchors, cryptography }).status).toBe('ok');
  });

  it('names suites and versions as evidence, and the enumeration is in the verdict', () => {
    const observation = withSuite('TLS_ECDHE_RSA_WITH_RC4_128_SHA');
    expect(findingsOf(observation)[0]?.evidence).toEqual({
      versions: ['TLSv1.2'],
      suites: ['TLS_ECDHE_RSA_WITH_RC4_128_SHA'],
    });
    const [mx] = judge(observation, { anchors, cryptography }).mx;
    expect(mx?.addresses[0]?.tls.enumeration?.groups).toEqual(['x25519']);
  });

  it('is counted in the text', () => {
    const text = renderText(judge(enumerated({}), { anchors, cryptography }), { width: 200 });
    expect(text).toContain("offers TLSv1.3 (1 suite), TLSv1.2 (1 suite), the server's order wins");
    expect(text).toContain('asked in 20 connections');
    expect(text).not.toContain('resumption');
  });

  it('tells in words what came of sessions that were offered again, and makes no finding of it', () => {
    const observation = enumerated({ resumption: { 'TLSv1.3': 'declined', 'TLSv1.2': 'session-id' } });
    expect(idsOf(findingsOf(observation))).toEqual([]);
    const text = renderText(judge(observation, { anchors, cryptography }), { width: 200 });
    expect(text).toContain('resumption TLSv1.3 declined for a full handshake, TLSv1.2 by session id');
  });
});
