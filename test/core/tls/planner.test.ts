/** The planner against tables, and against thousands of servers with preferences and defects: `same` is never wrong. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ClientHelloTemplate } from '../../../src/core/tls/client-hello.ts';
import { extensionTypes, versions } from '../../../src/core/tls/code-points.ts';
import type { Handshake } from '../../../src/core/tls/facts.ts';
import { groupCode } from '../../../src/core/tls/groups.ts';
import { broadHello } from '../../../src/core/tls/hellos.ts';
import { type Asked, planHandshake } from '../../../src/core/tls/planner.ts';
import { findSignatureScheme, signatureSchemes } from '../../../src/core/tls/signature-schemes.ts';
import { suiteCode } from '../../../src/core/tls/suites.ts';
import { answer, type SimulatedServer } from './simulated-server.ts';

const scheme = (name: string): number => signatureSchemes.find((row) => row.name === name)?.code ?? 0;
const pools = {
  versions: [versions.tls13, versions.tls12, versions.tls11, versions.tls10],
  suites: [
    'TLS_AES_128_GCM_SHA256',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_256_GCM_SHA384',
    'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
    'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA',
    'TLS_DHE_RSA_WITH_AES_128_CBC_SHA',
    'TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
    'TLS_RSA_WITH_AES_128_CBC_SHA',
    'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
    'TLS_DH_anon_WITH_AES_128_CBC_SHA',
  ].map(suiteCode),
  groups: ['x25519', 'secp256r1', 'secp384r1', 'ffdhe2048', 'ffdhe3072', 'X25519MLKEM768'].map(groupCode),
  schemes: [
    'rsa_pss_rsae_sha256',
    'rsa_pkcs1_sha256',
    'ecdsa_secp256r1_sha256',
    'ed25519',
    'rsa_pkcs1_sha1',
  ].map(scheme),
  types: [
    extensionTypes.session_ticket,
    extensionTypes.extended_master_secret,
    extensionTypes.encrypt_then_mac,
    extensionTypes.heartbeat,
    extensionTypes.padding,
  ],
};

interface Parts {
  readonly versions: readonly number[];
  readonly suites: readonly number[];
  readonly groups: readonly number[];
  readonly schemes: readonly number[];
  readonly shares: readonly number[];
  readonly types: readonly number[];
  /** Unknown suites in front. */
  readonly fillers: number;
}

function helloOf(parts: Parts): ClientHelloTemplate {
  const fillers = Array.from({ length: parts.fillers }, (_, i) => 0xee00 + i);
  return {
    recordVersion: versions.tls10,
    legacyVersion: versions.tls12,
    sessionIdLength: 32,
    suites: [...fillers, ...parts.suites],
    compressionMethods: [0],
    extensions: [
      { kind: 'server_name', hostName: '' },
      { kind: 'supported_versions', versions: parts.versions },
      { kind: 'supported_groups', groups: parts.groups },
      { kind: 'signature_algorithms', schemes: parts.schemes },
      { kind: 'key_share', shares: parts.shares.map((group) => ({ group, value: new Uint8Array() })) },
      ...parts.types.map((type) => ({ kind: 'opaque', type, data: new Uint8Array() }) as const),
    ],
  };
}

const some = (pool: readonly number[], minLength = 1) => fc.shuffledSubarray([...pool], { minLength });
const partsOf = fc.record<Parts>({
  versions: some(pools.versions),
  suites: some(pools.suites),
  groups: some(pools.groups),
  schemes: some(pools.schemes),
  shares: some(pools.groups, 0),
  types: some(pools.types, 0),
  fillers: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.constantFrom(53, 60, 63, 70)),
});
const serverOf: fc.Arbitrary<SimulatedServer> = fc.record(
  {
    versions: some(pools.versions),
    suites: some(pools.suites, 2),
    groups: some(pools.groups),
    schemes: some(pools.schemes),
    keys: fc.shuffledSubarray<'rsa' | 'ec' | 'ed25519'>(['rsa', 'ec', 'ed25519'], { minLength: 1 }),
    serverOrder: fc.boolean(),
    prioritizeChaCha: fc.boolean(),
    greedy: fc.boolean(),
    prefersShares: fc.boolean(),
    suiteLimit: fc.constantFrom(64, 128, 1000),
    otherCertificateBySni: fc.boolean(),
    intolerantOf: fc.oneof(
      { weight: 3, arbitrary: fc.constant({}) },
      fc.record({ extension: fc.constantFrom(...pools.types) }),
      fc.record({ longerThan: fc.constantFrom(400, 1100, 1300) }),
      fc.record({ version: fc.constantFrom(...pools.versions) }),
    ),
  },
  { noNullPrototype: true },
);

