/** The enumeration against servers of any configuration and any taste: what it says of them is what brute force finds. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { versionName, versions } from '../../../src/core/tls/code-points.ts';
import { createEnumerator, type EnumerationCore, type Enumerator } from '../../../src/core/tls/enumerate.ts';
import { plausibleSuites, tls13Suites } from '../../../src/core/tls/enumeration-candidates.ts';
import type { Handshake } from '../../../src/core/tls/facts.ts';
import { groupCode } from '../../../src/core/tls/groups.ts';
import { broadHello } from '../../../src/core/tls/hellos.ts';
import { signatureSchemes } from '../../../src/core/tls/signature-schemes.ts';
import { suiteName } from '../../../src/core/tls/suites.ts';
import { answer, type SimulatedServer } from './simulated-server.ts';

const serverName = 'mx.test';
const noSslv2: Handshake = {
  hello: 'sslv2',
  serverName: null,
  outcome: 'failed',
  failure: { kind: 'closed', step: 'server-hello', detail: '' },
  certificates: [],
};

interface Told {
  readonly found: EnumerationCore;
  readonly leafs: Enumerator['leafs'];
  readonly connections: number;
}

/** @param before  the ordinary sessions were made already, as in a probe */
function enumerate(server: SimulatedServer, before: boolean): Told {
  const ordinary = [serverName, null].map((sni) => ({ ...answer(server, broadHello, sni), hello: 'broad' }));
  const machine = createEnumerator({ serverName, seen: before ? ordinary : [] });
  let connections = 0;
  for (let ask = machine.next(); ask !== 'done'; ask = machine.next()) {
    if (ask === 'wait') throw new Error('waits with nothing out');
    connections++;
    if (connections > 200) throw new Error('does not end');
    machine.heard(ask, ask.hello === 'sslv2' ? noSslv2 : answer(server, ask.hello, ask.serverName));
  }
  return { found: machine.result(), leafs: machine.leafs, connections };
}

/** All that it answers to one version, suite, scheme and first group at a time. */
function everything(server: SimulatedServer, version: number, sni: string | null = serverName): Handshake[] {
  const modern = version === versions.tls13;
  const { curveOfKey } = server;
  const lists = server.groups.flatMap((group) => [[group], [...new Set([group, curveOfKey ?? group])]]);
  const facts = server.suites.flatMap((suite) =>
    server.schemes.flatMap((scheme) =>
      lists.map((groups) =>
        answer(
          server,
          {
            recordVersion: versions.tls10,
            legacyVersion: modern ? versions.tls12 : version,
            sessionIdLength: 0,
            suites: [suite],
            compressionMethods: [0],
            extensions: [
              ...(modern ? [{ kind: 'supported_versions', versions: [version] } as const] : []),
              { kind: 'supported_groups', groups },
              { kind: 'signature_algorithms', schemes: [scheme] },
            ],
          },
          sni,
        ),
      ),
    ),
  );
  return facts.filter((one) => one.version === versionName(version));
}

const some = <T>(list: readonly T[], minLength = 1, maxLength = list.length) =>
  fc.shuffledSubarray([...list], { minLength, maxLength });
const tiers = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
const pool = [...plausibleSuites.slice(0, 40), ...plausibleSuites.slice(-12)];
const servers: fc.Arbitrary<SimulatedServer> = fc.record(
  {
    versions: some([versions.tls13, versions.tls12, versions.tls11, versions.tls10]),
    suites: fc.tuple(some(pool, 1, 14), some(tls13Suites, 1, 4)).map(([a, b]) => [...b, ...a]),
    groups: some(['x25519', 'secp256r1', 'secp384r1', 'X25519MLKEM768', 'ffdhe2048', 'x448'].map(groupCode)),
    schemes: some(
      signatureSchemes
        .filter(({ name }) =>
          /^rsa_(pss_rsae|pkcs1)_sha(1|256|512)|^ecdsa_(sec.*(256|384)|sha1)|^ed255/.test(name),
        )
        .map(({ code }) => code),
      2,
    ),
    keys: fc.shuffledSubarray<'rsa' | 'ec' | 'ed25519'>(['rsa', 'ec', 'ed25519'], { minLength: 1 }),
    serverOrder: fc.boolean(),
    prioritizeChaCha: fc.boolean(),
    prefersShares: fc.boolean(),
    otherCertificateBySni: fc.boolean(),
    tiers,
    asksForAes: fc.boolean(),
    keysFirst: fc.boolean(),
    curveOfKey: fc.constantFrom('secp256r1', 'secp384r1').map(groupCode),
  },
  { requiredKeys: ['versions', 'suites', 'groups', 'schemes', 'keys', 'serverOrder'] },
);

const distinct = (names: readonly (string | undefined)[]): string[] =>
  [...new Set(names.filter((name) => name !== undefined))].toSorted();

test('any server that answers at all is told whole, and never more than whole', () => {
  fc.assert(
    fc.property(servers, fc.boolean(), (server, before) => {
      const { found, leafs, connections } = enumerate(server, before);
      expect(connections).toBeLessThan(90);
      const byVersion = new Map(server.versions.map((version) => [version, everything(server, version)]));
      for (const [version, facts] of byVersion) {
        const suites = distinct(facts.map(({ suite }) => suite));
        expect([versionName(version), ...(found.suites[versionName(version)] ?? []).toSorted()]).toEqual([
          versionName(version),
          ...suites,
        ]);
      }
      // What only a version before TLS 1.2 shows, or a suite without a certificate, is not looked for.
      const all = [...byVersion.values()].flat();
      const asked = [versions.tls13, versions.tls12].flatMap((version) => byVersion.get(version) ?? []);
      const signed = asked.filter(({ keyExchange }) => keyExchange !== 'anonymous');
      const isTold = (told: readonly string[], name: 'group' | 'signatureScheme') => {
        expect(distinct(signed.map((facts) => facts[name])).filter((one) => !told.includes(one))).toEqual([]);
        expect(told.filter((one) => !all.some((facts) => facts[name] === one))).toEqual([]);
      };
      isTold(found.groups, 'group');
      const isMiddle = found.suites['TLSv1.2'] !== undefined;
      if (!isMiddle) isTold(found.signatureAlgorithms, 'signatureScheme');
      for (const { signatureScheme } of isMiddle ? (byVersion.get(versions.tls12) ?? []) : [])
        if (signatureScheme) expect(found.signatureAlgorithms).toContain(signatureScheme);
      for (const { certificates } of signed)
        expect([...(leafs.get(serverName)?.values() ?? [])].flatMap((some) => [...some])).toEqual(
          expect.arrayContaining(certificates),
        );
    }),
    { numRuns: 200 },
  );
}, 60_000);

test("whose order of suites decides is never told wrongly, nor an order that is not the server's", () => {
  fc.assert(
    fc.property(servers, fc.boolean(), (server, before) => {
      const { found } = enumerate(server, before);
      if (found.serverOrder === null) return;
      const { tiers, asksForAes, prioritizeChaCha, ...strict } = server;
      if (!server.serverOrder) expect(found.serverOrder).toBe(false);
      if (!server.serverOrder || tiers || asksForAes || prioritizeChaCha) return;
      expect(found.serverOrder).toBe(true);
      const measured = Math.max(
        ...server.versions.filter((one) => one <= versions.tls12 && found.suites[versionName(one)]),
      );
      const told = found.suites[versionName(measured)] ?? [];
      expect(told).toEqual(strict.suites.map(suiteName).filter((name) => told.includes(name)));
    }),
    { numRuns: 200 },
  );
}, 60_000);
