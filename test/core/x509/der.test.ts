import { describe, expect, it } from 'vitest';
import { asciiBytes, fromHex } from '../../../src/core/base/text.ts';
import {
  DerError,
  readItem,
  readItems,
  readOid,
  readSmallInteger,
  readWhole,
} from '../../../src/core/x509/der.ts';
import { readName } from '../../../src/core/x509/distinguished-name.ts';
import { readSignatureAlgorithm } from '../../../src/core/x509/signature-algorithm.ts';
import { readTime } from '../../../src/core/x509/validity.ts';
import { oid, sequence, tlv } from './forge.ts';

const bytes = (hex: string) => {
  const parsed = fromHex(hex);
  if (!parsed.ok) throw new TypeError(parsed.error);
  return parsed.value;
};
const item = (hex: string) => readItem(bytes(hex));

describe('readItem (X.690 §10)', () => {
  it('reads short and long lengths', () => {
    expect(item('0403010203').content).toEqual(bytes('010203'));
    expect(readItem(tlv(0x04, new Uint8Array(200))).content).toHaveLength(200);
    expect(readItem(tlv(0x04, new Uint8Array(70_000))).content).toHaveLength(70_000);
    expect(readItems(bytes('0500020101')).map(({ tag }) => tag)).toEqual([5, 2]);
  });

  it.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['less than promised', '300501'],
    ['an indefinite length', '30800000'],
    ['a length padded with a zero', '04820001ff'],
    ['a long form where the short one fits', '048101ff'],
    ['a length over four bytes', '048500000000010000'],
    ['a tag number over 30', '1f8101'],
  ])('refuses %s', (_, hex) => {
    expect(() => item(hex)).toThrow(DerError);
  });

  it('refuses bytes behind a whole value', () => {
    expect(() => readWhole(bytes('050000'))).toThrow(DerError);
  });
});

describe('values', () => {
  it.each([
    ['06092a864886f70d01010b', '1.2.840.113549.1.1.11'],
    ['0603551d11', '2.5.29.17'],
    ['0603883703', '2.999.3'],
    ['0601 00', '0.0'],
  ])('reads OID %s', (hex, expected) => {
    expect(readOid(item(hex))).toBe(expected);
  });

  it.each(['0600', '060180', '06028001', '06022a80', `0641${'01'.repeat(65)}`])('refuses OID %s', (hex) => {
    expect(() => readOid(item(hex))).toThrow(DerError);
  });

  it('reads small integers, and refuses negative, padded and large ones', () => {
    expect(readSmallInteger(item('020100'))).toBe(0);
    expect(readSmallInteger(item('020200ff'))).toBe(255);
    for (const hex of ['0200', '0201ff', '02020001', '0206010000000000']) {
      expect(() => readSmallInteger(item(hex))).toThrow(DerError);
    }
  });
});

describe('readTime (RFC 5280 §4.1.2.5)', () => {
  const utc = (text: string) => readItem(tlv(0x17, asciiBytes(text)));
  const generalized = (text: string) => readItem(tlv(0x18, asciiBytes(text)));

  it.each([
    [utc('491231235959Z'), '2049-12-31T23:59:59Z', true],
    [utc('500101000000Z'), '1950-01-01T00:00:00Z', true],
    [utc('240229000000Z'), '2024-02-29T00:00:00Z', true],
    [generalized('20500101000000Z'), '2050-01-01T00:00:00Z', true],
    [generalized('20240101000000Z'), '2024-01-01T00:00:00Z', false],
    [generalized('99991231235959Z'), '9999-12-31T23:59:59Z', true],
    [generalized('00010101000000Z'), '0001-01-01T00:00:00Z', false],
  ])('reads %#', (time, iso, canonical) => {
    expect(readTime(time)).toEqual({ iso, canonical });
  });

  it.each([
    utc('2402290000Z'),
    utc('240229000000+0100'),
    utc('20240229000000Z'),
    utc('230229000000Z'),
    utc('241301000000Z'),
    utc('240101240000Z'),
    utc('240101006000Z'),
    generalized('20240101000000.5Z'),
    generalized('240101000000Z'),
    readItem(tlv(0x13, asciiBytes('240101000000Z'))),
  ])('refuses %#', (time) => {
    expect(() => readTime(time)).toThrow(DerError);
  });
});

describe('readName (RFC 5280 §7.1)', () => {
  const name = (tag: number, content: Uint8Array) =>
    readName(readItem(sequence(tlv(0x31, sequence(oid('2.5.4.3'), tlv(tag, content)))))).rdns;

  it('makes one name of all its encodings', () => {
    const plain = name(0x13, asciiBytes('Olympus CA'));
    expect(name(0x0c, asciiBytes(' olympus   ca '))).toEqual(plain);
    expect(name(0x1e, bytes('004f006c0079006d0070007500730020004300 41'.replace(' ', '')))).toEqual(plain);
    expect(name(0x14, asciiBytes('OLYMPUS CA'))).toEqual(plain);
    expect(name(0x13, asciiBytes('OlympusCA'))).not.toEqual(plain);
  });

  it('keeps values apart that only print alike', () => {
    expect(name(0x0c, bytes('c3a9'))).toEqual(name(0x1e, bytes('00e9')));
    expect(name(0x0c, bytes('ff'))).not.toEqual(name(0x0c, bytes('fe')));
    expect(name(0x04, asciiBytes('x'))).not.toEqual(name(0x13, asciiBytes('x')));
  });

  it('does not mind the order within an RDN, and minds it between RDNs', () => {
    const pair = (id: string, text: string) => sequence(oid(id), tlv(0x13, asciiBytes(text)));
    const [a, b] = [pair('2.5.4.3', 'a'), pair('2.5.4.10', 'b')];
    const rdns = (...sets: Uint8Array[]) => readName(readItem(sequence(...sets))).rdns;
    expect(rdns(tlv(0x31, a, b))).toEqual(rdns(tlv(0x31, b, a)));
    expect(rdns(tlv(0x31, a), tlv(0x31, b))).not.toEqual(rdns(tlv(0x31, b), tlv(0x31, a)));
  });
});

describe('readSignatureAlgorithm', () => {
  const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'));
  const sha1 = sequence(oid('1.3.14.3.2.26'));
  const mgf = (hash: Uint8Array) => tlv(0xa1, sequence(oid('1.2.840.113549.1.1.8'), hash));
  const pss = (...fields: Uint8Array[]) =>
    readSignatureAlgorithm(readItem(sequence(oid('1.2.840.113549.1.1.10'), sequence(...fields)))).algorithm;

  it('reads RSASSA-PSS parameters and their defaults (RFC 4055 §3.1)', () => {
    expect(pss(tlv(0xa0, sha256), mgf(sha256), tlv(0xa2, bytes('020120')))).toEqual({
      kind: 'rsa-pss',
      hash: 'sha256',
      saltLength: 32,
    });
    expect(pss()).toEqual({ kind: 'rsa-pss', hash: 'sha1', saltLength: 20 });
  });

  it('takes a mask of another hash, or another trailer, for unsupported', () => {
    expect(pss(tlv(0xa0, sha256), mgf(sha1))).toBeUndefined();
    expect(pss(tlv(0xa0, sha256), mgf(sha256), tlv(0xa3, bytes('020102')))).toBeUndefined();
  });

  it('names an algorithm that it can not check by its OID', () => {
    expect(readSignatureAlgorithm(readItem(sequence(oid('1.2.3.4'))))).toEqual({
      oid: '1.2.3.4',
      name: '1.2.3.4',
    });
  });
});
