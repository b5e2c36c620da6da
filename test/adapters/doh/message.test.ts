import { describe, expect, test } from 'vitest';
import { encodeQuery } from '../../../src/adapters/doh/codec.ts';
import { readResponse } from '../../../src/adapters/doh/message.ts';
import { concat, Writer } from '../../../src/core/base/bytes.ts';
import { fromHex, toHex } from '../../../src/core/base/text.ts';
import type { RecordType } from '../../../src/core/dns/answer.ts';
import { a, cname, codes, extendedError, type RecordLiteral, writeName, writeResponse } from './responder.ts';

const question = { name: 'mx.test', type: 'A' } as const;

function hex(text: string): Uint8Array {
  const bytes = fromHex(text);
  if (!bytes.ok) throw new RangeError(bytes.error);
  return bytes.value;
}

/** A response with an address of mx.test, whose name is written as so many pointers, each to the one before. */
function pointersBack(count: number): Uint8Array {
  const header = hex('000081800001000200000000026d7804746573740000010001');
  const filler = { owner: hex('c00c'), type: codes.TXT, at: header.length + 12 };
  const pointers = new Writer();
  for (let i = 0; i < count - 1; i++) pointers.uint16(0xc000 | (i === 0 ? 12 : filler.at + 2 * (i - 1)));
  const last = new Writer().uint16(0xc000 | (filler.at + 2 * (count - 2)));
  const record = (owner: Uint8Array, type: number, data: Uint8Array): Uint8Array =>
    new Writer()
      .bytes(owner)
      .uint16(type)
      .uint16(1)
      .uint32(60)
      .vector(2, (inner) => inner.bytes(data))
      .finish();
  const address = record(last.finish(), codes.A, hex('c0000201'));
  return concat(header, record(filler.owner, filler.type, pointers.finish()), address);
}

function readOne(type: RecordType, data: Uint8Array) {
  const record: RecordLiteral = { owner: 'mx.test', type: codes[type], data };
  const bytes = writeResponse({ question: { name: 'mx.test', type: codes[type] }, answers: [record] });
  const response = readResponse(bytes, { name: 'mx.test', type });
  if (!response.ok) throw new RangeError(response.error);
  return response.value.records[0]?.data;
}

describe('encodeQuery', () => {
  test('writes id 0, RD and AD, one question, and EDNS with DO', () => {
    expect(toHex(encodeQuery(question, { checkingDisabled: false }))).toBe(
      '0000' +
        '0120' +
        '0001' +
        '0000' +
        '0000' +
        '0001' +
        '026d7804746573740000010001' +
        '00002904d000008000' +
        '0000',
    );
  });

  test('sets CD only where checking is disabled', () => {
    expect(toHex(encodeQuery(question, { checkingDisabled: true })).slice(4, 8)).toBe('0130');
  });
});

