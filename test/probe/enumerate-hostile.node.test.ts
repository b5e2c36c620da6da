/** Servers that would keep an enumeration busy: it ends within its connections and its time, and says so. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { cryptography } from '../../src/adapters/cryptography.ts';
import { createDial } from '../../src/adapters/sockets.ts';
import type { Writer } from '../../src/core/base/bytes.ts';
import { parseClientHello } from '../../src/core/tls/client-hello.ts';
import { contentTypes, handshakeTypes, versions } from '../../src/core/tls/code-points.ts';
import type { Enumeration } from '../../src/core/tls/enumeration.ts';
import { plausibleSuites } from '../../src/core/tls/enumeration-candidates.ts';
import { writeMessage } from '../../src/core/tls/messages.ts';
import { frame } from '../../src/core/tls/record-protection.ts';
import { AddressConnections } from '../../src/probe/address-connections.ts';
import { budgetsFor, Deadline, defaultBudgets, Gate } from '../../src/probe/budgets.ts';
import { enumerate } from '../../src/probe/enumerate.ts';
import { counted } from './counted-dial.ts';

/** What a server does with what comes after its go-ahead for TLS. */
type Behaviour = (socket: Socket, hello: Uint8Array) => void;

let server: Server | undefined;
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
});

interface Limits {
  readonly connections?: number;
  readonly probeMs?: number;
  readonly stepMs?: number;
}

async function attack(
  behave: Behaviour,
  { connections = 40, probeMs = 20_000, stepMs = 300 }: Limits = {},
  greet: (socket: Socket) => void = (socket) => socket.write('220 mx.test\r\n'),
): Promise<{ enumeration: Enumeration; made: number; atOnce: number; ms: number }> {
  let made = 0;
  server = createServer((socket) => {
    made++;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    greet(socket);
    let secure = false;
    socket.on('data', (data) => {
      const said = data.toString('latin1');
      if (secure) behave(socket, new Uint8Array(data));
      else if (/^EHLO/.test(said)) socket.write('250-mx.test\r\n250 STARTTLS\r\n');
      else if (/^STARTTLS/.test(said)) {
        secure = true;
        socket.write('220 go\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const budgets = {
    ...budgetsFor('full', defaultBudgets),
    probeMs,
    stepMs,
    connectionsPerAddress: connections,
  };
  const clock = { now: () => new Date(), monotonic: () => performance.now() };
  const startedAt = performance.now();
  const { dial, atOnce } = counted(createDial({ ports: [port] }));
  const { enumeration } = await enumerate(
    {
      target: { address: '127.0.0.1', port, implicit: false },
      serverName: 'mx.test',
      connections: new AddressConnections({ budgets, gate: new Gate(budgets.connectionsAtOnce) }),
    },
    {
      dial,
      clock,
      cryptography,
      ehloName: 'probe.test',
      deadline: new Deadline(() => clock.monotonic(), budgets),
      budgets,
    },
  );
  return { enumeration, made, atOnce: atOnce(), ms: performance.now() - startedAt };
}

let turn = 0;
/** A ServerHello that picks one of the suites offered, another every time, and no choice breaks the protocol; nothing comes after it. */
function pick(socket: Socket, bytes: Uint8Array): void {
  const parsed = bytes[0] === contentTypes.handshake ? parseClientHello(bytes.subarray(5)) : undefined;
  const suites = parsed?.ok ? parsed.value.suites.filter((code) => plausibleSuites.includes(code)) : [];
  choose(socket, suites[(turn++ * 7) % suites.length] ?? 0x002f);
}

function choose(socket: Socket, suite: number): void {
  const hello = writeMessage(handshakeTypes.serverHello, (body: Writer) =>
    body.uint16(versions.tls12).bytes(cryptography.randomBytes(32)).uint8(0).uint16(suite).uint8(0),
  );
  socket.end(frame(contentTypes.handshake, versions.tls12, hello));
}

const flood = (socket: Socket): void => {
  const more = (): void => {
    while (
      socket.writable &&
      socket.write(frame(contentTypes.handshake, versions.tls12, new Uint8Array(16_000)))
    );
  };
  socket.on('drain', more);
  more();
};

describe('ends within its budget, and says so, where a server', { timeout: 60_000 }, () => {
  test('picks another suite every time and never ends', async () => {
    const { enumeration, made, atOnce } = await attack(pick);
    expect(enumeration).toMatchObject({
      complete: false,
      incomplete: expect.stringMatching(/^unknown: budget \(40 connections were made\)/),
    });
    expect(made).toBeLessThanOrEqual(40);
    expect(atOnce).toBeLessThanOrEqual(4);
  });

  test('never answers a hello: a tarpit', async () => {
    const { enumeration, made, atOnce, ms } = await attack(() => undefined, { probeMs: 1_500, stepMs: 400 });
    expect(enumeration.versions).toEqual([]);
    expect(enumeration).toMatchObject({
      complete: false,
      incomplete: expect.stringMatching(/^unknown: budget \(the time for this probe was used up\)/),
    });
    expect(ms).toBeLessThan(4_000);
    expect(made).toBeLessThanOrEqual(40);
    expect(atOnce).toBeLessThanOrEqual(4);
  });

  test('greets one byte at a time', async () => {
    const { enumeration, ms } = await attack(
      () => undefined,
      { probeMs: 1_500, stepMs: 400 },
      (socket) => {
        const timer = setInterval(() => socket.write('2'), 50);
        socket.on('close', () => clearInterval(timer));
      },
    );
    expect(enumeration.complete).toBe(false);
    expect(enumeration.incomplete).toMatch(/^3 connections in a row failed: /);
    expect(ms).toBeLessThan(4_000);
  });

  test('answers a hello one byte at a time, each well within its step', async () => {
    const { enumeration, ms } = await attack(
      (socket) => {
        socket.write(Uint8Array.of(contentTypes.handshake, 3, 3, 0x40, 0));
        const timer = setInterval(() => socket.write(Uint8Array.of(0)), 1);
        socket.on('close', () => clearInterval(timer));
      },
      { probeMs: 1_500, stepMs: 400 },
    );
    expect(enumeration.complete).toBe(false);
    expect(ms).toBeLessThan(4_000);
  });

  test('floods', async () => {
    const before = process.memoryUsage().rss;
    const { enumeration, made } = await attack(flood, { probeMs: 8_000 });
    expect(enumeration.versions).toEqual([]);
    expect(made).toBeLessThanOrEqual(40);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  test('closes at every hello', async () => {
    const { enumeration, made } = await attack((socket) => socket.destroy());
    expect(enumeration.versions).toEqual([]);
    expect(made).toBeLessThanOrEqual(40);
  });

  test('has had enough after ten connections', async () => {
    let seen = 0;
    const { enumeration, made } = await attack(pick, {}, (socket) => {
      seen++;
      if (seen > 10) socket.destroy();
      else socket.write('220 mx.test\r\n');
    });
    expect(enumeration.complete).toBe(false);
    expect(enumeration.incomplete).toMatch(/^3 connections in a row failed: /);
    expect(made).toBeLessThan(25);
  });
});

test('does not call itself complete where a server broke the protocol, whose word is not believed', async () => {
  const { enumeration } = await attack((socket) => choose(socket, 0xeeff));
  expect(enumeration).toMatchObject({
    versions: [],
    complete: false,
    incomplete: expect.stringMatching(/^the server broke the protocol \(unoffered-suite, .*\): what it then/),
  });
});
