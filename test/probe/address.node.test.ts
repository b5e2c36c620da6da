/** The waves of one address with depth=full: when the enumeration begins, and what it may not cost. */
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { cryptography } from '../../src/adapters/cryptography.ts';
import { createDial } from '../../src/adapters/sockets.ts';
import type { DnsAnswer } from '../../src/core/dns/answer.ts';
import type { AddressObservation, TlsaLookup } from '../../src/core/observation.ts';
import { observeAddress } from '../../src/probe/address.ts';
import { AddressConnections } from '../../src/probe/address-connections.ts';
import { AddressEnumeration } from '../../src/probe/address-enumeration.ts';
import { type Budgets, budgetsFor, Deadline, defaultBudgets, Gate } from '../../src/probe/budgets.ts';
import type { ProbeContext } from '../../src/probe/context.ts';
import type { Dial } from '../../src/probe/ports.ts';
import { counted } from './counted-dial.ts';
import { startMailServer } from './tls-mail-server.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface Seen {
  readonly address: AddressObservation;
  readonly made: number;
  readonly atOnce: number;
  readonly open: number;
}

interface Options {
  readonly tlsa?: TlsaLookup;
  readonly gate?: Gate;
}

const nobody = () => Promise.reject(new TypeError('an address asks nobody but its server'));
const clock = { now: () => new Date(), monotonic: () => performance.now() };

function contextWith(dial: Dial, budgets: Budgets, gate: Gate): ProbeContext {
  return {
    ports: {
      dial,
      clock,
      cryptography,
      createResolve: () => ({ resolve: nobody, resolvers: [] }),
      fetchPolicy: nobody,
      vantage: { id: 'test', runtime: 'test', ehloName: 'probe.test' },
      egressReferences: [],
      allowSpecialAddresses: true,
    },
    resolve: nobody,
    budgets,
    deadline: new Deadline(() => clock.monotonic(), budgets),
    gate,
    port: 25,
    depth: 'full',
  };
}

const addressWith = (tlsa: TlsaLookup) => ({
  ip: '127.0.0.1',
  mailHost: 'mx.badmx.test',
  tlsa: Promise.resolve(tlsa),
});
const noTlsa: TlsaLookup = { kind: 'skipped', detail: 'a test' };

async function observed(
  port: number,
  { tlsa = noTlsa, gate, ...limits }: Partial<Budgets> & Options = {},
): Promise<Seen> {
  const budgets = { ...budgetsFor('full', defaultBudgets), ...limits };
  const { dial, ...count } = counted(createDial({ ports: [25], portMap: () => port }));
  const address = await observeAddress(
    addressWith(tlsa),
    contextWith(dial, budgets, gate ?? new Gate(budgets.connectionsAtOnce)),
  );
  return { address, made: count.made(), atOnce: count.atOnce(), open: count.open() };
}

async function startPlain(behave: (socket: Socket, command: string) => void): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.write('220 mx.test\r\n');
    socket.on('data', (data) => behave(socket, data.toString('latin1').trim()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function startTls(): Promise<number> {
  const server = await startMailServer({ ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' });
  closers.push(() => server.close());
  return server.port;
}

describe('with depth=full', { timeout: 30_000 }, () => {
  test('four connections stand at once, never more, and all count', async () => {
    const { address, made, atOnce, open } = await observed(await startTls());
    expect(address.enumeration).toMatchObject({ complete: true, connections: made });
    expect([atOnce, open]).toEqual([4, 0]);
  });

  test('the tickets and the EHLO of the ordinary sessions are part of what is told', async () => {
    const { address } = await observed(await startTls());
    expect(address.enumeration).toMatchObject({ sessionTickets: true, disagreements: [] });
    expect(address.sessions.map(({ purpose, mailFrom }) => [purpose, mailFrom !== undefined])).toEqual([
      ['starttls', true],
      ['starttls', false],
      ['cleartext', true],
    ]);
  });

  test('where STARTTLS is not offered, one was made ready in vain, and is closed', async () => {
    const port = await startPlain((socket, command) =>
      socket.write(/^QUIT/.test(command) ? '221 bye\r\n' : '250 mx.test\r\n'),
    );
    const { address, made, open } = await observed(port);
    expect(address.enumeration).toBeUndefined();
    expect([made, open]).toEqual([4, 0]);
  });

  test('where STARTTLS is refused, one was made ready in vain, and is closed', async () => {
    const port = await startPlain((socket, command) => {
      if (/^EHLO/.test(command)) socket.write('250-mx.test\r\n250 STARTTLS\r\n');
      else socket.write(/^STARTTLS/.test(command) ? '454 4.7.0 not now\r\n' : '250 ok\r\n');
    });
    const { address, made, open } = await observed(port, { stepMs: 500 });
    expect(address.enumeration).toBeUndefined();
    expect([made, open]).toEqual([4, 0]);
  });

  test('where DANE is at stake, the other keys are asked for first', async () => {
    const answer: DnsAnswer = {
      name: '_25._tcp.mx.badmx.test',
      type: 'TLSA',
      outcome: 'answer',
      records: [],
      cnames: [],
      rcode: 'NOERROR',
      ad: true,
      dnssec: 'secure',
      ede: [],
      ttlSeconds: 60,
      resolver: 'test',
      failedResolvers: [],
    };
    const { address, made, open } = await observed(await startTls(), {
      tlsa: { kind: 'asked', answers: [answer] },
    });
    expect(address.otherKeys).toHaveLength(2);
    expect(address.enumeration).toMatchObject({ complete: true, connections: made });
    expect(open).toBe(0);
  });

  test('six addresses that share six places, and ask as senders too, do not wait for each other for ever', async () => {
    const server = await startMailServer({ ciphers: 'HIGH', keys: ['rsa', 'p256'] });
    closers.push(() => server.close());
    const gate = new Gate(6);
    const limits = { connectionsPerAddress: 20, gate };
    const all = await Promise.all(Array.from({ length: 6 }, () => observed(server.port, limits)));
    for (const { address, open } of all) {
      expect(address.asSenders?.length).toBeGreaterThan(0);
      expect([address.enumeration?.connections, open]).toEqual([20, 0]);
    }
  });

  test('nothing is made ready while others wait for a place', async () => {
    const budgets = budgetsFor('full', defaultBudgets);
    const gate = new Gate(1);
    const connections = new AddressConnections({ budgets, gate });
    const refused: Dial = async () => ({ kind: 'refused', detail: 'a test' });
    const enumeration = new AddressEnumeration(
      addressWith(noTlsa),
      connections,
      contextWith(refused, budgets, gate),
    );
    const busy = Promise.withResolvers<void>();
    const other = gate.run(() => busy.promise);
    enumeration.begin();
    busy.resolve();
    await other;
    await gate.run(() => Promise.resolve());
    expect(connections.made).toBe(0);
    enumeration.begin();
    expect(connections.made).toBe(1);
    await enumeration.after([]);
  });

  test('all connections together keep within the budget', async () => {
    const { address, made, open } = await observed(await startTls(), { connectionsPerAddress: 9 });
    expect(address.enumeration).toMatchObject({ complete: false, connections: made });
    expect(made).toBeLessThanOrEqual(9);
    expect(open).toBe(0);
  });
});
