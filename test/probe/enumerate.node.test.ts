/** The enumeration against node:tls servers of known configuration, over loopback sockets. */
import { constants } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { cryptography } from '../../src/adapters/cryptography.ts';
import { createDial } from '../../src/adapters/sockets.ts';
import { AddressConnections } from '../../src/probe/address-connections.ts';
import { budgetsFor, Deadline, defaultBudgets, Gate } from '../../src/probe/budgets.ts';
import { type EnumerationResult, enumerate } from '../../src/probe/enumerate.ts';
import { type MailServer, type MailServerOptions, startMailServer } from './tls-mail-server.ts';

let server: MailServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function enumerated(
  options: MailServerOptions,
  { connections = 61, before = 0, stepMs = defaultBudgets.stepMs } = {},
): Promise<EnumerationResult> {
  server = await startMailServer(options);
  const { port } = server;
  const budgets = {
    ...budgetsFor('full', defaultBudgets),
    stepMs,
    connectionsPerAddress: connections + before,
  };
  const made = new AddressConnections({ budgets, gate: new Gate(budgets.connectionsAtOnce) });
  for (let i = 0; i < before; i++) made.count();
  const clock = { now: () => new Date(), monotonic: () => performance.now() };
  return await enumerate(
    {
      target: { address: '127.0.0.1', port, implicit: false },
      serverName: 'mx.badmx.test',
      connections: made,
    },
    {
      dial: createDial({ ports: [port] }),
      clock,
      cryptography,
      ehloName: 'probe.test',
      deadline: new Deadline(() => clock.monotonic(), budgets),
      budgets,
    },
  );
}

const tls12 = [
  'ECDHE-RSA-AES256-GCM-SHA384',
  'DHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-SHA',
  'AES256-SHA',
];
const iana = [
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
  'TLS_RSA_WITH_AES_256_CBC_SHA',
];

describe('a server of known configuration', { timeout: 30_000 }, () => {
  test('is told whole, in its own order', async () => {
    const { enumeration, sessions } = await enumerated({
      ciphers: ['TLS_AES_256_GCM_SHA384', ...tls12].join(':'),
      ecdhCurve: 'P-256:X25519',
      honorCipherOrder: true,
    });
    expect(enumeration).toMatchObject({
      versions: ['TLSv1.3', 'TLSv1.2'],
      suites: { 'TLSv1.3': ['TLS_AES_256_GCM_SHA384'], 'TLSv1.2': iana },
      serverOrder: true,
      dhBits: [2048],
      secureRenegotiation: true,
      extendedMasterSecret: true,
      encryptThenMac: true,
      compression: false,
      sessionTickets: true,
      sessionIds: false,
      resumption: { 'TLSv1.3': 'psk' },
      fallbackScsv: 'refused',
      intolerances: [],
      deadVersions: [],
      disagreements: [],
      complete: true,
    });
    expect(enumeration.groups.toSorted()).toEqual(['secp256r1', 'x25519']);
    expect(enumeration.signatureAlgorithms).toContain('rsa_pss_rsae_sha512');
    expect(enumeration.commandInjection).toBeUndefined();
    expect(enumeration.connections).toBe(server?.connections());
    expect(enumeration.connections).toBeLessThanOrEqual(iana.length + 1 + 20);
    expect(sessions.map(({ handshake }) => handshake?.outcome)).toEqual(['completed']);
  });

  test("is told as a set where the client's order wins", async () => {
    const { enumeration } = await enumerated({ ciphers: tls12.join(':'), maxVersion: 'TLSv1.2' });
    expect(enumeration.serverOrder).toBe(false);
    expect(enumeration.suites['TLSv1.2']?.toSorted()).toEqual(iana.toSorted());
    expect(enumeration.versions).toEqual(['TLSv1.2']);
  });

  test('with old versions: their suites follow from TLS 1.2, as far as they are old', async () => {
    const { enumeration } = await enumerated({
      ciphers: `${tls12.join(':')}:@SECLEVEL=0`,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.2',
      honorCipherOrder: true,
    });
    expect(enumeration.versions).toEqual(['TLSv1.2', 'TLSv1.1', 'TLSv1']);
    expect(enumeration.suites['TLSv1.1']).toEqual(iana.slice(2));
    expect(enumeration.suites.TLSv1).toEqual(iana.slice(2));
    expect(enumeration.inferred).toEqual(['TLSv1.1', 'TLSv1']);
  });

  const byId = {
    ciphers: tls12.join(':'),
    maxVersion: 'TLSv1.2',
    secureOptions: constants.SSL_OP_NO_TICKET,
  } as const;

  test.each([
    ['that resumes by session id, where it gives no tickets', { sessions: 'kept' }, 'session-id'],
    ['that gives session ids, and keeps no sessions', {}, 'declined'],
    ['that hangs up when a session comes back', { sessions: 'fatal' }, 'failed'],
  ] as const)('%s', async (_, options, resumption) => {
    const { enumeration } = await enumerated({ ...byId, ...options });
    expect(enumeration).toMatchObject({
      sessionIds: true,
      resumption: { 'TLSv1.2': resumption },
      complete: true,
    });
    expect(enumeration.sessionTickets).not.toBe(true);
    expect(enumeration.disagreements).toEqual([]);
  });

  test('whose tickets none but the one that gave them can read declines', async () => {
    const { enumeration } = await enumerated({
      ciphers: `TLS_AES_128_GCM_SHA256:${tls12[0]}`,
      forgetful: true,
    });
    expect(enumeration).toMatchObject({
      sessionTickets: true,
      resumption: { 'TLSv1.3': 'declined' },
      complete: true,
    });
  });

  test('of old: TLS 1.0 resumes too', async () => {
    const { enumeration } = await enumerated({
      ciphers: 'ECDHE-RSA-AES128-SHA:AES256-SHA:@SECLEVEL=0',
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1',
    });
    expect(enumeration).toMatchObject({ versions: ['TLSv1'], resumption: { TLSv1: 'ticket' } });
  });

  test('of TLS 1.3 alone is asked too, though its session ends when all else is over', async () => {
    const { enumeration } = await enumerated({ minVersion: 'TLSv1.3' });
    expect(enumeration).toMatchObject({
      versions: ['TLSv1.3'],
      resumption: { 'TLSv1.3': 'psk' },
      complete: true,
    });
  });

  test('tells nothing of tickets and keys', async () => {
    const { enumeration, sessions } = await enumerated({ ciphers: tls12[0] ?? '', maxVersion: 'TLSv1.2' });
    expect(enumeration.resumption).toEqual({ 'TLSv1.2': 'ticket' });
    expect(Object.keys(enumeration)).not.toContain('sessions');
    expect(JSON.stringify({ enumeration, sessions })).not.toMatch(
      /"(ticket|key|master|ageAdd)":(?!"(rsa|ec)")/,
    );
  });

  test('with two certificates: both are shown, each with a session that the rules can judge (C41)', async () => {
    const { enumeration, sessions } = await enumerated({ keys: ['rsa', 'p256'] });
    const kinds = enumeration.certificates.map(({ serverName, key }) => `${key} ${serverName}`).toSorted();
    expect(kinds).toEqual(['ec mx.badmx.test', 'ec null', 'rsa mx.badmx.test', 'rsa null']);
    expect(sessions).toHaveLength(2);
  });
});

