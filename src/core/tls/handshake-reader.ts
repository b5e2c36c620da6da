/**
 * Joins handshake messages out of records: one record may hold many, one message may span many (RFC 8446 §5.1).
 * Keeps the raw bytes, since transcripts hash them.
 */
import { Reader, ShortInput } from '../base/bytes.ts';
import { ByteQueue } from './byte-queue.ts';
import { handshakeName } from './code-points.ts';
import { HandshakeFault, misbehaved, undecodable } from './fault.ts';

export interface HandshakeMessage {
  readonly type: number;
  readonly body: Uint8Array;
  /** Header and body, as hashed. */
  readonly raw: Uint8Array;
}

/** Everything a peer may send us as handshake on one connection, headers included. */
export const handshakeBudget = 256 * 1024;
const headerLength = 4;

export class HandshakeReader {
  #pending = new ByteQueue();

  push(bytes: Uint8Array): void {
    this.#pending.push(bytes);
  }

  /** @throws HandshakeFault budget, for a message that could never be read whole */
  next(): HandshakeMessage | undefined {
    const [type, a, b, c] = this.#pending.peek(headerLength);
    if (type === undefined || a === undefined || b === undefined || c === undefined) return undefined;
    const length = (a * 256 + b) * 256 + c;
    if (length > handshakeBudget) {
      throw overBudget(`a ${handshakeName(type)} of ${length} bytes`);
    }
    if (this.#pending.length < headerLength + length) return undefined;
    const raw = this.#pending.take(headerLength + length);
    return { type, body: raw.subarray(headerLength), raw };
  }

  /** Whether no message has begun whose rest is to come. */
  get isEmpty(): boolean {
    return this.#pending.length === 0;
  }

  /** Keys change only between messages (RFC 8446 §5.1). @throws HandshakeFault */
  mustBeEmpty(): void {
    if (this.isEmpty) return;
    throw misbehaved('unexpected_message', {
      code: 'message-across-key-change',
      expected: 'a key change between two messages',
      received: `${this.#pending.length} bytes of a message under the old keys`,
      detail: 'the server changed keys in the middle of its messages',
    });
  }
}

export const overBudget = (received: string): HandshakeFault =>
  new HandshakeFault(
    {
      kind: 'budget',
      code: 'handshake-budget',
      expected: `at most ${handshakeBudget} bytes of handshake`,
      received,
      detail: 'the server sends more handshake than we read',
    },
    null,
  );

/** Read one message with a Reader; what is short, or left over, is the peer's fault. @throws HandshakeFault */
export function decode<T>(what: string, body: Uint8Array, read: (reader: Reader) => T): T {
  const reader = new Reader(body);
  try {
    const value = read(reader);
    if (reader.remaining > 0) throw new ShortInput(`${reader.remaining} bytes too many`);
    return value;
  } catch (error) {
    if (error instanceof ShortInput) throw undecodable(what, error.message);
    throw error;
  }
}
