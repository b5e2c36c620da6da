/**
 * Distinguished names (RFC 5280 §4.1.2.4): a canonical form, so that two encodings of one name compare equal (§7.1),
 * and the attributes that names are looked for in. The printed text is made in certificate.ts.
 * Left out on purpose: stringprep beyond case and white space, as all TLS libraries do.
 */
import { printable, toHex } from '../base/text.ts';
import { DerError, type DerItem, expectTag, members, readItems, readOid, tags } from './der.ts';

export interface Attribute {
  readonly oid: string;
  /** Decoded text; hexadecimal where the value is no string. */
  readonly text: string;
}

export interface NameParts {
  /** One canonical string an RDN. */
  readonly rdns: readonly string[];
  readonly attributes: readonly Attribute[];
}

/** OIDs of the attributes that this directory looks at. */
export const attributeOids = { commonName: '2.5.4.3', emailAddress: '1.2.840.113549.1.9.1' } as const;

/**
 * Read a Name.
 *
 * @param item  the RDNSequence; may be empty
 * @throws DerError when it is no Name
 */
export function readName(item: DerItem): NameParts {
  const rdns: string[] = [];
  const attributes: Attribute[] = [];
  for (const rdn of members(item)) {
    const keys: string[] = [];
    for (const pair of readItems(expectTag(rdn, tags.set).content)) {
      const [type, value, ...rest] = members(pair);
      if (!value || rest.length > 0) throw new DerError('attribute is not a pair');
      const oid = readOid(type);
      const text = readText(value);
      attributes.push({ oid, text: text ?? toHex(value.content) });
      keys.push(`${oid}=${text === undefined ? `#${toHex(value.raw)}` : JSON.stringify(fold(text))}`);
    }
    if (keys.length === 0) throw new DerError('empty RDN');
    rdns.push(keys.sort().join('+'));
  }
  return { rdns, attributes };
}

/** The same name, in any encoding. */
export function equalNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((rdn, i) => rdn === b[i]);
}

/** `name` is in the subtree below `base` (RFC 5280 §7.1, last paragraph). */
export function isBelow(name: readonly string[], base: readonly string[]): boolean {
  return base.length <= name.length && base.every((rdn, i) => rdn === name[i]);
}

/** Case folded, white space at the ends dropped and inside squeezed (RFC 4518 §2.6.1). */
function fold(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** @returns undefined for what is no string type */
export function readText(item: DerItem): string | undefined {
  switch (item.tag) {
    case tags.utf8String:
      return decodeUtf8(item.content);
    case tags.bmpString:
      return decodeWide(item.content, 2);
    case tags.universalString:
      return decodeWide(item.content, 4);
    case tags.teletexString:
      return String.fromCharCode(...item.content.subarray(0, 4096));
    case tags.printableString:
    case tags.ia5String:
    case 0x12:
    case 0x1a:
      return printable(item.content);
    default:
      return undefined;
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  let escaped = '';
  for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, '0')}`;
  try {
    return decodeURIComponent(escaped);
  } catch (error) {
    if (error instanceof URIError) return printable(bytes);
    throw error;
  }
}

function decodeWide(bytes: Uint8Array, width: 2 | 4): string {
  let text = '';
  for (let at = 0; at + width <= bytes.length; at += width) {
    let code = 0;
    for (let i = 0; i < width; i++) code = code * 256 + (bytes[at + i] ?? 0);
    text += code > 0x10ffff ? '\ufffd' : width === 2 ? String.fromCharCode(code) : String.fromCodePoint(code);
  }
  return text;
}
