/**
 * Servers that mean harm: how they pour and drip, and how one is raised. Which ones there are is in hosts/hostile.ts.
 * All pour with back-pressure and stop when the client goes, so they cost this process little.
 */
import { createServer, type Socket } from 'node:net';
import { type Listener, listenOn } from './listener.ts';
import { goodScript, type SmtpScript } from './smtp-script.ts';
import { startSmtpServer } from './smtp-server.ts';

export interface HostileDefinition {
  /** The left-most label of `<what>.hostile.test`. */
  readonly name: string;
  readonly title: string;
  /** From the first byte on, or once a handshake was begun after a good SMTP start. */
  readonly at: 'connect' | 'handshake';
  readonly behave: (socket: Socket) => void;
}

/** Raise one of them. @throws when the address cannot be bound */
export async function raiseHostile(input: {
  readonly definition: HostileDefinition;
  readonly mx: string;
  readonly address: string;
}): Promise<Listener> {
  const { definition, mx, address } = input;
  if (definition.at === 'connect') {
    const server = createServer((socket) => {
      // Only a socket that is read notices that its client has gone.
      socket.resume();
      definition.behave(socket);
    });
    return listenOn(server, address);
  }
  const script: SmtpScript = {
    ...goodScript(mx),
    afterReady: { kind: 'raw', behave: definition.behave },
  };
  return (await startSmtpServer({ address, script })).listener;
}

/** Write what `next` gives, as fast as the client reads, until it gives null or the socket is gone. */
export function pour(socket: Socket, next: () => Uint8Array | null): void {
  const go = (): void => {
    for (let room = true; room && !socket.destroyed; ) {
      const bytes = next();
      if (bytes === null) {
        socket.off('drain', go);
        return;
      }
      room = socket.write(bytes);
    }
  };
  socket.on('drain', go);
  go();
}

/** One byte at a time, until all is said; then silence. */
export function drip(socket: Socket, what: string | Uint8Array, everyMs: number): void {
  const bytes = Buffer.from(what);
  let at = 0;
  const timer = setInterval(() => {
    if (at < bytes.length) socket.write(bytes.subarray(at, ++at));
  }, everyMs);
  socket.on('close', () => clearInterval(timer));
}
