/**
 * The servers of the TLS bench, each in a process of its own so that nobody's CPU is counted as another's: a Node mail server, and a proxy
 * before it that makes each round trip 50 ms long, the one of the TCP handshake included. `node servers.ts mail|proxy ARGUMENT` prints a
 * port; the proxy prints a line more for each connection.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { type MailServerOptions, startMailServer } from '../../probe/tls-mail-server.ts';

export const roundTripMs = 50;

export interface Started {
  readonly port: number;
  /** Of a proxy: what it has let through. */
  readonly connections: () => number;
  readonly stop: () => Promise<void>;
}

export const startMail = (options: MailServerOptions): Promise<Started> =>
  start('mail', JSON.stringify(options));
export const startProxy = (target: number): Promise<Started> => start('proxy', String(target));

async function start(mode: 'mail' | 'proxy', argument: string): Promise<Started> {
  const child: ChildProcess = spawn(process.execPath, [import.meta.filename, mode, argument], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new TypeError('a child with a pipe has one');
  let connections = 0;
  const lines = createInterface(child.stdout);
  const [port] = (await once(lines, 'line')) as [string];
  lines.on('line', () => connections++);
  return {
    port: Number(port),
    connections: () => connections,
    stop: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}

async function proxy(target: number): Promise<void> {
  const server = createServer((client) => {
    console.log('connection');
    // A connection that would stand after one round trip: what comes before waits for it.
    const upstream = connect(target, '127.0.0.1');
    pass(client, upstream, roundTripMs);
    pass(upstream, client, roundTripMs);
  });
  server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
}

/** Every byte comes half a round trip later, and none sooner than the connection would stand. */
function pass(from: Socket, to: Socket, standsAfterMs: number): void {
  const standsAt = performance.now() + standsAfterMs;
  const after = (task: () => void) =>
    setTimeout(task, Math.max(0, standsAt - performance.now()) + roundTripMs / 2);
  from.setNoDelay(true);
  from.on('data', (data) => after(() => to.write(data)));
  from.on('end', () => after(() => to.end()));
  from.on('error', () => to.destroy());
}

if (import.meta.main) {
  const [mode, argument = ''] = process.argv.slice(2);
  if (mode === 'proxy') await proxy(Number(argument));
  else console.log((await startMailServer(JSON.parse(argument) as MailServerOptions)).port);
}