describe('readResponse reads', () => {
  test.each<[RecordType, string, object]>([
    ['A', 'c0000201', { type: 'A', address: '192.0.2.1' }],
    ['AAAA', '20010db8000000010000000000000001', { type: 'AAAA', address: '2001:db8:0:1::1' }],
    ['MX', '000a026d78045465737400', { type: 'MX', preference: 10, exchange: 'mx.test' }],
    ['MX', '000000', { type: 'MX', preference: 0, exchange: '.' }],
    ['MX', '000003612e6203632064 00', { type: 'MX', preference: 0, exchange: 'a\\046b.c\\032d' }],
    ['CNAME', '0141045465737400', { type: 'CNAME', target: 'a.test' }],
    ['TXT', '0568656c6c6f0003ff2200', { type: 'TXT', strings: ['hello', '', '\\xff"\\x00'] }],
    ['TLSA', '030101abcd', { type: 'TLSA', usage: 3, selector: 1, matchingType: 1, data: 'abcd' }],
    ['TLSA', '030101', { type: 'TLSA', usage: 3, selector: 1, matchingType: 1, data: '' }],
  ])('%s %s', (type, data, expected) => {
    expect(readOne(type, hex(data))).toEqual(expected);
  });

  test.each<[RecordType, string, string]>([
    ['A', 'c00002', 'too short'],
    ['A', 'c000020101', 'too long'],
    ['A', '', 'empty'],
    ['AAAA', 'c0000201', 'an IPv4 address'],
    ['MX', '000a', 'without exchange'],
    ['MX', '00', 'half a preference'],
    ['MX', '000a026d78045465737400 00', 'a byte after the exchange'],
    ['MX', '000a0561', 'a label over the end'],
    ['MX', '000a026d78', 'a name without end'],
    ['MX', '000aff', 'half a pointer'],
    ['MX', '000affff', 'a pointer forward'],
    ['CNAME', '', 'empty'],
    ['TXT', '', 'without a string'],
    ['TXT', '0568656c6c', 'a string over the end'],
    ['TLSA', '0301', 'without matching type'],
    ['TLSA', '', 'empty'],
  ])('malformed %s data (%s: %s) as malformed, and nothing else', (type, data) => {
    const response = readResponse(
      writeResponse({
        question: { name: 'mx.test', type: codes[type] },
        answers: [{ owner: 'mx.test', type: codes[type], data: hex(data) }, a('other.test', '192.0.2.9')],
      }),
      { name: 'mx.test', type },
    );
    const records = response.ok ? response.value.records.filter((record) => record.owner === 'mx.test') : [];
    expect(records).toEqual([{ owner: 'mx.test', ttlSeconds: 300, data: undefined }]);
  });

  test('compressed names, in owner and data', () => {
    const head = hex('000081800001000100000000' + '026d7804746573740' + '0000f0001');
    const bytes = concat(head, hex('c00c' + '000f00010000012c' + '0004' + '000a' + 'c00c'));
    const response = readResponse(bytes, { name: 'mx.test', type: 'MX' });
    expect(response.ok && response.value.records).toEqual([
      { owner: 'mx.test', ttlSeconds: 300, data: { type: 'MX', preference: 10, exchange: 'mx.test' } },
    ]);
  });

  test('AD, the code with its EDNS half, and extended errors', () => {
    const opt = extendedError(7, 'expired');
    const response = readResponse(
      writeResponse({ ad: true, rcode: 0, additionals: [{ ...opt, ttl: 0x01008000 }] }),
      question,
    );
    expect(response).toMatchObject({
      ok: true,
      value: {
        authenticData: true,
        rcode: 16,
        extendedErrors: [{ code: 7, name: 'Signature Expired', text: 'expired' }],
      },
    });
  });

  test('the original TTL of the signature over the type asked', () => {
    const rrsig = (covered: number, ttl: number): RecordLiteral => ({
      owner: 'mx.test',
      type: codes.RRSIG,
      data: new Writer()
        .uint16(covered)
        .uint8(13)
        .uint8(2)
        .uint32(ttl)
        .uint32(2)
        .uint32(1)
        .uint16(7)
        .bytes(writeName('test'))
        .bytes(new Uint8Array(64))
        .finish(),
    });
    const answers = [a('mx.test', '192.0.2.1', 17), rrsig(codes.A, 3600), rrsig(codes.CNAME, 60)];
    const response = readResponse(writeResponse({ answers }), question);
    expect(response.ok && response.value.originalTtls).toEqual([{ owner: 'mx.test', ttlSeconds: 3600 }]);
  });

  test('how long an absence lasts: the smaller of SOA TTL and MINIMUM', () => {
    const soa = (ttl: number, minimum: number): RecordLiteral => ({
      owner: 'test',
      type: codes.SOA,
      ttl,
      data: concat(
        writeName('ns.test'),
        writeName('root.test'),
        new Writer().uint32(1).uint32(2).uint32(3).uint32(4).uint32(minimum).finish(),
      ),
    });
    const read = (record: RecordLiteral) => {
      const response = readResponse(writeResponse({ authorities: [record] }), question);
      return response.ok ? response.value.negativeTtlSeconds : 'refused';
    };
    expect(read(soa(900, 60))).toBe(60);
    expect(read(soa(30, 60))).toBe(30);
    expect(read({ ...soa(30, 60), data: new Uint8Array(10) })).toBeNull();
  });

  test('at most 256 records of the type asked, and says how many it left', () => {
    const answers = Array.from({ length: 300 }, (_, i) => a('mx.test', `10.0.${i >> 8}.${i & 255}`));
    const response = readResponse(writeResponse({ answers }), question);
    expect(response).toMatchObject({ ok: true, value: { omittedRecords: 44 } });
    expect(response.ok && response.value.records.length).toBe(256);
  });

  test('a TTL with its top bit set as zero, and records of another class not at all', () => {
    const answers = [a('mx.test', '192.0.2.1', 0x80000001), { ...a('mx.test', '192.0.2.2'), class: 3 }];
    const response = readResponse(writeResponse({ answers }), question);
    expect(response.ok && response.value.records.map((record) => record.ttlSeconds)).toEqual([0]);
  });
});

