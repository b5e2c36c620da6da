import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asciiBytes } from '../../../src/core/base/text.ts';
import { blamesDnssec, readExtendedError } from '../../../src/core/dns/extended-error.ts';
import { rcodeName, rcodeOutcome } from '../../../src/core/dns/rcode.ts';

const option = (code: number, text = '') => Uint8Array.from([code >> 8, code & 255, ...asciiBytes(text)]);

describe('readExtendedError', () => {
  test.each([
    [option(6, 'no SEP matching the DS'), { code: 6, name: 'DNSSEC Bogus', text: 'no SEP matching the DS' }],
    [option(22), { code: 22, name: 'No Reachable Authority', text: '' }],
    [option(22, 'at delegation\0'), { code: 22, name: 'No Reachable Authority', text: 'at delegation' }],
    [option(30), { code: 30, name: 'Invalid Query Type', text: '' }],
    [option(4242, 'x'), { code: 4242, name: 'EDE 4242', text: 'x' }],
    [option(0, '\u001b[31m<b>\u00fc'), { code: 0, name: 'Other Error', text: '\\x1b[31m<b>\\xfc' }],
  ])('reads option %#', (data, expected) => {
    expect(readExtendedError(data)).toEqual({ ok: true, value: expected });
  });

  test.each([[[]], [[0]]])('refuses an option of %j', (bytes) => {
    expect(readExtendedError(Uint8Array.from(bytes)).ok).toBe(false);
  });

  test('cuts a text over 512 bytes', () => {
    const read = readExtendedError(option(0, 'x'.repeat(60_000)));
    expect(read.ok && read.value.text.length).toBe(512);
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.uint8Array(), (data) => readExtendedError(data).ok === data.length >= 2));
  });
});

test('blamesDnssec tells validation faults from unreachable servers', () => {
  const blamed = Array.from({ length: 31 }, (_, code) => code).filter((code) =>
    blamesDnssec([{ code, name: '', text: '' }]),
  );
  expect(blamed).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 25, 27]);
});

test.each([
  [0, true, 'NOERROR', 'answer'],
  [0, false, 'NOERROR', 'no-data'],
  [1, false, 'FORMERR', 'other-rcode'],
  [2, false, 'SERVFAIL', 'servfail'],
  [3, false, 'NXDOMAIN', 'name-error'],
  [3, true, 'NXDOMAIN', 'name-error'],
  [4, false, 'NOTIMP', 'other-rcode'],
  [5, false, 'REFUSED', 'refused'],
  [16, false, 'BADVERS', 'other-rcode'],
  [3841, false, 'RCODE3841', 'other-rcode'],
])('RCODE %i (records: %s) is %s: %s', (rcode, hasRecords, name, outcome) => {
  expect(rcodeName(rcode)).toBe(name);
  expect(rcodeOutcome(rcode, hasRecords)).toBe(outcome);
});
