import { describe, expect, it } from 'vitest';
import { asciiBytes } from '../../../src/core/base/text.ts';
import { readDistinguishedName } from '../../../src/core/x509/certificate.ts';
import type { GeneralName, NameConstraints } from '../../../src/core/x509/certificate-facts.ts';
import { readItem } from '../../../src/core/x509/der.ts';
import { findNameViolation } from '../../../src/core/x509/path-name-constraints.ts';
import { oid, sequence, tlv } from './forge.ts';

const dns = (value: string): GeneralName => ({ kind: 'dns', value });
const email = (value: string): GeneralName => ({ kind: 'email', value });
const uri = (value: string): GeneralName => ({ kind: 'uri', value });
const ip = (...bytes: number[]): GeneralName => ({ kind: 'ip', bytes: Uint8Array.from(bytes) });
const directory = (...pairs: [string, string][]): GeneralName => ({
  kind: 'directory',
  name: readDistinguishedName(
    readItem(
      sequence(...pairs.map(([id, text]) => tlv(0x31, sequence(oid(id), tlv(0x13, asciiBytes(text)))))),
    ),
  ),
});
const other: GeneralName = { kind: 'other', der: Uint8Array.of(0xa0, 0) };
const zeros = (count: number) => new Array<number>(count).fill(0);

function violates(name: GeneralName, lists: Partial<Pick<NameConstraints, 'permitted' | 'excluded'>>) {
  const constraints = {
    critical: true,
    permitted: [],
    excluded: [],
    hasDistance: false,
    hasEmptyList: false,
    ...lists,
  };
  return findNameViolation([name], constraints, { left: 100 })?.kind ?? 'fits';
}

/** Name, base, whether the name is in the subtree of the base. */
const clear: [string, GeneralName, GeneralName, boolean][] = [
  ['the name itself', dns('example.com'), dns('example.com'), true],
  ['a name below', dns('a.b.example.com'), dns('example.com'), true],
  ['case', dns('A.EXAMPLE.com'), dns('example.COM'), true],
  ['a name that only ends alike', dns('notexample.com'), dns('example.com'), false],
  ['a name above', dns('com'), dns('example.com'), false],
  ['everything', dns('example.com'), dns(''), true],
  ['below a leading dot', dns('a.example.com'), dns('.example.com'), true],
  ['the name itself at a leading dot', dns('example.com'), dns('.example.com'), false],
  ['a wildcard below', dns('*.example.com'), dns('example.com'), true],
  ['an address in a range', ip(192, 0, 2, 7), ip(192, 0, 2, 0, 255, 255, 255, 0), true],
  ['an address beside a range', ip(192, 0, 3, 7), ip(192, 0, 2, 0, 255, 255, 255, 0), false],
  ['IPv6 in a range', ip(...zeros(15), 1), ip(...zeros(32)), true],
  ['IPv6 against an IPv4 range', ip(...zeros(15), 1), ip(0, 0, 0, 0, 0, 0, 0, 0), false],
  ['a mailbox by its host', email('a@example.com'), email('example.com'), true],
  ['a mailbox of a host below', email('a@mx.example.com'), email('example.com'), false],
  ['a mailbox below a leading dot', email('a@mx.example.com'), email('.example.com'), true],
  ['the mailbox itself', email('a@EXAMPLE.com'), email('a@example.com'), true],
  ['another local part', email('A@example.com'), email('a@example.com'), false],
  ['asterisks, literally', email('x@example.com'), email('*@example.com'), false],
  ['a URI by its host', uri('https://user@example.com:8443/x'), uri('example.com'), true],
  ['a URI of a host below', uri('https://www.example.com/'), uri('example.com'), false],
  ['a URI below a leading dot', uri('https://www.example.com/'), uri('.example.com'), true],
  [
    'a directory name below',
    directory(['2.5.4.6', 'DE'], ['2.5.4.3', 'x']),
    directory(['2.5.4.6', 'de']),
    true,
  ],
  ['a directory name beside', directory(['2.5.4.6', 'FR']), directory(['2.5.4.6', 'DE']), false],
  [
    'white space in a directory name',
    directory(['2.5.4.10', ' A  b ']),
    directory(['2.5.4.10', 'a B']),
    true,
  ],
];

/** In no subtree when permitted, in the subtree when excluded. */
const doubtful: [string, GeneralName, GeneralName][] = [
  ['a malformed name', dns('.example.com'), dns('example.com')],
  ['a wildcard over an excluded name', dns('*.example.com'), dns('foo.example.com')],
  ['an address of impossible length', ip(192, 0, 2), ip(192, 0, 2, 0, 255, 255, 255, 0)],
  ['a range of impossible length', ip(192, 0, 2, 1), ip(192, 0, 2, 0)],
  ['a mailbox that is none', email('example.com'), email('example.com')],
  ['a URI without a host', uri('urn:x'), uri('example.com')],
  ['a URI of an address', uri('https://192.0.2.1/'), uri('example.com')],
  ['a form that nobody knows', other, other],
];

describe('findNameViolation (RFC 5280 §4.2.1.10)', () => {
  it.each(clear)('tells for %s', (_, name, base, inside) => {
    expect(violates(name, { permitted: [base] })).toBe(inside ? 'fits' : 'not-permitted');
    expect(violates(name, { excluded: [base] })).toBe(inside ? 'excluded' : 'fits');
  });

  it.each(doubtful)('is cautious about %s', (_, name, base) => {
    expect(violates(name, { permitted: [base] })).toBe('not-permitted');
    expect(violates(name, { excluded: [base] })).toBe('excluded');
  });

  it('holds names against bases of their own form only', () => {
    expect(violates(dns('example.com'), { permitted: [ip(192, 0, 2, 0, 255, 255, 255, 0)] })).toBe('fits');
    expect(violates(dns('example.com'), { excluded: [email('example.com')] })).toBe('fits');
  });

  it('lets exclusion win over permission', () => {
    const base = dns('example.com');
    expect(violates(base, { permitted: [base], excluded: [base] })).toBe('excluded');
  });

  it('does not let a wildcard be excluded by a name it can not stand for', () => {
    expect(violates(dns('*.example.com'), { excluded: [dns('a.foo.example.com')] })).toBe('fits');
  });
});
