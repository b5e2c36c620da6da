/** A TLS client of ours on a loopback socket: what node-only tests share. */
import { connect } from 'node:net';
import { createCryptography } from '../../../src/adapters/cryptography.ts';
import { asciiBytes, printable } from '../../../src/core/base/text.ts';
import { createTlsClient, type TlsClientOptions } from '../../../src/core/tls/client.ts';
import type { Handshake } from '../../../src/core/tls/facts.ts';
import { broadHello } from '../../../src/core/tls/hellos.ts';
import type { ResumableSession } from '../../../src/core/tls/resumable-session.ts';

export const cryptography = createCryptography();

export interface Conversation {
  readonly facts: Handshake;
  /** What the server said over TLS, printable. */
  readonly heard: string;
  readonly state: string;
  readonly resumable: ResumableSession | undefined;
}

/** Handshake with 127.0.0.1:port, send `NOOP`, read one answer, say close_notify. */
export function converse(port: number, options: Partial<TlsClientOptions> = {}): Promise<Conversation> {
  const client = createTlsClient({
    hello: broadHello,
    helloName: 'broad',
    serverName: 'mx.badmx.test',
    cryptography,
    ...options,
  });
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  let state = 'handshaking';
  let asked = false;
  return new Promise((resolve) => {
    const finish = () => {
      socket.destroy();
      resolve({ facts: client.facts, heard, state, resumable: client.resumable });
    };
    socket.setTimeout(4000, () => {
      state = client.ended('timeout').state;
      finish();
    });
    socket.on('connect', () => socket.write(client.start()));
    socket.on('error', () => {
      state = client.ended('reset').state;
    });
    socket.on('end', () => {
      state = client.ended('closed').state;
    });
    socket.on('close', finish);
    socket.on('data', (bytes) => {
      const progress = client.receive(bytes);
      state = progress.state;
      if (progress.toSend.length > 0) socket.write(progress.toSend);
      heard += printable(progress.applicationData);
      if (state === 'established' && !asked) {
        asked = true;
        socket.write(client.send(asciiBytes('NOOP')));
      }
      if (heard.endsWith('NOOP')) socket.end(client.close());
      else if (state === 'failed') socket.end();
    });
  });
}
