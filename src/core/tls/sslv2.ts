/**
 * The one SSL 2.0 message we send: a CLIENT-HELLO, to see whether a server still agrees to the protocol (RFC 6176 forbids it; DROWN needs it).
 * Nothing is negotiated: a SERVER-HELLO is answer enough. SSL 2.0 specification (Hickman 1995) §1.1, §2.5.
 */
import { Writer } from '../base/bytes.ts';

const clientHello = 1;
const serverHello = 4;
const version = 0x0002;
/** SSL_CK_*: RC4, RC2, IDEA, DES, 3DES, and the export forms of the first two. */
const cipherKinds = [0x010080, 0x020080, 0x030080, 0x040080, 0x050080, 0x060040, 0x0700c0];

/** @param challenge  16 random bytes */
export function writeSslv2Hello(challenge: Uint8Array): Uint8Array {
  const body = new Writer()
    .uint8(clientHello)
    .uint16(version)
    .uint16(cipherKinds.length * 3)
    .uint16(0)
    .uint16(challenge.length);
  for (const kind of cipherKinds) body.uint8(kind >> 16).uint16(kind & 0xffff);
  const message = body.bytes(challenge).finish();
  return new Writer()
    .uint16(0x8000 + message.length)
    .bytes(message)
    .finish();
}

/** @returns undefined while too little has come to tell */
export function isSslv2ServerHello(bytes: Uint8Array): boolean | undefined {
  const [first, , type] = bytes;
  if (first === undefined) return undefined;
  // A TLS record, or text: an alert, a complaint.
  if ((first & 0x80) === 0) return false;
  return type === undefined ? undefined : type === serverHello;
}
