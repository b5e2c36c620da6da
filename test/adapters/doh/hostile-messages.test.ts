import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readResponse } from '../../../src/adapters/doh/message.ts';
import { concat } from '../../../src/core/base/bytes.ts';
import type { RecordType } from '../../../src/core/dns/answer.ts';
import { cname, codes, extendedError, mx, writeResponse } from './responder.ts';

const question = { name: 'mx.test', type: 'A' } as const;

describe('hostile messages', () => {
  const types: RecordType[] = ['A', 'AAAA', 'MX', 'TXT', 'CNAME', 'TLSA'];

  test('random bytes are refused or read, never thrown at us', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...types), (bytes, type) => {
        expect(typeof readResponse(bytes, { name: 'mx.test', type }).ok).toBe('boolean');
      }),
      { numRuns: 3_000 },
    );
  });

  test('random bytes behind a good head are too', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom(...types),
        fc.nat(40),
        (tail, type, count) => {
          const head = writeResponse({ question: { name: 'mx.test', type: codes[type] } });
          head[7] = count;
          expect(typeof readResponse(concat(head, tail), { name: 'mx.test', type }).ok).toBe('boolean');
        },
      ),
      { numRuns: 3_000 },
    );
  });

  test('a good message with bytes changed gives facts of the right shape, or a named refusal', () => {
    const good = writeResponse({
      question: { name: 'mx.test', type: codes.MX },
      answers: [cname('mx.test', 'b.test'), mx('b.test', 10, 'c.test'), mx('b.test', 20, 'd.test')],
      additionals: [extendedError(6, 'because')],
    });
    const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const bytes = Uint8Array.from(good);
        for (const [at, value] of changes) bytes[at] = value;
        const response = readResponse(bytes, { name: 'mx.test', type: 'MX' });
        if (!response.ok) expect(response.error).toMatch(/^[a-z-]+(: .+)?$/);
        else for (const { data } of response.value.records) expect(data?.type ?? 'MX').toBe('MX');
      }),
      { numRuns: 5_000 },
    );
  });

  test('5,000 records whose owners climb a ladder of pointers are read within bounds', () => {
    const head = writeResponse({});
    const count = 5_000;
    head[6] = count >> 8;
    head[7] = count & 255;
    // Each owner: one letter, then a pointer to the record before; far beyond 255 octets when followed.
    const parts = [head];
    let last = 12;
    let at = head.length;
    for (let i = 0; i < count; i++) {
      parts.push(Uint8Array.from([1, 97, 0xc0 | (last >> 8), last & 255, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]));
      last = at;
      at += 14;
      if (last > 0x3fff) last = 12;
    }
    expect(readResponse(concat(...parts), question)).toEqual({ ok: false, error: 'long-name' });
  });
});
