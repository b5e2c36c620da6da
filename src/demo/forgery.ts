/**
 * A stream below a TLS 1.2 server that spoils the signature of its ServerKeyExchange, as if the key were not the certificate's.
 * OpenSSL will not sign wrongly by itself, and in TLS 1.2 that message goes in the clear (RFC 5246 §7.4.3). No part of TLS 1.3.
 */
import type { Socket } from 'node:net';
import { Duplex, Transform } from 'node:stream';

const handshakeRecord = 22;
const serverKeyExchange = 12;
const recordHeaderLength = 5;
const messageHeaderLength = 4;

/** All that is written passes on as it is, but for that one signature. */
export function withForgedSignature(socket: Socket): Duplex {
  let pending = Buffer.alloc(0);
  const forge = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      pending = Buffer.concat([pending, chunk]);
      for (let record = wholeRecord(pending); record; record = wholeRecord(pending)) {
        pending = pending.subarray(record.length);
        this.push(spoil(Buffer.from(record)));
      }
      done();
    },
  });
  forge.pipe(socket);
  return Duplex.from({ readable: socket, writable: forge });
}

function wholeRecord(bytes: Buffer): Buffer | null {
  if (bytes.length < recordHeaderLength) return null;
  const length = recordHeaderLength + bytes.readUInt16BE(3);
  return bytes.length < length ? null : bytes.subarray(0, length);
}

/** Flip the last bit of a ServerKeyExchange, which is the end of its signature. Encrypted records never look like one for long. */
function spoil(record: Buffer): Buffer {
  if (record[0] !== handshakeRecord) return record;
  for (let at = recordHeaderLength; at + messageHeaderLength <= record.length; ) {
    const end = at + messageHeaderLength + record.readUIntBE(at + 1, 3);
    if (end > record.length) return record;
    if (record[at] === serverKeyExchange) record[end - 1] = (record[end - 1] ?? 0) ^ 1;
    at = end;
  }
  return record;
}
