/**
 * openssl s_server, openssl s_client and gnutls-cli of Debian, run in their root on loopback: what a server is given, what a client said.
 * Servers choose their own ports and are stopped by handle; clients are given a time.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const startMs = 10_000;
const clientMs = 10_000;

export interface Heard {
  readonly completed: boolean;
  /** stdout and stderr. */
  readonly said: string;
}

export interface Tools {
  /** Write a file. @returns its path as the tools see it */
  file(name: string, content: string | Uint8Array): string;
  /** Run openssl s_server with these arguments, for as long as `use` takes. */
  withServer<T>(args: readonly string[], use: (port: number) => Promise<T>): Promise<T>;
  openssl(port: number, args?: readonly string[]): Promise<Heard>;
  gnutls(port: number, args?: readonly string[]): Promise<Heard>;
}

/** @param root  where `run` unpacked them */
export function createTools(root: string): Tools {
  const outside = join(root, 'lab', 'libraries');
  mkdirSync(outside, { recursive: true });
  const start = (command: readonly string[]): ChildProcess =>
    spawn('chroot', [root, ...command], {
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  return {
    file(name, content) {
      writeFileSync(join(outside, name), content);
      return `/lab/libraries/${name}`;
    },
    async withServer(args, use) {
      const server = start(['openssl', 's_server', '-accept', '127.0.0.1:0', ...args]);
      try {
        return await use(await portOf(server));
      } finally {
        server.kill('SIGKILL');
      }
    },
    async openssl(port, args = []) {
      const client = start(['openssl', 's_client', '-connect', `127.0.0.1:${port}`, ...args]);
      const said = await listen(client, 'Q\n');
      return { said, completed: /Cipher is (?!\(NONE\))/.test(said) };
    },
    async gnutls(port, args = []) {
      const client = start(['gnutls-cli', '-p', String(port), ...args, '127.0.0.1']);
      const said = await listen(client, '');
      return { said, completed: said.includes('- Handshake was completed') };
    },
  };
}

/** s_server names the port it was given. @throws Error with what it said, when it gives up */
function portOf(server: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    const giveUp = (why: string) => reject(new Error(`s_server ${why}: ${said}`));
    const timer = setTimeout(() => giveUp('is silent'), startMs);
    const read = (bytes: Buffer) => {
      said += bytes.toString('latin1');
      const port = /ACCEPT \S+:(\d+)/.exec(said)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.once('exit', () => {
      clearTimeout(timer);
      giveUp('ended');
    });
    server.once('error', (error) => {
      clearTimeout(timer);
      giveUp(error.message);
    });
  });
}

/** All that a client says until it ends, or until its time is up. */
function listen(client: ChildProcess, input: string): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const keep = (bytes: Buffer) => {
      said += bytes.toString('latin1');
    };
    client.stdout?.on('data', keep);
    client.stderr?.on('data', keep);
    // A client that is gone before its input was read is not news.
    client.stdin?.on('error', () => undefined);
    const timer = setTimeout(() => client.kill('SIGKILL'), clientMs);
    client.once('error', (error) => keep(Buffer.from(error.message)));
    client.once('close', () => {
      clearTimeout(timer);
      resolve(said);
    });
    client.stdin?.end(input);
  });
}
