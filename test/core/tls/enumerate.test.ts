/** The enumeration against simulated servers: it finds all they have, in their order, in few connections, and always ends. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extensionTypes, versions } from '../../../src/core/tls/code-points.ts';
import { type Ask, createEnumerator, type EnumerationCore } from '../../../src/core/tls/enumerate.ts';
import { tls13Suites } from '../../../src/core/tls/enumeration-candidates.ts';
import type { Handshake } from '../../../src/core/tls/facts.ts';
import { groupCode } from '../../../src/core/tls/groups.ts';
import { broadHello } from '../../../src/core/tls/hellos.ts';
import type { ResumableSession } from '../../../src/core/tls/resumable-session.ts';
import { signatureSchemes } from '../../../src/core/tls/signature-schemes.ts';
import { suiteCode, suiteName, suites } from '../../../src/core/tls/suites.ts';
import { answer, type SimulatedServer } from './simulated-server.ts';

const scheme = (name: string): number => signatureSchemes.find((row) => row.name === name)?.code ?? 0;
const no: Handshake = {
  hello: 'sslv2',
  serverName: null,
  outcome: 'failed',
  failure: { kind: 'closed', step: 'server-hello', detail: '' },
  certificates: [],
};

function enumerate(server: SimulatedServer | (() => SimulatedServer)): {
  found: EnumerationCore;
  connections: number;
} {
  const machine = createEnumerator({ serverName: 'mx.test', seen: [] });
  let connections = 0;
  for (let ask = machine.next(); ask !== 'done'; ask = machine.next()) {
    if (ask === 'wait') throw new Error('waits with nothing out');
    connections++;
    if (connections > 400) throw new Error('does not end');
    const one = typeof server === 'function' ? server() : server;
    machine.heard(ask, ask.hello === 'sslv2' ? no : answer(one, ask.hello, ask.serverName));
  }
  return { found: machine.result(), connections };
}

const usual: SimulatedServer = {
  versions: [versions.tls13, versions.tls12, versions.tls11, versions.tls10],
  suites: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
    'TLS_DHE_RSA_WITH_AES_256_GCM_SHA384',
    'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
    'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
    'TLS_DHE_RSA_WITH_AES_256_CBC_SHA',
    'TLS_RSA_WITH_AES_128_GCM_SHA256',
    'TLS_RSA_WITH_AES_128_CBC_SHA',
    'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
  ].map(suiteCode),
  groups: ['x25519', 'secp256r1', 'secp384r1', 'secp521r1'].map(groupCode),
  schemes: ['rsa_pss_rsae_sha256', 'rsa_pss_rsae_sha384', 'rsa_pkcs1_sha256', 'rsa_pkcs1_sha1'].map(scheme),
  keys: ['rsa'],
  serverOrder: true,
};
const old = (codes: readonly number[]) =>
  codes.filter((code) => suites.find((row) => row.code === code)?.tls12Only === false);
const modern = (codes: readonly number[]) => codes.filter((code) => tls13Suites.includes(code));
const middle = (codes: readonly number[]) => codes.filter((code) => !tls13Suites.includes(code));

describe('a usual server', () => {
  test('is told whole, in its own order, in few connections', () => {
    const { found, connections } = enumerate(usual);
    expect(found.versions).toEqual(['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1']);
    expect(found.suites['TLSv1.2']).toEqual(middle(usual.suites).map(suiteName));
    expect(found.suites['TLSv1.3']?.toSorted()).toEqual(modern(usual.suites).map(suiteName).toSorted());
    expect(found.suites['TLSv1.1']).toEqual(old(usual.suites).map(suiteName));
    expect(found.suites.TLSv1).toEqual(old(usual.suites).map(suiteName));
    expect(found.inferred).toEqual(['TLSv1.1', 'TLSv1']);
    expect(found.serverOrder).toBe(true);
    expect(found.groups.toSorted()).toEqual(['secp256r1', 'secp384r1', 'secp521r1', 'x25519']);
    expect(found.signatureAlgorithms).toHaveLength(4);
    expect(found.intolerances).toEqual([]);
    expect(found.fallbackScsv).toBe('ignored');
    // Suites 12, older versions 2 and what shows that nothing else is there.
    expect(connections).toBeLessThanOrEqual(usual.suites.length + 18);
  });

  test("whose client's order wins is told as a set", () => {
    const { found } = enumerate({ ...usual, serverOrder: false });
    expect(found.serverOrder).toBe(false);
    expect(found.suites['TLSv1.2']?.toSorted()).toEqual(middle(usual.suites).map(suiteName).toSorted());
    expect(found.inferred).toEqual(['TLSv1.1', 'TLSv1']);
  });

  test('with TLS 1.0 only', () => {
    const { found } = enumerate({ ...usual, versions: [versions.tls10] });
    expect(found.versions).toEqual(['TLSv1']);
    expect(found.suites.TLSv1).toEqual(old(usual.suites).map(suiteName));
    expect(found.inferred).toEqual([]);
  });
});

describe('intolerance', () => {
  const rows: readonly [string, SimulatedServer, string[]][] = [
    ['of a long hello', { ...usual, intolerantOf: { longerThan: 1100 } }, ['large-hello']],
    ['of the 66th suite', { ...usual, suiteLimit: 64 }, ['suite-at-66']],
    ['of an unknown extension', { ...usual, intolerantOf: { extension: 0x7a7a } }, ['grease']],
  ];
  test.each(rows)('%s is named, and all is found none the less', (_, server, names) => {
    const { found } = enumerate(server);
    for (const name of names) expect(found.intolerances).toContain(name);
    expect(found.suites['TLSv1.2']?.toSorted()).toEqual(middle(usual.suites).map(suiteName).toSorted());
    expect(found.versions).toEqual(['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1']);
  });
  test('of tickets leaves nothing to be found, and ends', () => {
    const { connections } = enumerate({
      ...usual,
      intolerantOf: { extension: extensionTypes.session_ticket },
    });
    expect(connections).toBeLessThan(30);
  });
});

describe('a session to be resumed', () => {
  const session: ResumableSession = {
    kind: 'master-secret',
    version: versions.tls12,
    suite: suiteCode('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'),
    master: Uint8Array.of(1, 2, 3),
    extendedMasterSecret: true,
    by: { kind: 'session-id', id: Uint8Array.of(4, 5, 6) },
  };
  const key: ResumableSession = {
    kind: 'pre-shared-key',
    version: versions.tls13,
    suite: suiteCode('TLS_AES_128_GCM_SHA256'),
    hash: 'sha256',
    group: groupCode('x25519'),
    key: Uint8Array.of(7, 8, 9),
    ticket: Uint8Array.of(10, 11, 12),
    ageAdd: 0,
    receivedAt: 0,
  };

  interface Giving {
    readonly connectionsLeft?: () => number;
    /** By the sessions that were tried out whole. */
    readonly given?: readonly ResumableSession[];
  }

  /** @param more  what the hello that offers a session gets */
  function resumed(more: Partial<Handshake>, { connectionsLeft, given = [session, key] }: Giving = {}) {
    const machine = createEnumerator({
      serverName: 'mx.test',
      seen: [],
      ...(connectionsLeft && { connectionsLeft }),
    });
    const offered: Ask[] = [];
    for (let ask = machine.next(); ask !== 'done' && ask !== 'wait'; ask = machine.next()) {
      const answered = ask.hello === 'sslv2' ? no : answer(usual, ask.hello, ask.serverName);
      if (ask.resume) offered.push(ask);
      machine.heard(ask, ask.resume ? { ...answered, ...more } : answered);
      if (ask.whole) {
        for (const one of given) machine.heardMore(answered, one);
      }
    }
    return { offered, found: machine.result() };
  }

  test.each([
    ['TLSv1.3', [session, key], key],
    ['TLSv1.2', [session], session],
  ] as const)('is offered once, in the newest version that gave one: %s', (version, given, newest) => {
    const { offered, found } = resumed({ resumption: 'declined' }, { given });
    expect(offered.map(({ resume }) => resume)).toEqual([newest]);
    for (const { resume, hello, serverName } of offered) {
      expect(hello).toMatchObject({ suites: expect.arrayContaining([resume?.suite]) });
      expect(serverName).toBe('mx.test');
    }
    expect(found.resumption).toEqual({ [version]: 'declined' });
  });
  test('fails where an alert or the end of the connection comes', () => {
    const failure = { kind: 'alert', step: 'server-hello', alert: 'internal_error', detail: '' } as const;
    const { found } = resumed({ outcome: 'failed', failure });
    expect(found.resumption).toEqual({ 'TLSv1.3': 'failed' });
  });
  test('says nothing where the server lied or did not answer', () => {
    for (const kind of ['peer-misbehaved', 'timeout'] as const) {
      const { found } = resumed({ outcome: 'failed', failure: { kind, step: 'finished', detail: '' } });
      expect(found.resumption).toBeUndefined();
    }
  });
  test('is not offered when connections run short, which is said', () => {
    const { offered, found } = resumed({}, { connectionsLeft: () => 5 });
    expect(offered).toEqual([]);
    expect(found.resumption).toEqual({ 'TLSv1.3': 'not-asked' });
  });
  test('that comes when all else has been asked is offered then', () => {
    const machine = createEnumerator({ serverName: 'mx.test', seen: [] });
    for (let ask = machine.next(); ask !== 'done' && ask !== 'wait'; ask = machine.next())
      machine.heard(ask, ask.hello === 'sslv2' ? no : answer(usual, ask.hello, ask.serverName));
    expect(machine.next()).toBe('done');
    machine.heardMore(answer(usual, broadHello, 'mx.test'), key);
    expect(machine.demand).toBe(1);
    const ask = machine.next();
    if (ask === 'done' || ask === 'wait') throw new Error('the session was not offered');
    expect(ask.resume).toBe(key);
    machine.heard(ask, { ...no, outcome: 'completed', resumption: 'psk' });
    expect(machine.next()).toBe('done');
    expect(machine.result().resumption).toEqual({ 'TLSv1.3': 'psk' });
    expect(machine.open).toEqual([]);
  });
  test('is nowhere in the result', () => {
    const { found } = resumed({ resumption: 'ticket' });
    expect(JSON.stringify(found)).not.toMatch(/master|Uint8Array|"0":/);
  });
});

