/**
 * Reading and writing the length-prefixed structures of TLS (RFC 8446 §3) and DNS.
 * The reader never reads past its end: a peer's short message becomes a ShortInput, which the caller turns into a fact.
 */

/** Thrown by Reader when a structure promises more bytes than there are; always caught where the message is parsed. */
export class ShortInput extends Error {
  override name = 'ShortInput';
}

export class Reader {
  #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  /** The next `length` bytes, as a view. @throws ShortInput */
  take(length: number): Uint8Array {
    if (length > this.remaining) throw new ShortInput(`wanted ${length} bytes, ${this.remaining} left`);
    const view = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return view;
  }

  uint8(): number {
    return this.uint(1);
  }

  uint16(): number {
    return this.uint(2);
  }

  uint24(): number {
    return this.uint(3);
  }

  uint32(): number {
    return this.uint(4);
  }

  /** A vector with a length prefix of `prefix` bytes (RFC 8446 §3.4). @throws ShortInput */
  vector(prefix: 1 | 2 | 3): Uint8Array {
    return this.take(this.uint(prefix));
  }

  private uint(width: number): number {
    let value = 0;
    for (const byte of this.take(width)) value = value * 256 + byte;
    return value;
  }
}

/** Builds bytes; length prefixes are closures, so no offset is ever patched by hand. */
export class Writer {
  #parts: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  bytes(part: Uint8Array): this {
    this.#parts.push(part);
    this.#length += part.length;
    return this;
  }

  uint8(value: number): this {
    return this.uint(value, 1);
  }

  uint16(value: number): this {
    return this.uint(value, 2);
  }

  uint24(value: number): this {
    return this.uint(value, 3);
  }

  uint32(value: number): this {
    return this.uint(value, 4);
  }

  /** A vector: `write` fills it, its length goes in front in `prefix` bytes. @throws RangeError when it does not fit */
  vector(prefix: 1 | 2 | 3, write: (inner: Writer) => void): this {
    const inner = new Writer();
    write(inner);
    return this.uint(inner.length, prefix).bytes(inner.finish());
  }

  finish(): Uint8Array {
    return concat(...this.#parts);
  }

  private uint(value: number, width: number): this {
    if (!Number.isInteger(value) || value < 0 || value >= 256 ** width) {
      throw new RangeError(`${value} does not fit ${width} bytes`);
    }
    const part = new Uint8Array(width);
    for (let i = width - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) part[i] = rest % 256;
    return this.bytes(part);
  }
}

/** One array of all parts, in order. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