/** A hello like the other, with things left out and now and then a change of order: where the planner has something to say. */
const thinned = (parts: Parts): fc.Arbitrary<Parts> => {
  const fewer = (list: readonly number[], minLength = 1) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant([...list]) },
      { weight: 3, arbitrary: fc.subarray([...list], { minLength: Math.min(minLength, list.length) }) },
      {
        weight: 1,
        arbitrary: fc.shuffledSubarray([...list], { minLength: Math.min(minLength, list.length) }),
      },
    );
  return fc.record({
    versions: fewer(parts.versions),
    suites: fewer(parts.suites),
    groups: fewer(parts.groups),
    schemes: fewer(parts.schemes),
    shares: fewer(parts.shares, 0),
    types: fewer(parts.types, 0),
    fillers: fc.constantFrom(parts.fillers, 0, 63),
  });
};

const essence = ({
  outcome,
  failure,
  version,
  suite,
  group,
  dhBits,
  signatureScheme,
  certificates,
}: Handshake) => ({
  outcome,
  failure: failure && [failure.kind, failure.alert],
  version,
  suite,
  group,
  dhBits,
  signatureScheme,
  certificates,
});

describe('the planner and simulated servers', () => {
  test('says same only where the server gives the same answer', () => {
    const seen = { same: 0, refused: 0, asked: 0 };
    const names = fc.constantFrom('mx.test', null);
    const cases = fc.array(fc.tuple(partsOf, names), { minLength: 1, maxLength: 3 }).chain((helloes) =>
      fc.tuple(
        serverOf,
        fc.constant(helloes),
        fc.oneof(
          {
            weight: 8,
            arbitrary: fc.tuple(
              thinned((helloes[0] as [Parts, string | null])[0]),
              fc.constant((helloes[0] as [Parts, string | null])[1]),
            ),
          },
          fc.tuple(partsOf, names),
        ),
      ),
    );
    fc.assert(
      fc.property(cases, ([server, helloes, [parts, serverName]]) => {
        const asked: Asked[] = helloes.map(([one, name]) => {
          const hello = helloOf(one);
          return { hello, facts: answer(server, hello, name) };
        });
        const hello = helloOf(parts);
        const plan = planHandshake(asked, { hello, serverName });
        seen.asked++;
        if (plan.kind !== 'same') return;
        seen.same++;
        if (plan.as.facts.outcome === 'failed') seen.refused++;
        expect(essence(plan.as.facts)).toEqual(essence(answer(server, hello, serverName)));
      }),
      { numRuns: 3_000 },
    );
    // A planner that never dares would pass the above.
    expect(seen.same).toBeGreaterThan(seen.asked / 50);
    expect(seen.refused).toBeGreaterThan(0);
  }, 60_000);
});

