/**
 * The demo's DER writer, byte by byte; examples of X.690 where it has one.
 */
import { describe, expect, test } from 'vitest';
import { toHex } from '../../src/core/base/text.ts';
import * as der from '../../src/demo/der.ts';

describe('DER', () => {
  test.each([
    ['a short length', der.octetString(Uint8Array.of(1)), '040101'],
    ['a length of one byte more', der.octetString(new Uint8Array(0x80)).subarray(0, 4), '04818000'],
    ['a length of two bytes more', der.octetString(new Uint8Array(0x100)).subarray(0, 5), '0482010000'],
    ['zero', der.integer(0), '020100'],
    ['the largest one-byte integer', der.integer(127), '02017f'],
    ['an integer that would read as negative', der.integer(128), '02020080'],
    ['a big integer', der.integer(Uint8Array.of(0x40, 0)), '02024000'],
    ['booleans (X.690 §11.1)', der.boolean(true), '0101ff'],
    ['NULL', der.nullValue(), '0500'],
    ['an object identifier', der.objectIdentifier('1.2.840.113549'), '06062a864886f70d'],
    ['an object identifier of arc 2 (X.690 §8.19.5)', der.objectIdentifier('2.999.3'), '0603883703'],
    ['named bits without trailing zeros', der.namedBits([0, 2]), '030205a0'],
    ['named bits beyond the first byte', der.namedBits([8]), '0303070080'],
    ['no bits at all', der.namedBits([]), '030100'],
    ['a time until 2049', der.time(new Date('2049-12-31T23:59:59.9Z')), `170d${hex('491231235959Z')}`],
    ['a time from 2050', der.time(new Date('2050-01-01T00:00:00Z')), `180f${hex('20500101000000Z')}`],
    ['UTF-8', der.utf8String('ü'), '0c02c3bc'],
    ['an explicit tag', der.explicit(3, der.nullValue()), 'a3020500'],
    ['an implicit text', der.implicitText(2, 'a.test'), `8206${hex('a.test')}`],
    ['a sequence of a set', der.sequence(der.set(der.nullValue())), '300431020500'],
  ])('writes %s', (_, bytes, expected) => {
    expect(toHex(bytes)).toBe(expected);
  });
});

function hex(text: string): string {
  return toHex(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
}
