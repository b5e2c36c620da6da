/**
 * Reading DER (X.690 §10), as far as certificates need it: definite minimal lengths, low tag numbers, no copies.
 * Only the decoders of this directory use it; what they can not read becomes a refusal or a fault.
 * Left out on purpose: BER's indefinite and padded lengths, tag numbers over 30, writing.
 */

/** Thrown where bytes are not the DER expected; always caught where a certificate or an extension is parsed. */
export class DerError extends Error {
  override name = 'DerError';
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  universalString: 0x1c,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Context-specific tag, constructed or primitive (X.690 §8.1.2). */
export const context = (number: number, constructed = true) => 0x80 | (constructed ? 0x20 : 0) | number;

/** One value: identifier octet, content, and both with their header. Views, not copies. */
export interface DerItem {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly raw: Uint8Array;
}

/** The value that starts at `at`. @throws DerError */
export function readItem(bytes: Uint8Array, at = 0): DerItem {
  const tag = bytes[at];
  let length = bytes[at + 1];
  if (tag === undefined || length === undefined) throw new DerError('ends inside a header');
  if ((tag & 0x1f) === 0x1f) throw new DerError('tag number over 30');
  let start = at + 2;
  if (length >= 0x80) {
    const width = length & 0x7f;
    if (width === 0 || width > 4)
      throw new DerError(width === 0 ? 'indefinite length' : 'length over 4 bytes');
    length = 0;
    for (let i = 0; i < width; i++) length = length * 256 + (bytes[start + i] ?? 0);
    start += width;
    if (length < 0x80 || length < 256 ** (width - 1)) throw new DerError('length not in its shortest form');
  }
  const end = start + length;
  if (end > bytes.length) throw new DerError(`promises ${length} bytes, ${bytes.length - start} left`);
  return { tag, content: bytes.subarray(start, end), raw: bytes.subarray(at, end) };
}

/** The one value that fills `bytes`, of the tag given. @throws DerError */
export function readWhole(bytes: Uint8Array, tag?: number): DerItem {
  const item = readItem(bytes);
  if (item.raw.length !== bytes.length) throw new DerError('trailing bytes');
  if (tag !== undefined) expectTag(item, tag);
  return item;
}

/** All values inside a constructed one, in order. @throws DerError */
export function readItems(content: Uint8Array): DerItem[] {
  const items: DerItem[] = [];
  for (let at = 0; at < content.length; ) {
    const item = readItem(content, at);
    items.push(item);
    at += item.raw.length;
  }
  return items;
}

/** The item, when it is there and of that tag. @throws DerError */
export function expectTag(item: DerItem | undefined, tag: number): DerItem {
  if (item?.tag !== tag) {
    throw new DerError(
      `expected tag 0x${tag.toString(16)}, got ${item ? `0x${item.tag.toString(16)}` : 'the end'}`,
    );
  }
  return item;
}

/** Members of a SEQUENCE item. @throws DerError */
export function members(item: DerItem | undefined): DerItem[] {
  return readItems(expectTag(item, tags.sequence).content);
}

/** OBJECT IDENTIFIER content as dotted text (X.690 §8.19). @throws DerError */
export function readOid(item: DerItem | undefined): string {
  const { content } = expectTag(item, tags.oid);
  if (content.length === 0 || content.length > 64) throw new DerError('OID of impossible length');
  const arcs: bigint[] = [];
  let value = 0n;
  let open = false;
  for (const byte of content) {
    if (!open && byte === 0x80) throw new DerError('OID arc not in its shortest form');
    value = (value << 7n) | BigInt(byte & 0x7f);
    open = byte >= 0x80;
    if (open) continue;
    arcs.push(value);
    value = 0n;
  }
  if (open) throw new DerError('OID ends inside an arc');
  const [joined = 0n, ...rest] = arcs;
  const first = joined < 80n ? joined / 40n : 2n;
  return [first, joined - first * 40n, ...rest].join('.');
}

/** A non-negative INTEGER that fits a number, else DerError. */
export function readSmallInteger(item: DerItem | undefined, tag: number = tags.integer): number {
  const { content } = expectTag(item, tag);
  checkInteger(content);
  if (content.length > 5 || (content[0] ?? 0) >= 0x80) throw new DerError('integer negative or too large');
  let value = 0;
  for (const byte of content) value = value * 256 + byte;
  return value;
}

/** INTEGER content must be there and minimal (X.690 §8.3.2). @throws DerError */
export function checkInteger(content: Uint8Array): void {
  const [first, second] = content;
  if (first === undefined) throw new DerError('empty integer');
  if (second === undefined) return;
  if ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)) {
    throw new DerError('integer not in its shortest form');
  }
}

/** BOOLEAN in DER: 00 or FF (X.690 §11.1). @throws DerError */
export function readBoolean(item: DerItem): boolean {
  const { content } = expectTag(item, tags.boolean);
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff))
    throw new DerError('boolean not 00 or FF');
  return content[0] === 0xff;
}

/** BIT STRING content of whole bytes (signatures, keys). @throws DerError */
export function readBitString(item: DerItem | undefined): Uint8Array {
  const { content } = expectTag(item, tags.bitString);
  if (content[0] !== 0) throw new DerError('bit string with unused bits');
  return content.subarray(1);
}
