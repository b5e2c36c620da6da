/**
 * GeneralName and its uses (RFC 5280 §4.2.1.6, §4.2.1.10): subjectAltName and nameConstraints.
 * Read by ourselves: a list of 10,000 names costs milliseconds here, and forms that nobody knows are kept as they are.
 */
import { printable } from '../base/text.ts';
import type {
  DistinguishedName,
  GeneralName,
  NameConstraints,
  SubjectAltNames,
} from './certificate-facts.ts';
import {
  context,
  DerError,
  type DerItem,
  members,
  readItem,
  readItems,
  readOid,
  readWhole,
  tags,
} from './der.ts';
import { formatIp } from './ip.ts';

export type ReadName = (item: DerItem) => DistinguishedName;

const stringForms = { 1: 'email', 2: 'dns', 6: 'uri' } as const;

/** Read one GeneralName. @throws DerError when the tag is none of the nine */
export function readGeneralName(item: DerItem, readName: ReadName): GeneralName {
  switch (item.tag) {
    case context(1, false):
    case context(2, false):
    case context(6, false):
      return { kind: stringForms[(item.tag & 0x1f) as 1 | 2 | 6], value: printable(item.content) };
    case context(7, false):
      return { kind: 'ip', bytes: item.content };
    case context(4):
      // An explicit tag, since Name is a CHOICE (X.680 §31.2.7).
      return { kind: 'directory', name: readName(readWhole(item.content, tags.sequence)) };
    case context(8, false):
      return { kind: 'registered-id', value: readOid({ ...item, tag: tags.oid }) };
    case context(0):
      return { kind: 'other', der: item.raw };
    case context(3):
      return { kind: 'x400', der: item.raw };
    case context(5):
      return { kind: 'edi', der: item.raw };
    default:
      throw new DerError(`no form of name has tag 0x${item.tag.toString(16)}`);
  }
}

/**
 * Read the value of a subjectAltName extension.
 *
 * @throws DerError; an address of impossible length is kept in `names` and left out of `ip`
 */
export function readSubjectAltNames(
  value: Uint8Array,
  critical: boolean,
  readName: ReadName,
): SubjectAltNames {
  const lists = { dns: [] as string[], ip: [] as string[], email: [] as string[], uri: [] as string[] };
  const names: GeneralName[] = [];
  let otherCount = 0;
  for (const item of readItems(readWhole(value, tags.sequence).content)) {
    const name = readGeneralName(item, readName);
    names.push(name);
    if (name.kind === 'dns' || name.kind === 'email' || name.kind === 'uri')
      lists[name.kind].push(name.value);
    else if (name.kind === 'ip') {
      const text = formatIp(name.bytes);
      if (text !== undefined) lists.ip.push(text);
    } else otherCount++;
  }
  return { critical, ...lists, otherCount, names };
}

/** Read the value of a nameConstraints extension. @throws DerError */
export function readNameConstraints(
  value: Uint8Array,
  critical: boolean,
  readName: ReadName,
): NameConstraints {
  const lists = { permitted: [] as GeneralName[], excluded: [] as GeneralName[] };
  let hasDistance = false;
  let hasEmptyList = false;
  for (const subtrees of members(readItem(value))) {
    const list =
      subtrees.tag === context(0)
        ? lists.permitted
        : subtrees.tag === context(1)
          ? lists.excluded
          : undefined;
    if (!list) throw new DerError('neither permittedSubtrees nor excludedSubtrees');
    if (subtrees.content.length === 0) hasEmptyList = true;
    for (const subtree of readItems(subtrees.content)) {
      const [base, ...distance] = members(subtree);
      if (!base) throw new DerError('subtree without a base');
      if (distance.length > 0) hasDistance = true;
      list.push(readGeneralName(base, readName));
    }
  }
  return { critical, ...lists, hasDistance, hasEmptyList };
}
