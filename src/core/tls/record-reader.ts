/**
 * Bytes in, records out: finds record boundaries, tells TLS from everything else, keeps the budget.
 * RFC 8446 §5.1-5.2, RFC 5246 §6.2. Decryption is record-protection; joining handshake messages is handshake-reader.
 */
import { printable, toHex } from '../base/text.ts';
import { ByteQueue } from './byte-queue.ts';
import { contentTypes, versionName, versions } from './code-points.ts';
import { HandshakeFault, misbehaved } from './fault.ts';

export interface TlsRecord {
  readonly type: number;
  readonly version: number;
  readonly payload: Uint8Array;
  /** The five bytes in front, which TLS 1.3 authenticates. */
  readonly header: Uint8Array;
}

/** 2^14 of plaintext (RFC 8446 §5.1). */
export const maxPlaintext = 16_384;
/** TLS 1.2 lets protection add 2,048 bytes (RFC 5246 §6.2.3); TLS 1.3 256, which its protection checks. */
const maxPayload = maxPlaintext + 2048;
const headerLength = 5;
const tlsMajor = 3;
/** How much of a text in place of TLS is kept, and waited for while its line has no end. */
const textLimit = 512;
const sslv2ServerHello = 4;

export class RecordReader {
  #pending = new ByteQueue();
  #seenRecord = false;

  push(bytes: Uint8Array): void {
    this.#pending.push(bytes);
  }

  /** How many bytes wait that are no whole record yet. */
  get pendingLength(): number {
    return this.#pending.length;
  }

  /** The next whole record, if it is there. @throws HandshakeFault not-tls, bad-record, record-overflow, sslv2 */
  next(): TlsRecord | undefined {
    const [type, major, minor, high, low] = this.#pending.peek(headerLength);
    if (type === undefined) return undefined;
    if (!isContentType(type) || (major !== undefined && major !== tlsMajor)) {
      this.#refuse(false);
      return undefined;
    }
    if (major === undefined || minor === undefined || high === undefined || low === undefined)
      return undefined;
    const length = high * 256 + low;
    if (length > maxPayload) {
      throw misbehaved('record_overflow', {
        code: 'record-overflow',
        expected: `at most ${maxPayload} bytes`,
        received: `${length} bytes`,
        detail: 'a record is longer than TLS allows',
      });
    }
    if (this.#pending.length < headerLength + length) return undefined;
    const bytes = this.#pending.take(headerLength + length);
    this.#seenRecord = true;
    return {
      type,
      version: major * 256 + minor,
      payload: bytes.subarray(headerLength),
      header: bytes.subarray(0, headerLength),
    };
  }

  /** The stream has ended: say so if what is left is no beginning of a record. @throws HandshakeFault not-tls */
  end(): void {
    const [type, major] = this.#pending.peek(headerLength);
    if (type === undefined) return;
    if (!isContentType(type) || (major !== undefined && major !== tlsMajor)) this.#refuse(true);
  }

  /** Waits for a line of text to end, so that the fact does not depend on how the bytes were split. */
  #refuse(ended: boolean): void {
    const bytes = this.#pending.peek(textLimit);
    if (this.#seenRecord) {
      if (bytes.length < headerLength && !ended) return;
      throw misbehaved('decode_error', {
        code: 'bad-record',
        expected: 'a TLS record',
        received: toHex(bytes.subarray(0, headerLength)),
        detail: 'the bytes after a record are not the beginning of another',
      });
    }
    const text = isText(bytes[0]);
    const lineEnd = bytes.indexOf(0x0a);
    if (!ended && (text ? lineEnd < 0 && bytes.length < textLimit : bytes.length < headerLength)) return;
    if (isSslv2ServerHello(bytes)) throw sslv2Fault();
    const shown = text
      ? printable(bytes.subarray(0, lineEnd < 0 ? textLimit : lineEnd + 1))
      : toHex(bytes.subarray(0, headerLength));
    throw new HandshakeFault(
      {
        kind: 'not-tls',
        code: text ? 'text' : 'binary',
        expected: 'a TLS record',
        received: shown,
        detail: text ? 'plain text where TLS should begin' : 'bytes that are no TLS record',
      },
      null,
    );
  }
}

const isContentType = (type: number): boolean =>
  type >= contentTypes.changeCipherSpec && type <= contentTypes.heartbeat;

const isText = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 0x20 && byte < 0x7f) || byte === 0x0d || byte === 0x0a || byte === 0x09);

/** A two-byte length with its top bit set, then SERVER-HELLO (SSL 2.0 specification §1.1, §2.5). */
const isSslv2ServerHello = (bytes: Uint8Array): boolean =>
  bytes.length >= headerLength && ((bytes[0] ?? 0) & 0x80) !== 0 && bytes[2] === sslv2ServerHello;

const sslv2Fault = (): HandshakeFault =>
  new HandshakeFault(
    {
      kind: 'peer-incompatible',
      code: 'sslv2',
      expected: 'TLS',
      received: versionName(versions.sslv2),
      detail: 'the server speaks SSL 2.0 only',
    },
    null,
    versionName(versions.sslv2),
  );
