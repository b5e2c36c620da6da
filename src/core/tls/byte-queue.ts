/**
 * A queue of bytes that arrive in pieces: pieces are joined once enough are there, not at every arrival,
 * so that a peer who sends single bytes costs linear time.
 */
import { concat } from '../base/bytes.ts';

export class ByteQueue {
  #pieces: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Keeps a copy: the caller may reuse its buffer. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#pieces.push(bytes.slice());
    this.#length += bytes.length;
  }

  /** The first `count` bytes, or as many as there are, as a view. */
  peek(count: number): Uint8Array {
    const first = this.#pieces[0];
    if (first === undefined) return new Uint8Array();
    if (first.length >= count || this.#pieces.length === 1) return first.subarray(0, count);
    const joined = concat(...this.#pieces);
    this.#pieces = [joined];
    return joined.subarray(0, count);
  }

  /** Remove and return the first `count` bytes; `count` is at most `length`. */
  take(count: number): Uint8Array {
    const taken = this.peek(count);
    const [first, ...rest] = this.#pieces;
    if (first !== undefined) {
      const left = first.subarray(taken.length);
      this.#pieces = left.length === 0 ? rest : [left, ...rest];
    }
    this.#length -= taken.length;
    return taken;
  }
}
