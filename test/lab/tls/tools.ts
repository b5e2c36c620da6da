/**
 * openssl s_server and gnutls-serv as servers, sslscan and testssl.sh as scanners, run in their root on loopback. Servers are stopped by
 * handle; scanners are given a time.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import servers from '../../vectors/tls/servers.json' with { type: 'json' };

export type KeyName = keyof typeof servers;

const startMs = 10_000;

export interface Tools {
  /** Run a server for as long as `use` takes. @param command  its arguments; the port is added */
  withServer<T>(
    kind: 'openssl' | 'gnutls',
    args: readonly string[],
    use: (port: number) => Promise<T>,
  ): Promise<T>;
  /** Run a tool to its end. @returns stdout and stderr */
  run(command: readonly string[], timeoutMs: number): Promise<string>;
  /** Certificate and key in one PEM file, as the tools see it. */
  pem(key: KeyName): string;
}

/** @param root  where `run` unpacked them */
export function createTools(root: string): Tools {
  mkdirSync(join(root, 'lab', 'tls'), { recursive: true });
  for (const [name, { certificate, key }] of Object.entries(servers)) {
    writeFileSync(join(root, 'lab', 'tls', `${name}.pem`), `${certificate}${key}`);
  }
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TERM: 'dumb', HOME: '/tmp' };
  const start = (command: readonly string[]): ChildProcess =>
    spawn('chroot', [root, ...command], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let nextPort = 20_400;
  return {
    pem: (key) => `/lab/tls/${key}.pem`,
    async withServer(kind, args, use) {
      const port = nextPort++;
      const command =
        kind === 'openssl'
          ? ['openssl', 's_server', '-accept', `127.0.0.1:${port}`, '-www', ...args]
          : ['gnutls-serv', '--http', '-p', String(port), ...args];
      const server = start(command);
      const said = keep(server);
      try {
        await listening(port, said);
        return await use(port);
      } finally {
        server.kill('SIGKILL');
      }
    },
    run(command, timeoutMs) {
      const child = start(command);
      const said = keep(child);
      child.stdin?.end();
      return new Promise((resolve) => {
        const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
        child.once('close', () => {
          clearTimeout(timer);
          resolve(said());
        });
      });
    },
  };
}

function keep(child: ChildProcess): () => string {
  let text = '';
  const add = (bytes: Buffer) => {
    // A server that tells of every session is not listened to for ever.
    if (text.length < 1_000_000) text += bytes.toString('latin1');
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  child.once('error', (error) => add(Buffer.from(error.message)));
  return () => text;
}

/** @throws Error with what the server said, when it does not come up */
async function listening(port: number, said: () => string): Promise<void> {
  const end = Date.now() + startMs;
  while (Date.now() < end) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no server on port ${port}: ${said()}`);
}
