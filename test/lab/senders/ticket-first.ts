/**
 * A TLS 1.3 server that sends its session tickets together with its Finished, before the client's (RFC 8446 §4.6.1 lets a server do so;
 * crypto/tls of Go does). OpenSSL never does, so the handshake is the scripted one of the TLS client's tests; x25519 only.
 */
import { createPrivateKey, createSign } from 'node:crypto';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { concat, type Writer } from '../../../src/core/base/bytes.ts';
import { findExtension } from '../../../src/core/tls/client-hello.ts';
import { contentTypes, handshakeTypes } from '../../../src/core/tls/code-points.ts';
import { writeMessage } from '../../../src/core/tls/messages.ts';
import { RecordReader, type TlsRecord } from '../../../src/core/tls/record-reader.ts';
import type { Identity } from '../../../src/demo/leaf.ts';
import type { OwnTls } from '../../../src/demo/smtp-script.ts';
import { type Flight13, helloIn, serve13 } from '../../core/tls/scripted-server.ts';

const rsaPssSha256 = 0x0804;

/** @param identity  with an RSA key; only its own certificate is sent */
export const ticketFirst =
  (identity: Identity) =>
  async (socket: Socket): Promise<OwnTls> => {
    const records = recordsOf(socket);
    const first = await records.next();
    const hello = concat(first.header, first.payload);
    const flight = serve13(hello, { scheme: rsaPssSha256, identity: signerOf(identity) });
    const ticket = flight.application.seal({ type: contentTypes.handshake, payload: sessionTicket() });
    socket.write(concat(flight.hello, flight.rest, ticket));
    await finished(records, flight);
    const { hello: parsed } = helloIn(hello);
    return {
      stream: overRecords(socket, records, flight),
      version: 'TLSv1.3',
      suite: 'TLS_AES_128_GCM_SHA256',
      serverName: findExtension(parsed, 'server_name')?.hostName ?? null,
    };
  };

function signerOf({ chain, keyPem }: Identity) {
  const key = createPrivateKey(keyPem);
  const [certificate] = chain;
  if (!certificate) throw new Error('an identity has a leaf');
  return {
    certificate,
    sign: (data: Uint8Array) =>
      new Uint8Array(createSign('sha256').update(data).sign({ key, padding: 6, saltLength: 32 })),
  };
}

function sessionTicket(): Uint8Array {
  return writeMessage(handshakeTypes.newSessionTicket, (body: Writer) =>
    body
      .uint32(7200)
      .uint32(0)
      .vector(1, (nonce) => nonce.uint8(0))
      .vector(2, (ticket) => ticket.bytes(new Uint8Array(32).fill(7)))
      .vector(2, () => undefined),
  );
}

/** Wait for the client's Finished, past its ChangeCipherSpec; an alert in its place is thrown. */
async function finished(records: Records, { client }: Flight13): Promise<void> {
  for (;;) {
    const record = await records.next();
    if (record.type === contentTypes.changeCipherSpec) continue;
    if (record.type === contentTypes.alert) throw new Error(`alert ${record.payload[1]}`);
    const opened = client.handshake.open(record);
    if (opened.type === contentTypes.alert) throw new Error(`alert ${opened.payload[1]}`);
    return;
  }
}

interface Records {
  next(): Promise<TlsRecord>;
}

/** The socket's records, one after the other. @throws when it ends */
function recordsOf(socket: Socket): Records {
  const reader = new RecordReader();
  const bytes = socket[Symbol.asyncIterator]();
  return {
    next: async () => {
      for (;;) {
        const record = reader.next();
        if (record !== undefined) return record;
        const more = await bytes.next();
        if (more.done) throw new Error('the client is gone');
        reader.push(new Uint8Array(more.value));
      }
    },
  };
}

function overRecords(socket: Socket, records: Records, { application, client }: Flight13): Duplex {
  const close = new Uint8Array([1, 0]);
  const session = new Duplex({
    read() {
      records.next().then(
        (record) => {
          const opened = client.application.open(record);
          if (opened.type === contentTypes.applicationData) this.push(opened.payload);
          else this.push(null);
        },
        () => this.push(null),
      );
    },
    write(chunk: Buffer, _encoding, done) {
      socket.write(
        application.seal({ type: contentTypes.applicationData, payload: new Uint8Array(chunk) }),
        done,
      );
    },
    final(done) {
      socket.end(application.seal({ type: contentTypes.alert, payload: close }), done);
    },
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  // A client that is gone is an error of its own connection, not of the world.
  session.on('error', () => socket.destroy());
  socket.on('error', () => session.destroy());
  return session;
}
