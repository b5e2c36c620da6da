/**
 * Listening, and leaving nothing behind: a port of the system's choosing unless one is given, every accepted socket remembered until it closes.
 */
import type { Server, Socket } from 'node:net';

export interface Listener {
  readonly port: number;
  readonly openSockets: number;
  /** Stop listening and destroy every open connection. */
  stop(): Promise<void>;
}

/** @throws when the address or port cannot be bound */
export async function listenOn(server: Server, address: string, port = 0): Promise<Listener> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    // A peer's reset is nothing to report; the socket closes by itself.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: address }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a TCP server has an address and a port');
  return {
    port: bound.port,
    get openSockets() {
      return sockets.size;
    },
    stop: async () => {
      const closing = [...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await Promise.all([closed, ...closing]);
    },
  };
}