test('several servers behind one address are told by the version that they answer the same hello with', () => {
  const answered = (version: string): Handshake => ({
    hello: 'broad',
    serverName: 'mx.test',
    outcome: 'completed',
    version,
    certificates: [],
  });
  const best = (...seen: string[]) =>
    createEnumerator({ serverName: 'mx.test', seen: seen.map(answered) }).best;
  expect(best('TLSv1.3', 'TLSv1.2')).toEqual(['TLSv1.3', 'TLSv1.2']);
  expect(best('TLSv1.3', 'TLSv1.3')).toEqual(['TLSv1.3']);
  // Not every hello offers these.
  expect(best('TLSv1.2', 'TLSv1')).toEqual(['TLSv1.2']);
});

test('servers that answer in turn as they like are no way to keep it busy', () => {
  const one = { ...usual, serverOrder: false };
  const crowd = [
    usual,
    { ...one, versions: [versions.tls12], suites: usual.suites.toReversed() },
    { ...one, groups: [groupCode('secp384r1')], suiteLimit: 64 },
    { ...one, versions: [versions.tls11, versions.tls10], greedy: true },
  ];
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(crowd.length - 1)), (turns) => {
      const { found, connections } = enumerate(() => crowd[turns.next().value ?? 0] ?? usual);
      expect(connections).toBeLessThan(200);
      const all = new Set(Object.values(found.suites).flat());
      expect([...all].filter((name) => !usual.suites.map(suiteName).includes(name))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