describe('the planner, row by row', () => {
  const whole: Parts = {
    versions: pools.versions,
    suites: pools.suites,
    groups: pools.groups.slice(0, 3),
    schemes: pools.schemes,
    shares: pools.groups.slice(0, 1),
    types: pools.types.slice(0, 2),
    fillers: 0,
  };
  const chosen = (over: Partial<Handshake> = {}): Handshake => ({
    hello: 'broad',
    serverName: 'mx.test',
    outcome: 'completed',
    version: 'TLSv1.3',
    suite: 'TLS_AES_128_GCM_SHA256',
    keyExchange: 'ecdhe',
    group: 'x25519',
    signatureScheme: 'rsa_pss_rsae_sha256',
    certificates: ['rsa'],
    ...over,
  });
  const plan = (parts: Partial<Parts>, facts = chosen(), serverName: string | null = 'mx.test') =>
    planHandshake([{ hello: helloOf(whole), facts }], { hello: helloOf({ ...whole, ...parts }), serverName });

  test.each<[string, Partial<Parts>]>([
    ['the same hello', {}],
    ['fewer suites in the same order', { suites: [pools.suites[0], pools.suites[2]] as number[] }],
    [
      'a ticket extension that was not sent before',
      { types: [...whole.types, extensionTypes.session_ticket] },
    ],
    ['fewer groups, the chosen one among them', { groups: whole.groups.slice(0, 1) }],
  ])('%s: the same answer', (_, parts) => {
    expect(plan(parts)).toMatchObject({ kind: 'same' });
  });

  test.each<[string, Partial<Parts>]>([
    ['the chosen suite is not offered', { suites: pools.suites.slice(1) }],
    ['the chosen version is not offered', { versions: [versions.tls12] }],
    ['the chosen group is not offered', { groups: whole.groups.slice(1) }],
    ['the chosen signature scheme is not offered', { schemes: pools.schemes.slice(1) }],
    ['a suite more', { suites: [...pools.suites, suiteCode('TLS_RSA_WITH_NULL_SHA')] }],
    ['a suite that comes before the chosen one now', { suites: pools.suites.toReversed() }],
    ['another key share', { shares: [groupCode('secp256r1')] }],
    ['a finite field in the groups', { groups: [...whole.groups, groupCode('ffdhe2048')] }],
    ['an extension that the server never met', { types: [...whole.types, extensionTypes.heartbeat] }],
    ['the chosen suite behind the 63rd place', { fillers: 63 }],
  ])('%s: must ask', (_, parts) => {
    expect(plan(parts)).toMatchObject({ kind: 'must-ask' });
  });

  test('another server name: must ask', () => {
    expect(plan({}, chosen(), null)).toMatchObject({ kind: 'must-ask' });
  });

  test('what no single handshake settles, several do', () => {
    const [a, b, c] = pools.suites as [number, number, number];
    const asked = [
      { hello: helloOf({ ...whole, suites: [a, b] }), facts: chosen({ suite: 'TLS_AES_128_GCM_SHA256' }) },
      { hello: helloOf({ ...whole, suites: [c, a] }), facts: chosen({ suite: 'TLS_AES_128_GCM_SHA256' }) },
    ];
    const without = { ...whole, suites: [c, a] };
    expect(planHandshake(asked.slice(0, 1), { hello: helloOf(without), serverName: 'mx.test' }).kind).toBe(
      'must-ask',
    );
    expect(planHandshake(asked, { hello: helloOf(without), serverName: 'mx.test' }).kind).toBe('same');
  });

  test('no TLS at all is no TLS for every hello; a refused offer is refused again', () => {
    const text = chosen({
      outcome: 'failed',
      failure: { kind: 'not-tls', step: 'server-hello', detail: '' },
    });
    expect(plan({ suites: [1] }, text)).toMatchObject({ kind: 'same' });
    const alert = { kind: 'alert', step: 'server-hello', alert: 'handshake_failure', detail: '' } as const;
    const { version: _, suite: __, ...none } = chosen({ outcome: 'failed', failure: alert });
    expect(plan({}, none)).toMatchObject({ kind: 'same' });
    // A server may stumble over its own choice: fewer suites may fare better (a group that does not fit, say).
    expect(plan({ suites: pools.suites.slice(3) }, none)).toMatchObject({ kind: 'must-ask' });
  });

  test('knows its own schemes', () => {
    for (const code of pools.schemes) expect(findSignatureScheme(code)).toBeDefined();
    expect(planHandshake([], { hello: broadHello, serverName: null })).toMatchObject({ kind: 'must-ask' });
  });
});