describe('readResponse refuses', () => {
  const good = writeResponse({ answers: [a('mx.test', '192.0.2.1')] });
  test.each<[string, Uint8Array, string]>([
    ['an empty message', new Uint8Array(0), 'short-header'],
    ['half a header', good.subarray(0, 11), 'short-header'],
    ['a wrong id', writeResponse({ id: 7 }), 'wrong-id: expected 0, received 7'],
    ['a query', writeResponse({ flags: 0x0100 }), 'not-a-response'],
    ['another opcode', writeResponse({ flags: 0xa980 }), 'wrong-opcode: 5'],
    ['TC=1', writeResponse({ flags: 0x8380 }), 'truncated'],
    ['no question', writeResponse({ question: null }), 'wrong-question'],
    ['another name', writeResponse({ question: { name: 'mx.example', type: 1 } }), 'wrong-question'],
    ['a dot inside a label', hex('000081800001000000000000076d782e746573740000010001'), 'wrong-question'],
    ['another type', writeResponse({ question: { name: 'mx.test', type: 28 } }), 'wrong-question'],
    ['another class', writeResponse({ question: { name: 'mx.test', type: 1, class: 3 } }), 'wrong-question'],
    ['trailing bytes', concat(good, new Uint8Array(3)), 'trailing-bytes: 3'],
    ['a false count', hex('000081800001ffff00000000026d7804746573740000010001'), 'short-name'],
    ['a name that points at itself', hex('000081800001000000000000c00c00010001'), 'compression-loop'],
    ['a name that points forward', hex('000081800001000000000000c00e00010001026d7800'), 'compression-loop'],
    ['a name of very many pointers', pointersBack(128), 'compression-loop'],
    ['a label type of old', hex('0000818000010000000000004000010001'), 'unknown-label-type'],
    [
      'a name over 255 octets',
      writeResponse({ question: { name: `${'a'.repeat(63)}.`.repeat(4), type: 1 } }),
      'long-name',
    ],
    [
      'two OPT records',
      writeResponse({ additionals: [extendedError(1, ''), extendedError(1, '')] }),
      'two-opt-records',
    ],
    [
      'an alias without target',
      writeResponse({ answers: [{ ...cname('mx.test', 'a.test'), data: new Uint8Array(0) }] }),
      'malformed-alias',
    ],
  ])('%s', (_, bytes, error) => {
    expect(readResponse(bytes, question)).toEqual({ ok: false, error });
  });

  test('but not a name of many pointers', () => {
    expect(readResponse(pointersBack(127), question)).toMatchObject({
      value: { records: [{ owner: 'mx.test', data: { address: '192.0.2.1' } }] },
    });
  });

  test('a message cut off anywhere', () => {
    for (let end = 0; end < good.length; end++)
      expect(readResponse(good.subarray(0, end), question).ok, `${end}`).toBe(false);
  });
});
