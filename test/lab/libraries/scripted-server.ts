/**
 * The scripted TLS 1.2 server of the TLS tests on a socket: it shows a certificate that no real server would, and else behaves.
 * One connection after the other; good for a handshake and nothing behind it.
 */
import { createServer, type Socket } from 'node:net';
import { concat } from '../../../src/core/base/bytes.ts';
import { handshakeTypes } from '../../../src/core/tls/code-points.ts';
import { writeMessage } from '../../../src/core/tls/messages.ts';
import { type Flight12, serve12 } from '../../core/tls/scripted-server-12.ts';

const recordHeaderBytes = 5;
const alertRecord = 21;
/** ClientKeyExchange, ChangeCipherSpec, Finished. */
const secondFlightRecords = 3;

/**
 * @param certificate  DER; its key is the scripted server's P-256 key
 * @param use          given the port; the server is gone when it is done
 */
export async function withScriptedServer<T>(
  certificate: Uint8Array,
  use: (port: number) => Promise<T>,
): Promise<T> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    // A client that breaks off is what is being tested.
    socket.on('error', () => socket.destroy());
    answer(socket, certificate);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return await use(address.port);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

function answer(socket: Socket, certificate: Uint8Array): void {
  let received: Uint8Array = new Uint8Array();
  let served: Flight12 | undefined;
  socket.on('data', (bytes: Buffer) => {
    received = concat(received, bytes);
    const records = wholeRecords(received);
    if (records[0]?.[0] === alertRecord) {
      socket.end();
    } else if (!served && records.length >= 1) {
      served = serve12(received, { key: 'p256', tamper: showing(certificate) });
      received = new Uint8Array();
      socket.write(served.first);
    } else if (served && records.length >= secondFlightRecords) {
      socket.write(served.finish(received).flight);
      received = new Uint8Array();
    }
  });
}

/** The Certificate message with this certificate alone (RFC 5246 §7.4.2). */
function showing(certificate: Uint8Array) {
  return (name: string, message: Uint8Array): Uint8Array =>
    name === 'certificate'
      ? writeMessage(handshakeTypes.certificate, (body) =>
          body.vector(3, (list) => list.vector(3, (der) => der.bytes(certificate))),
        )
      : message;
}

function wholeRecords(bytes: Uint8Array): Uint8Array[] {
  const records: Uint8Array[] = [];
  for (let at = 0; at + recordHeaderBytes <= bytes.length; ) {
    const end = at + recordHeaderBytes + (bytes[at + 3] ?? 0) * 256 + (bytes[at + 4] ?? 0);
    if (end > bytes.length) break;
    records.push(bytes.subarray(at, end));
    at = end;
  }
  return records;
}
