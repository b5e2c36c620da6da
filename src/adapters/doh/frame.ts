/**
 * The frame of a DNS message (RFC 1035 §4.1): header, sections, names, the bounds of each record's data. Data itself is read in message.ts.
 * Strict on purpose: a message that is cut short, goes on after its end, or whose names point forward or in circles is refused whole.
 */

/** Thrown while reading a frame; always caught in message.ts, where it becomes the reason for refusing the message. */
export class FrameError extends Error {
  override name = 'FrameError';
}

export interface FramedQuestion {
  readonly name: string;
  readonly type: number;
  readonly class: number;
}

export interface FramedRecord {
  readonly owner: string;
  readonly type: number;
  readonly class: number;
  /** As sent: in an OPT record it is no TTL (RFC 6891 §6.1.3). */
  readonly rawTtl: number;
  readonly ttlSeconds: number;
  readonly dataStart: number;
  readonly dataEnd: number;
}

export interface Frame {
  readonly id: number;
  readonly isResponse: boolean;
  readonly opcode: number;
  readonly truncated: boolean;
  readonly authenticData: boolean;
  readonly rcode: number;
  readonly questions: readonly FramedQuestion[];
  readonly answers: readonly FramedRecord[];
  readonly authorities: readonly FramedRecord[];
  readonly additionals: readonly FramedRecord[];
}

/** Octets of a name on the wire, length bytes and the root included (RFC 1035 §2.3.4). */
const maxWireName = 255;
/** A name has no more labels than that, and no compressor needs a pointer to a pointer: thousands of them cost time for nothing. */
const maxPointers = 127;

/** @throws FrameError */
export function readFrame(bytes: Uint8Array): Frame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12) throw new FrameError('short-header');
  const flags = view.getUint16(2);
  let at = 12;
  const readQuestion = (): FramedQuestion => {
    const { name, next } = readNameAt(bytes, at);
    need(bytes, next, 4);
    at = next + 4;
    return { name, type: view.getUint16(next), class: view.getUint16(next + 2) };
  };
  const readRecord = (): FramedRecord => {
    const { name, next } = readNameAt(bytes, at);
    need(bytes, next, 10);
    const rawTtl = view.getUint32(next + 4);
    const dataStart = next + 10;
    const dataEnd = dataStart + view.getUint16(next + 8);
    need(bytes, dataStart, dataEnd - dataStart);
    at = dataEnd;
    return {
      owner: name,
      type: view.getUint16(next),
      class: view.getUint16(next + 2),
      rawTtl,
      // A TTL with the top bit set counts as zero (RFC 2181 §8).
      ttlSeconds: rawTtl > 0x7fffffff ? 0 : rawTtl,
      dataStart,
      dataEnd,
    };
  };
  // The counts are only promises: each entry takes bytes, so a false count ends at the end of the message.
  const frame: Frame = {
    id: view.getUint16(0),
    isResponse: flags >> 15 === 1,
    opcode: (flags >> 11) & 15,
    truncated: ((flags >> 9) & 1) === 1,
    authenticData: ((flags >> 5) & 1) === 1,
    rcode: flags & 15,
    questions: repeat(view.getUint16(4), readQuestion),
    answers: repeat(view.getUint16(6), readRecord),
    authorities: repeat(view.getUint16(8), readRecord),
    additionals: repeat(view.getUint16(10), readRecord),
  };
  if (at !== bytes.length) throw new FrameError(`trailing-bytes: ${bytes.length - at}`);
  return frame;
}

/**
 * Read a name, following compression pointers (RFC 1035 §4.1.4).
 *
 * @param start  offset of its first byte
 * @returns `name` normalised: lower-case, no trailing dot, the root as `.`; bytes that no host name has as \DDD (RFC 1035 §5.1).
 *   `next`: the offset after it, where it stands
 * @throws FrameError
 */
export function readNameAt(
  bytes: Uint8Array,
  start: number,
): { readonly name: string; readonly next: number } {
  const labels: string[] = [];
  let at = start;
  let next: number | undefined;
  let length = 1;
  // Every pointer must lead further back than the last one led, so there is no circle.
  let barrier = start;
  let pointers = 0;
  for (;;) {
    const first = bytes[at];
    if (first === undefined) throw new FrameError('short-name');
    if (first === 0) return { name: labels.length === 0 ? '.' : labels.join('.'), next: next ?? at + 1 };
    if (first >= 0xc0) {
      const second = bytes[at + 1];
      if (second === undefined) throw new FrameError('short-name');
      const target = (first & 0x3f) * 256 + second;
      if (target >= barrier || ++pointers > maxPointers) throw new FrameError('compression-loop');
      next ??= at + 2;
      barrier = target;
      at = target;
      continue;
    }
    if (first > 63) throw new FrameError('unknown-label-type');
    length += first + 1;
    if (length > maxWireName) throw new FrameError('long-name');
    need(bytes, at + 1, first);
    labels.push(showLabel(bytes.subarray(at + 1, at + 1 + first)));
    at += first + 1;
  }
}

function showLabel(label: Uint8Array): string {
  let text = '';
  for (const byte of label) {
    const plain = byte > 0x20 && byte < 0x7f && byte !== 0x2e && byte !== 0x5c;
    text += plain ? String.fromCharCode(byte).toLowerCase() : `\\${byte.toString().padStart(3, '0')}`;
  }
  return text;
}

function need(bytes: Uint8Array, at: number, count: number): void {
  if (at + count > bytes.length) throw new FrameError('short-message');
}

function repeat<T>(count: number, read: () => T): T[] {
  const list: T[] = [];
  for (let i = 0; i < count; i++) list.push(read());
  return list;
}
