/**
 * A distinguished name as attributes with plain texts, for libraries that print it each in a way of its own (RFC 5280 §4.1.2.4).
 */
import { type DerItem, expectTag, members, readItems, readOid, readWhole, tags } from '../../x509/der.ts';
import { readText } from '../../x509/distinguished-name.ts';

export interface PlainAttribute {
  /** Dotted. */
  readonly type: string;
  readonly text: string;
}

/**
 * @param name  the DER of a Name that was read before
 * @returns the relative names in their order; undefined where an attribute is no text, or one of odd bytes, whose printing was not seen
 */
export function plainAttributes(name: Uint8Array): readonly (readonly PlainAttribute[])[] | undefined {
  const rdns = members(readWhole(name)).map((rdn) =>
    readItems(expectTag(rdn, tags.set).content).map(readAttribute),
  );
  const whole = rdns.flatMap((rdn) => {
    const known = rdn.filter((attribute) => attribute !== undefined);
    return known.length === rdn.length ? [known] : [];
  });
  return whole.length === rdns.length ? whole : undefined;
}

function readAttribute(pair: DerItem): PlainAttribute | undefined {
  const [type, value] = members(pair);
  if (!type || !value || !isPlain(value)) return undefined;
  const text = readText(value);
  return text === undefined ? undefined : { type: readOid(type), text };
}

const isPlain = ({ tag, content }: DerItem): boolean =>
  tag === tags.utf8String || content.every((byte) => byte >= 32 && byte <= 126);
