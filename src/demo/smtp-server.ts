/**
 * An SMTP server that follows a script: what it greets with, offers, answers. What comes after the 220 to STARTTLS is in smtp-starttls.ts.
 * RFC 5321 and RFC 3207 as far as the script obeys them. It takes mail and forgets it at once; nothing is ever relayed or stored.
 * Every socket is closed by `stop`, whatever state it is in.
 */
import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Listener, listenOn } from './listener.ts';
import type { Connection, Record, SmtpBehaviour, SmtpConnection } from './smtp-behaviour.ts';
import { createSmtpDialogue, type DialogueStep } from './smtp-dialogue.ts';
import { afterReady, finish, startTls } from './smtp-starttls.ts';

export interface SmtpServer {
  readonly listener: Listener;
  readonly connections: readonly SmtpConnection[];
}

export interface SmtpServerOptions extends SmtpBehaviour {
  readonly address: string;
  /** Default: one of the system's choosing. */
  readonly port?: number;
  /** Behind one address, in turn with this behaviour: each client's second, fourth, ... connection meets it. */
  readonly inTurnWith?: SmtpBehaviour;
  /** An idle client is cut off after this: a public town must not collect sockets. Default: a minute. */
  readonly idleMs?: number;
  /** Told of each connection when it has ended. */
  readonly seen?: (connection: SmtpConnection) => void;
}

const keptConnections = 200;
const keptCommands = 100;
const defaultIdleMs = 60_000;

/** Start listening. @throws when the address or port cannot be bound */
export async function startSmtpServer(options: SmtpServerOptions): Promise<SmtpServer> {
  const connections: Record[] = [];
  const turns = new Map<string, number>();
  const server = createServer((socket) => {
    const client = socket.remoteAddress ?? '';
    const turn = turns.get(client) ?? 0;
    turns.set(client, turn + 1);
    const record = newRecord(client);
    connections.push(record);
    if (connections.length > keptConnections) connections.shift();
    socket.setTimeout(options.idleMs ?? defaultIdleMs, () => socket.destroy());
    socket.on('close', () => {
      record.closed = true;
      options.seen?.(record);
    });
    serve(socket, turn % 2 === 1 ? (options.inTurnWith ?? options) : options, record);
  });
  const listener = await listenOn(server, options.address, options.port);
  return { listener, connections };
}

const newRecord = (client: string): Record => ({
  client,
  commands: [],
  replies: [],
  hello: null,
  tls: null,
  tlsError: null,
  taken: null,
  closed: false,
});

function serve(socket: Socket, behaviour: SmtpBehaviour, record: Record): void {
  const dialogue = createSmtpDialogue(behaviour.script, { secure: behaviour.implicitTls === true });
  const connection = { socket, dialogue, record };
  const speak = (over: Duplex): void => converse(over, behaviour, connection);
  if (behaviour.implicitTls) startTls(socket, behaviour, { ...connection, speak });
  else speak(socket);
}

/** Speak SMTP over a plain or a TLS socket until the script ends the conversation. */
function converse(stream: Duplex, behaviour: SmtpBehaviour, connection: Connection): void {
  const { dialogue } = connection;
  let pending = '';
  const act = ({ afterMs, ...step }: DialogueStep): void => {
    if (afterMs !== undefined) {
      setTimeout(() => act(step), afterMs).unref();
      return;
    }
    if (step.text !== '') stream.write(step.text, 'latin1');
    if (step.next === 'go-on') return;
    // Whatever was sent ahead, of a handshake above all, is dropped (RFC 3207 §4.2).
    pending = '';
    stream.off('data', onData);
    leave(step.next, stream, behaviour, connection);
  };
  const onData = (bytes: Buffer): void => {
    pending += bytes.toString('latin1');
    for (let end = pending.indexOf('\n'); end >= 0; end = pending.indexOf('\n')) {
      const line = pending.slice(0, end).replace(/\r$/, '');
      pending = pending.slice(end + 1);
      const step = dialogue.answer(line);
      keepBook(connection.record, line, step);
      act(step);
    }
    if (pending.length > 10_000) stream.destroy();
  };
  stream.on('data', onData);
  if (dialogue.greeted) return;
  const delay = setTimeout(() => act(dialogue.greet()), behaviour.script.greetingDelayMs);
  stream.on('close', () => clearTimeout(delay));
}

function keepBook(record: Record, line: string, step: DialogueStep): void {
  if (step.taken) record.taken = record.tls ? 'tls' : 'cleartext';
  if (record.commands.length >= keptCommands) return;
  record.commands.push(line);
  record.replies.push(step.text === '' ? null : step.text.trimEnd());
}

function leave(
  how: Exclude<DialogueStep['next'], 'go-on'>,
  stream: Duplex,
  behaviour: SmtpBehaviour,
  connection: Connection,
): void {
  switch (how) {
    case 'close':
      finish(stream);
      return;
    case 'reset':
      connection.socket.resetAndDestroy();
      return;
    case 'silence':
      // Only a socket that is read notices that its client has gone.
      stream.resume();
      return;
    case 'starttls': {
      const speak = (over: Duplex): void => converse(over, behaviour, connection);
      afterReady(connection.socket, behaviour, { ...connection, speak });
      return;
    }
    default:
      how satisfies never;
  }
}