describe('faults', { timeout: 30_000 }, () => {
  test('a NOOP in the clear that is answered over TLS is named (CVE-2011-0411)', async () => {
    const { enumeration } = await enumerated({ ciphers: tls12[0] ?? '', remembersClearText: true });
    expect(enumeration.commandInjection).toBe('250 ok');
  });

  test('servers behind one address that announce other things are told apart', async () => {
    const keywords = (n: number) => (n % 2 === 0 ? ['PIPELINING'] : ['PIPELINING', 'DSN']);
    const { enumeration } = await enumerated({ ciphers: tls12[0] ?? '', keywords });
    expect(enumeration.disagreements).toEqual([
      { about: 'ehlo', values: expect.arrayContaining(['PIPELINING, STARTTLS']) },
    ]);
  });

  test('a version that dies after the handshake is named, the others live', async () => {
    const { enumeration } = await enumerated(
      { ciphers: tls12.join(':'), deadVersion: 'TLSv1.2' },
      { stepMs: 600 },
    );
    expect(enumeration).toMatchObject({ versions: ['TLSv1.3', 'TLSv1.2'], deadVersions: ['TLSv1.2'] });
  });

  test("the connections made in senders' names count", async () => {
    const { enumeration } = await enumerated({}, { connections: 5, before: 4 });
    expect(enumeration).toMatchObject({
      connections: 9,
      incomplete: expect.stringMatching(/^unknown: budget \(9 connections were made\)/),
    });
  });

  test('past its connections it stops, and says so', async () => {
    const { enumeration } = await enumerated({}, { connections: 22 });
    expect(enumeration).toMatchObject({
      complete: false,
      incomplete: expect.stringMatching(
        /^unknown: budget \(22 connections were made\): not asked to the end: /,
      ),
    });
    // What is weighty goes before what is long.
    expect(enumeration.fallbackScsv).toBe('refused');
    expect(enumeration.incomplete).toContain('suites before TLSv1.3');
    expect(enumeration.incomplete).not.toContain('versions before TLSv1.2');
    expect(server?.connections()).toBeLessThanOrEqual(22);
  });
});
