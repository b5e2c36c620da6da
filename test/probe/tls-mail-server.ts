/** Mail servers with STARTTLS over node:tls on loopback, as well or ill set up as a test wants; Node only. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import {
  createSecureContext,
  createServer as createTlsServer,
  type SecureContextOptions,
  TLSSocket,
} from 'node:tls';
import servers from '../vectors/tls/servers.json' with { type: 'json' };

export interface MailServerOptions extends SecureContextOptions {
  readonly keys?: readonly (keyof typeof servers)[];
  /** EHLO keywords of connection n, counted from 1. */
  readonly keywords?: (connection: number) => readonly string[];
  /** Obeys over TLS what came in the clear (CVE-2011-0411). */
  readonly remembersClearText?: boolean;
  /** Says nothing once TLS stands, if it is this version. */
  readonly deadVersion?: string;
  /** Sessions by their ids: kept and taken back, or the end of a connection that comes back with one. Default: none are kept. */
  readonly sessions?: 'kept' | 'fatal';
  /** Each connection meets a server that knows nothing of the others, as behind a balancer. */
  readonly forgetful?: boolean;
}

export interface MailServer {
  readonly port: number;
  readonly connections: () => number;
  close(): Promise<void>;
}

export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const { keys = ['rsa'], keywords = () => ['PIPELINING'], sessions, forgetful = false, ...tls } = options;
  const newContext = () =>
    createSecureContext({
      key: keys.map((name) => servers[name].key),
      cert: keys.map((name) => servers[name].certificate),
      dhparam: 'auto',
      ...tls,
    });
  const context = newContext();
  const cache = sessions === undefined ? undefined : cacheOf(sessions);
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const words = keywords(connections);
    socket.setNoDelay(true);
    socket.write('220 mx.test ESMTP\r\n');
    const onData = (data: Buffer) => {
      const [command = '', ...more] = data.toString('latin1').split('\r\n');
      if (!/^STARTTLS/i.test(command)) {
        socket.write(repliesTo(data, [...words, 'STARTTLS']));
        return;
      }
      socket.off('data', onData);
      socket.write('220 go\r\n');
      const secureContext = forgetful ? newContext() : context;
      const secured = new TLSSocket(socket, {
        isServer: true,
        secureContext,
        ...(cache && { server: cache }),
      });
      secured.on('error', () => secured.destroy());
      secured.on('data', (bytes) => {
        if (options.deadVersion !== undefined && secured.getProtocol() === options.deadVersion) return;
        secured.write(repliesTo(bytes, words));
      });
      const left = more.join('');
      if (options.remembersClearText && left !== '')
        secured.on('secure', () => secured.write(replyTo(left, words)));
    };
    socket.on('data', onData);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: () => end(server, sockets),
  };
}

/** It never listens: its events are what node:tls asks for sessions. */
function cacheOf(sessions: NonNullable<MailServerOptions['sessions']>): Server {
  const kept = new Map<string, Buffer>();
  const cache = createTlsServer();
  cache.on('newSession', (id, data, done) => {
    kept.set(id.toString('hex'), data);
    done();
  });
  cache.on('resumeSession', (id, done) => {
    const data = kept.get(id.toString('hex')) ?? null;
    done(sessions === 'fatal' && data !== null ? new Error('no such thing') : null, data);
  });
  return cache;
}

/** One reply a line (RFC 2920 §3.2). */
const repliesTo = (bytes: Buffer, keywords: readonly string[]): string =>
  bytes
    .toString('latin1')
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => replyTo(line, keywords))
    .join('');

function replyTo(command: string, keywords: readonly string[]): string {
  if (/^EHLO/i.test(command)) {
    const lines = ['mx.test', ...keywords];
    return lines.map((line, i) => `250${i < lines.length - 1 ? '-' : ' '}${line}\r\n`).join('');
  }
  return /^QUIT/i.test(command) ? '221 bye\r\n' : '250 ok\r\n';
}

async function end(server: Server, sockets: Iterable<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
