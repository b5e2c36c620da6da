/**
 * Hosts that mean harm, for tests: endless, slow, oversized or meaningless answers at every step of a session.
 * What they have in common is what they expect: a verdict within the budget, no crash, nothing left open.
 */
import { createHash, randomBytes } from 'node:crypto';
import { concat, Writer } from '../../core/base/bytes.ts';
import { drip, type HostileDefinition, pour } from '../hostile.ts';

const kibibyte = 1024;

/** @param options.dripMs  pause between two bytes of the slow ones */
export const hostileHosts = (options: { readonly dripMs: number }): readonly HostileDefinition[] => [
  {
    name: 'random-bytes',
    title: 'Random bytes without end',
    at: 'connect',
    behave: (socket) => pour(socket, () => randomBytes(4 * kibibyte)),
  },
  {
    name: 'byte-a-second',
    title: 'A greeting that drips, one byte a second',
    at: 'connect',
    behave: (socket) => drip(socket, `220 ${'slow.'.repeat(1000)}\r\n`, options.dripMs),
  },
  {
    name: 'silent',
    title: 'No greeting at all',
    at: 'connect',
    behave: () => {},
  },
  {
    name: 'reset',
    title: 'A reset in place of a greeting',
    at: 'connect',
    behave: (socket) => void socket.resetAndDestroy(),
  },
  {
    name: 'half-greeting',
    title: 'A greeting that is cut in the middle',
    at: 'connect',
    behave: (socket) => void socket.end('220-mx.half-greeting.hostile.test\r\n220'),
  },
  {
    name: 'endless-greeting',
    title: 'A greeting of endless lines',
    at: 'connect',
    behave: (socket) => pour(socket, () => Buffer.from('220-and another thing\r\n'.repeat(100))),
  },
  {
    name: 'long-line',
    title: 'A greeting of one line of 10 MB',
    at: 'connect',
    behave: (socket) => {
      const line = Buffer.alloc(kibibyte, 'a');
      let left = 10 * kibibyte;
      socket.write('220 ');
      pour(socket, () => {
        left -= 1;
        if (left > 0) return line;
        return left === 0 ? Buffer.from('\r\n') : null;
      });
    },
  },
  {
    name: 'endless-ehlo',
    title: 'An EHLO reply of endless lines',
    at: 'connect',
    behave: (socket) => {
      socket.write('220 mx.endless-ehlo.hostile.test ESMTP\r\n');
      socket.once('data', () => pour(socket, () => Buffer.from('250-X-AND-ANOTHER\r\n'.repeat(100))));
    },
  },
  {
    name: 'markup',
    title: 'Markup, control characters and bytes that are no UTF-8 in every reply',
    at: 'connect',
    behave: (socket) => {
      const evil = Buffer.from('<script>alert(1)</script>"\'&\u0000\u001b[31m\u202e\u2028 Ünïcode \r');
      const say = (start: string): void =>
        void socket.write(
          Buffer.concat([Buffer.from(start), evil, Buffer.from([0xff, 0xfe]), Buffer.from('\r\n')]),
        );
      say('220 ');
      socket.on('data', () => say('250 '));
    },
  },
  {
    name: 'replies-ahead',
    title: 'All replies at once, before anything was asked',
    at: 'connect',
    behave: (socket) =>
      void socket.write(
        '220 mx.replies-ahead.hostile.test ESMTP\r\n250-mx\r\n250 STARTTLS\r\n220 Ready\r\n250 injected\r\n',
      ),
  },
  {
    name: 'truncated-record',
    title: 'A TLS record that promises more than comes',
    at: 'handshake',
    behave: (socket) => void socket.end(concat(Uint8Array.of(22, 3, 3, 0x40, 0), randomBytes(10))),
  },
  {
    name: 'truncated-hello',
    title: 'A ServerHello that ends in the middle',
    at: 'handshake',
    behave: (socket) => void socket.end(serverHelloRecord().subarray(0, 30)),
  },
  {
    name: 'endless-handshake',
    title: 'A Certificate message that never ends',
    at: 'handshake',
    behave: (socket) => {
      socket.write(serverHelloRecord());
      // Type 11, a length of 16 MiB - 1, then the body for as long as anybody reads.
      socket.write(record(22, Uint8Array.of(11, 0xff, 0xff, 0xff)));
      pour(socket, () => record(22, randomBytes(16 * kibibyte)));
    },
  },
  {
    name: 'empty-records',
    title: 'Handshake records without content, without end',
    at: 'handshake',
    behave: (socket) => {
      const empty = concat(...new Array<Uint8Array>(200).fill(record(22, new Uint8Array())));
      pour(socket, () => empty);
    },
  },
  {
    name: 'endless-warnings',
    title: 'Warning alerts without end',
    at: 'handshake',
    behave: (socket) => {
      const warnings = concat(...new Array<Uint8Array>(200).fill(record(21, Uint8Array.of(1, 112))));
      pour(socket, () => warnings);
    },
  },
  {
    name: 'oversized-record',
    title: 'A TLS record longer than any may be',
    at: 'handshake',
    behave: (socket) => {
      socket.write(Uint8Array.of(22, 3, 3, 0xff, 0xff));
      pour(socket, () => randomBytes(16 * kibibyte));
    },
  },
  {
    name: 'random-handshake',
    title: 'Well-formed records full of random bytes',
    at: 'handshake',
    behave: (socket) => pour(socket, () => record(22, randomBytes(512))),
  },
  {
    name: 'slow-handshake',
    title: 'A ServerHello that drips, one byte a second',
    at: 'handshake',
    behave: (socket) => drip(socket, serverHelloRecord(), options.dripMs),
  },
];

/** A TLS record of version 1.2 (RFC 5246 §6.2.1). */
const record = (type: number, content: Uint8Array): Uint8Array =>
  new Writer()
    .uint8(type)
    .uint16(0x0303)
    .vector(2, (inner) => inner.bytes(content))
    .finish();

/** A lawful ServerHello of TLS 1.2 that picks ECDHE_RSA with AES-128-GCM (RFC 5246 §7.4.1.3). */
function serverHelloRecord(): Uint8Array {
  const hello = new Writer().uint8(2).vector(3, (body) =>
    body
      .uint16(0x0303)
      .bytes(createHash('sha256').update('badmx').digest())
      .vector(1, () => {})
      .uint16(0xc02f)
      .uint8(0),
  );
  return record(22, hello.finish());
}
