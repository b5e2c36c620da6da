/**
 * `node test/bench/tls.ts`: one enumeration beside one sslscan, on a Node server with many suites behind a proxy that adds 50 ms to each
 * round trip; and the CPU of one handshake of ours beside that of one `posttls-finger -c` process. Prints ratios; no test.
 * SSLSCAN and POSTTLS_FINGER name commands, e.g. "chroot ROOT sslscan"; what is not there is left out.
 */
import { spawn, spawnSync } from 'node:child_process';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { cryptography } from '../../src/adapters/cryptography.ts';
import { createDial } from '../../src/adapters/sockets.ts';
import { createTlsClient } from '../../src/core/tls/client.ts';
import { broadHello } from '../../src/core/tls/hellos.ts';
import { budgetsFor, Deadline, defaultBudgets } from '../../src/probe/budgets.ts';
import { enumerate } from '../../src/probe/enumerate.ts';
import { runSession } from '../../src/probe/session.ts';
import { secureStream } from '../../src/probe/tls-stream.ts';
import { startMailServer } from '../probe/tls-mail-server.ts';

const oneWayMs = 25;
const serverName = 'mx.badmx.test';
const monotonic = () => performance.now();
const clock = { now: () => new Date(), monotonic };

/** Delays every byte, and the first connect, by one way each. */
async function startProxy(
  target: number,
): Promise<{ port: number; connections: () => number; close: () => void }> {
  let connections = 0;
  const server = createServer((client) => {
    connections++;
    const upstream = connect(target, '127.0.0.1');
    const pass = (from: Socket, to: Socket) => {
      from.setNoDelay(true);
      from.on('data', (data) => setTimeout(() => to.write(data), oneWayMs));
      from.on('end', () => setTimeout(() => to.end(), oneWayMs));
      from.on('error', () => to.destroy());
    };
    pass(client, upstream);
    pass(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: () => server.close(),
  };
}

function contextFor(port: number) {
  const budgets = budgetsFor('full', defaultBudgets);
  return {
    dial: createDial({ ports: [port] }),
    clock,
    cryptography,
    ehloName: 'probe.example.net',
    deadline: new Deadline(monotonic, budgets),
    budgets,
  };
}

async function timeOurs(port: number): Promise<{ seconds: number; suites: number }> {
  const startedAt = monotonic();
  const context = contextFor(port);
  const hello = { name: 'broad', template: broadHello };
  const target = { address: '127.0.0.1', port, serverName, hello };
  // As a probe does: its three ordinary sessions first.
  const sessions = await Promise.all([
    runSession({ ...target, purpose: 'starttls' }, context),
    runSession({ ...target, purpose: 'starttls', serverName: null }, context),
    runSession({ ...target, purpose: 'cleartext', serverName: null }, context),
  ]);
  const { enumeration } = await enumerate(
    {
      target: { address: '127.0.0.1', port, implicit: false },
      serverName,
      sessions,
      connections: context.budgets.connectionsPerAddress - sessions.length,
      gate: (task) => task(),
    },
    context,
  );
  if (!enumeration.complete) console.log(`not complete: ${enumeration.incomplete}`);
  const suites = new Set(Object.values(enumeration.suites).flat()).size;
  return { seconds: (monotonic() - startedAt) / 1000, suites };
}

/** @returns undefined where the command is not there */
async function timeCommand(
  command: string | undefined,
  args: readonly string[],
): Promise<number | undefined> {
  const [program, ...first] = (command ?? '').split(' ');
  if (!program) return undefined;
  const startedAt = monotonic();
  const child = spawn(program, [...first, ...args], { stdio: 'ignore' });
  return await new Promise((resolve) => {
    child.once('error', () => resolve(undefined));
    child.once('close', () => resolve((monotonic() - startedAt) / 1000));
  });
}

/** Milliseconds of CPU of one handshake, once the code is warm. */
async function handshakeCpu(port: number): Promise<number> {
  const dial = createDial({ ports: [port] });
  const once = async () => {
    const dialled = await dial({ address: '127.0.0.1', port }, { timeoutMs: 5000 });
    if (dialled.kind !== 'connected') throw new Error(dialled.kind);
    const { stream } = dialled;
    await stream.read(5000);
    stream.write(new TextEncoder().encode('STARTTLS\r\n'));
    await stream.read(5000);
    const client = createTlsClient({ hello: broadHello, helloName: 'bench', serverName, cryptography });
    const secured = await secureStream(stream, client, {
      timeoutMs: 5000,
      monotonic,
      early: new Uint8Array(),
    });
    if (secured === undefined) throw new Error(client.facts.failure?.detail);
    secured.close();
  };
  for (let i = 0; i < 20; i++) await once();
  const rounds = 100;
  const before = process.cpuUsage();
  for (let i = 0; i < rounds; i++) await once();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / rounds;
}

const [mode, portText = ''] = process.argv.slice(2);
if (mode === 'cpu') {
  console.log((await handshakeCpu(Number(portText))).toFixed(3));
} else {
  const server = await startMailServer({
    ciphers: 'ALL:!ARIA:!CAMELLIA:!PSK:!SRP:@SECLEVEL=0',
    keys: ['rsa', 'p256'],
  });
  const proxy = await startProxy(server.port);
  const ours = await timeOurs(proxy.port);
  const ourConnections = proxy.connections();
  console.log(`--full:  ${ours.seconds.toFixed(1)} s, ${ourConnections} connections, ${ours.suites} suites`);
  const theirs = await timeCommand(process.env.SSLSCAN ?? 'sslscan', [
    '--starttls-smtp',
    `127.0.0.1:${proxy.port}`,
  ]);
  if (theirs !== undefined) {
    const theirConnections = proxy.connections() - ourConnections;
    console.log(`sslscan: ${theirs.toFixed(1)} s, ${theirConnections} connections`);
    console.log(`time ${(ours.seconds / theirs).toFixed(3)} of sslscan's (target 0.1)`);
    const allowed = Math.max(theirConnections / 3, ours.suites + 12);
    console.log(
      `connections ${(ourConnections / theirConnections).toFixed(2)} of sslscan's; allowed ${Math.floor(allowed)}`,
    );
  }
  // In a process of its own, so that the server's CPU is not counted.
  const cpu = spawn(process.execPath, [import.meta.filename, 'cpu', String(server.port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  cpu.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  await new Promise((resolve) => cpu.once('close', resolve));
  console.log(`one handshake: ${said.trim()} ms of CPU`);
  const finger = process.env.POSTTLS_FINGER?.split(' ');
  if (finger?.[0] !== undefined) {
    const [program, ...first] = finger;
    const rounds = 20;
    const time = spawnSync('bash', [
      '-c',
      `TIMEFORMAT='%U %S'; time for i in $(seq ${rounds}); do ${[program, ...first].join(' ')} -c -l may -p SSLv3 '[127.0.0.1]:${server.port}' > /dev/null 2>&1; done`,
    ]);
    const [user = 0, system = 0] = time.stderr.toString().trim().split(' ').map(Number);
    const each = ((user + system) * 1000) / rounds;
    console.log(
      `one posttls-finger -c: ${each.toFixed(1)} ms of CPU; ratio ${(Number(said) / each).toFixed(2)} (target 0.33)`,
    );
  }
  proxy.close();
  await server.close();
  process.exit();
}
