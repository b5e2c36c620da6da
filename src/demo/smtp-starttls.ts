/**
 * What a scripted SMTP server does once STARTTLS was answered 220 (RFC 3207 §4): a handshake by OpenSSL, by a script, or something else.
 */
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { withForgedSignature } from './forgery.ts';
import type { Connection, SmtpBehaviour } from './smtp-behaviour.ts';
import type { OwnTls } from './smtp-script.ts';

/** A connection, and how SMTP goes on over a stream. */
interface Secured extends Connection {
  readonly speak: (over: Duplex) => void;
}

const lingerMs = 2_000;
const recordHeaderLength = 5;

/** What the script has in store for a client that was told 220. */
export function afterReady(socket: Socket, behaviour: SmtpBehaviour, connection: Secured): void {
  const { afterReady: plan } = behaviour.script;
  switch (plan.kind) {
    case 'tls':
      withHello(socket, connection, (hello) => {
        const refusal = plan.refuses?.(hello) ?? null;
        if (refusal === null) startTls(socket, behaviour, connection);
        else socket.end(refusal);
      });
      return;
    case 'close':
      finish(socket);
      return;
    case 'reset':
      socket.resetAndDestroy();
      return;
    case 'raw':
      withHello(socket, connection, () => {
        socket.resume();
        plan.behave(socket);
      });
      return;
    case 'own-tls':
      withHello(socket, connection, () => void startOwnTls(socket, plan.start, connection));
      return;
    case 'silence': {
      const end = setTimeout(() => socket.destroy(), plan.milliseconds);
      socket.on('close', () => clearTimeout(end));
      withHello(socket, connection, () => socket.resume());
      return;
    }
    default:
      plan satisfies never;
  }
}

/** Wait for the client's first record, or for what it sends in place of one, and put it back. */
function withHello(socket: Socket, { record }: Connection, go: (hello: Uint8Array) => void): void {
  let pending = Buffer.alloc(0);
  const onData = (bytes: Buffer): void => {
    pending = Buffer.concat([pending, bytes]);
    const isHandshake = pending[0] === 22;
    if (isHandshake && pending.length < recordHeaderLength) return;
    if (isHandshake && pending.length < recordHeaderLength + pending.readUInt16BE(3)) return;
    socket.off('data', onData);
    socket.pause();
    socket.unshift(pending);
    record.hello = new Uint8Array(pending);
    go(record.hello);
  };
  socket.on('data', onData);
}

/** Say no more, read what still comes, and go, even if the client stays. */
export function finish(socket: Duplex): void {
  socket.end();
  socket.resume();
  const end = setTimeout(() => socket.destroy(), lingerMs);
  socket.on('close', () => clearTimeout(end));
}

/** Shake hands by OpenSSL, then go on over TLS. */
export function startTls(socket: Socket, behaviour: SmtpBehaviour, connection: Secured): void {
  if (!behaviour.secureContext) throw new Error('a script that starts TLS needs a secure context');
  const { dialogue, record, speak } = connection;
  const { secureContextOf } = behaviour;
  const demands = behaviour.demandsClientCertificate === true;
  const below = behaviour.forgesSignature === true ? withForgedSignature(socket) : socket;
  const secure = new TLSSocket(below, {
    isServer: true,
    secureContext: behaviour.secureContext,
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
    if (behaviour.script.closeAfterHandshake) {
      finish(secure);
      return;
    }
    dialogue.secured();
    speak(secure);
  });
}

/** A handshake that is the script's own business. What goes wrong there ends the connection and is noted. */
async function startOwnTls(
  socket: Socket,
  start: (socket: Socket) => Promise<OwnTls>,
  { record, dialogue, speak }: Secured,
): Promise<void> {
  try {
    const { stream, ...tls } = await start(socket);
    record.tls = tls;
    dialogue.secured();
    speak(stream);
  } catch (error) {
    record.tlsError = error instanceof Error ? error.message : String(error);
    socket.destroy();
  }
}
