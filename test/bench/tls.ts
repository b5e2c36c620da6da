/**
 * `node test/bench/tls.ts`: enumerations beside sslscan, on Node servers behind a proxy that makes each round trip 50 ms long, judged by
 * node:tls; and the CPU of one handshake of ours beside that of one `posttls-finger -c` process. Prints ratios; no test.
 * SSLSCAN and POSTTLS_FINGER name commands, e.g. "chroot ROOT sslscan"; what is not there is left out.
 */
import { spawn, spawnSync } from 'node:child_process';
import { cryptography } from '../../src/adapters/cryptography.ts';
import { createDial } from '../../src/adapters/sockets.ts';
import { resumptionWords } from '../../src/core/report/resumption-words.ts';
import { createTlsClient } from '../../src/core/tls/client.ts';
import type { Enumeration } from '../../src/core/tls/enumeration.ts';
import { broadHello } from '../../src/core/tls/hellos.ts';
import { observeAddress } from '../../src/probe/address.ts';
import { budgetsFor, Deadline, defaultBudgets, Gate } from '../../src/probe/budgets.ts';
import { secureStream } from '../../src/probe/tls-stream.ts';
import type { MailServerOptions } from '../probe/tls-mail-server.ts';
import { startMail, startProxy } from './tls/servers.ts';
import { trueSuites } from './tls/truth.ts';

const serverName = 'mx.badmx.test';
const monotonic = () => performance.now();
const clock = { now: () => new Date(), monotonic };
const everySuite = 'ALL:!ARIA:!CAMELLIA:!PSK:!SRP:@SECLEVEL=0';

/** The first is the one that the targets are about. */
const servers: readonly { readonly name: string; readonly options: MailServerOptions }[] = [
  { name: 'Node, every suite that it can serve with one RSA certificate', options: { ciphers: everySuite } },
  { name: 'OpenSSL, DEFAULT suites', options: { ciphers: 'DEFAULT', honorCipherOrder: true } },
  {
    name: 'Postfix, smtpd_tls_ciphers = medium',
    options: { ciphers: 'aNULL:-aNULL:HIGH:MEDIUM:+RC4:@STRENGTH' },
  },
  {
    name: 'every suite, RSA and ECDSA certificates',
    options: { ciphers: everySuite, keys: ['rsa', 'p256'] },
  },
];

/** One address as a probe with depth=full takes it: its ordinary sessions, and the enumeration. */
async function timeOurs(port: number): Promise<{ seconds: number; enumeration: Enumeration }> {
  const budgets = budgetsFor('full', defaultBudgets);
  const noAnswer = () => Promise.reject(new TypeError('an address asks nobody but its server'));
  const startedAt = monotonic();
  const { enumeration } = await observeAddress(
    { ip: '127.0.0.1', mailHost: serverName, tlsa: Promise.resolve({ kind: 'skipped', detail: 'a bench' }) },
    {
      ports: {
        dial: createDial({ ports: [25], portMap: () => port }),
        clock,
        cryptography,
        vantage: { id: 'bench', runtime: 'node', ehloName: 'probe.example.net' },
        createResolve: () => ({ resolve: noAnswer, resolvers: [] }),
        fetchPolicy: noAnswer,
        egressReferences: [],
        allowSpecialAddresses: true,
      },
      resolve: noAnswer,
      budgets,
      deadline: new Deadline(monotonic, budgets),
      gate: new Gate(budgets.connectionsAtOnce),
      port: 25,
      depth: 'full',
    },
  );
  if (enumeration === undefined) throw new TypeError('the server speaks TLS');
  return { seconds: (monotonic() - startedAt) / 1000, enumeration };
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

async function compare({ name, options }: (typeof servers)[number]): Promise<void> {
  const server = await startMail(options);
  const proxy = await startProxy(server.port);
  console.log(`\n${name}`);
  const { seconds, enumeration } = await timeOurs(proxy.port);
  const connections = proxy.connections();
  const distinct = new Set(Object.values(enumeration.suites).flat()).size;
  const cut = enumeration.complete ? 'complete' : `CUT: ${enumeration.incomplete}`;
  console.log(`  --full:  ${seconds.toFixed(2)} s, ${connections} connections, ${distinct} suites; ${cut}`);
  console.log(`  resumption: ${resumptionWords(enumeration)}`);
  console.log(`  ${judge(enumeration, await trueSuites(server.port))}`);
  // Banner, EHLO, STARTTLS and hello take a round trip each, the TCP handshake one more; four connections stand at once.
  const floor = (Math.ceil(connections / 4) * 5 * 50) / 1000;
  console.log(`  four connections at once, five round trips each: no less than ${floor.toFixed(2)} s`);
  const command = process.env.SSLSCAN ?? 'sslscan';
  const theirs = await timeCommand(command, ['--starttls-smtp', `127.0.0.1:${proxy.port}`]);
  if (theirs !== undefined) {
    const theirConnections = proxy.connections() - connections;
    const allowed = Math.floor(Math.max(theirConnections / 3, distinct + 12));
    console.log(`  sslscan: ${theirs.toFixed(1)} s, ${theirConnections} connections`);
    console.log(`  time ${(seconds / theirs).toFixed(3)} of sslscan's (target 0.1)`);
    console.log(`  connections ${connections} of ${allowed} allowed`);
  }
  await proxy.stop();
  await server.stop();
}

function judge({ suites }: Enumeration, truth: ReadonlyMap<string, readonly string[]>): string {
  const all = [...new Set([...truth.keys(), ...Object.keys(suites)])];
  const faults = all.flatMap((version) => {
    const [real, told] = [truth.get(version) ?? [], suites[version] ?? []];
    const missing = real.filter((suite) => !told.includes(suite));
    const invented = told.filter((suite) => !real.includes(suite));
    return [
      ...missing.map((suite) => `${version} ${suite} is missing`),
      ...invented.map((suite) => `${version} ${suite} is not there`),
    ];
  });
  const counts = [...truth].map(([version, names]) => `${version} ${names.length}`).join(', ');
  return faults.length === 0 ? `as node:tls finds it: ${counts}` : `WRONG: ${faults.join('; ')}`;
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

async function compareCpu(): Promise<void> {
  const server = await startMail({});
  const ours = await handshakeCpu(server.port);
  console.log(`\none handshake: ${ours.toFixed(2)} ms of CPU`);
  const finger = process.env.POSTTLS_FINGER;
  if (finger) {
    const rounds = 20;
    const time = spawnSync('bash', [
      '-c',
      `TIMEFORMAT='%U %S'; time for i in $(seq ${rounds}); do ${finger} -c -l may -p SSLv3 '[127.0.0.1]:${server.port}' > /dev/null 2>&1; done`,
    ]);
    const [user = 0, system = 0] = time.stderr.toString().trim().split(' ').map(Number);
    const each = ((user + system) * 1000) / rounds;
    const ratio = (ours / each).toFixed(2);
    console.log(`one posttls-finger -c: ${each.toFixed(2)} ms of CPU; ratio ${ratio} (target 0.33)`);
  }
  await server.stop();
}

await compareCpu();
for (const server of servers) await compare(server);
process.exit();
