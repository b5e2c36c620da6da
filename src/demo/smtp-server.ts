/**
 * An SMTP server that follows a script: what it greets with, offers, answers, and what it does after the 220 to STARTTLS.
 * RFC 5321 and RFC 3207 as far as the script obeys them. It takes mail and forgets it at once; nothing is ever relayed or stored.
 * Every socket is closed by `stop`, whatever state it is in.
 */
import { createServer, type Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { withForgedSignature } from './forgery.ts';
import { type Listener, listenOn } from './listener.ts';
import { createSmtpDialogue, type SmtpDialogue } from './smtp-dialogue.ts';
import type { SmtpScript } from './smtp-script.ts';

/** What one connection did, for tests: kept in memory only, the newest ones only. */
export interface SmtpConnection {
  /** Lines the client sent, in order; over TLS too. */
  readonly commands: readonly string[];
  readonly tls: {
    readonly version: string;
    readonly suite: string;
    readonly serverName: string | null;
  } | null;
  readonly tlsError: string | null;
  readonly closed: boolean;
}

export interface SmtpServer {
  readonly listener: Listener;
  readonly connections: readonly SmtpConnection[];
}

export interface SmtpServerOptions {
  readonly address: string;
  /** Default: one of the system's choosing. */
  readonly port?: number;
  readonly script: SmtpScript;
  /** Absent: STARTTLS leads to no handshake. */
  readonly secureContext?: SecureContext;
  /** By SNI, where that is another one; undefined: the one above. */
  readonly secureContextOf?: (serverName: string) => SecureContext | undefined;
  /** Ask for a client certificate, and go no further without one. */
  readonly demandsClientCertificate?: boolean;
  /** The signature in the handshake is wrong; TLS 1.2 only. */
  readonly forgesSignature?: boolean;
  /** TLS from the first byte, as on port 465 (RFC 8314 §3.3). */
  readonly implicitTls?: boolean;
}

type Record = { -readonly [K in keyof SmtpConnection]: SmtpConnection[K] } & { commands: string[] };

const keptConnections = 200;
const keptCommands = 100;
/** An idle client is cut off: a public town must not collect sockets. */
const idleMs = 60_000;
const lingerMs = 2_000;

/** Start listening. @throws when the address or port cannot be bound */
export async function startSmtpServer(options: SmtpServerOptions): Promise<SmtpServer> {
  const connections: Record[] = [];
  const server = createServer((socket) => {
    const record: Record = { commands: [], tls: null, tlsError: null, closed: false };
    connections.push(record);
    if (connections.length > keptConnections) connections.shift();
    socket.setTimeout(idleMs, () => socket.destroy());
    socket.on('close', () => {
      record.closed = true;
    });
    serve(socket, options, record);
  });
  const listener = await listenOn(server, options.address, options.port);
  return { listener, connections };
}

function serve(socket: Socket, options: SmtpServerOptions, record: Record): void {
  const dialogue = createSmtpDialogue(options.script, { secure: options.implicitTls === true });
  if (options.implicitTls) startTls(socket, options, { dialogue, record });
  else converse(socket, options, { dialogue, record });
}

interface Connection {
  readonly dialogue: SmtpDialogue;
  readonly record: Record;
}

/** Speak SMTP over a plain or a TLS socket until the script ends the conversation. */
function converse(socket: Socket, options: SmtpServerOptions, connection: Connection): void {
  const { dialogue, record } = connection;
  let pending = '';
  const act = (step: ReturnType<SmtpDialogue['greet']>): void => {
    if (step.text !== '') socket.write(step.text, 'latin1');
    if (step.next === 'go-on') return;
    // Whatever was sent ahead, of a handshake above all, is dropped (RFC 3207 §4.2).
    pending = '';
    socket.off('data', onData);
    if (step.next === 'close') finish(socket);
    else afterReady(socket, options, connection);
  };
  const onData = (bytes: Buffer): void => {
    pending += bytes.toString('latin1');
    for (let end = pending.indexOf('\n'); end >= 0; end = pending.indexOf('\n')) {
      const line = pending.slice(0, end).replace(/\r$/, '');
      pending = pending.slice(end + 1);
      if (record.commands.length < keptCommands) record.commands.push(line);
      act(dialogue.answer(line));
    }
    if (pending.length > 10_000) socket.destroy();
  };
  socket.on('data', onData);
  if (dialogue.greeted) return;
  const delay = setTimeout(() => act(dialogue.greet()), options.script.greetingDelayMs);
  socket.on('close', () => clearTimeout(delay));
}

/** What the script has in store for a client that was told 220. */
function afterReady(socket: Socket, options: SmtpServerOptions, connection: Connection): void {
  const { afterReady: plan } = options.script;
  switch (plan.kind) {
    case 'tls':
      startTls(socket, options, connection);
      return;
    case 'close':
      finish(socket);
      return;
    case 'reset':
      socket.resetAndDestroy();
      return;
    case 'raw':
      socket.once('data', () => {
        socket.resume();
        plan.behave(socket);
      });
      return;
    case 'silence': {
      const end = setTimeout(() => socket.destroy(), plan.milliseconds);
      socket.on('close', () => clearTimeout(end));
      socket.resume();
      return;
    }
    default:
      plan satisfies never;
  }
}

/** Say no more, read what still comes, and go, even if the client stays. */
function finish(socket: Socket): void {
  socket.end();
  socket.resume();
  const end = setTimeout(() => socket.destroy(), lingerMs);
  socket.on('close', () => clearTimeout(end));
}

function startTls(socket: Socket, options: SmtpServerOptions, connection: Connection): void {
  if (!options.secureContext) throw new Error('a script that starts TLS needs a secure context');
  const { dialogue, record } = connection;
  const { secureContextOf } = options;
  const demands = options.demandsClientCertificate === true;
  const below = options.forgesSignature === true ? withForgedSignature(socket) : socket;
  const secure = new TLSSocket(below, {
    isServer: true,
    secureContext: options.secureContext,
    ...(secureContextOf && { SNICallback: (name, done) => done(null, secureContextOf(name)) }),
    requestCert: demands,
    rejectUnauthorized: demands,
  });
  secure.on('error', (error: Error & { code?: string }) => {
    record.tlsError = error.code ?? error.message;
    // Leave OpenSSL's alert the time to go out before the socket goes.
    socket.end();
    setTimeout(() => socket.destroy(), 50).unref();
  });
  secure.on('secure', () => {
    const serverName = (secure as { servername?: string | false }).servername;
    record.tls = {
      version: secure.getProtocol() ?? 'unknown',
      suite: secure.getCipher().name,
      serverName: typeof serverName === 'string' ? serverName : null,
    };
    if (options.script.closeAfterHandshake) {
      finish(secure);
      return;
    }
    dialogue.secured();
    converse(secure, options, connection);
  });
}
