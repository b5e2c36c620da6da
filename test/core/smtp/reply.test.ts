import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asciiBytes } from '../../../src/core/base/text.ts';
import { offersExtension, readExtensions } from '../../../src/core/smtp/extensions.ts';
import { type ReplyProgress, ReplyReader } from '../../../src/core/smtp/reply.ts';

const limit = 65536;

function read(text: string): ReplyProgress {
  const reader = new ReplyReader(limit);
  reader.feed(asciiBytes(text));
  return reader.next();
}

describe('ReplyReader', () => {
  test.each([
    ['220 mx.test ESMTP\r\n', { code: 220, lines: ['mx.test ESMTP'] }],
    ['220\r\n', { code: 220, lines: [''] }],
    [
      '250-mx.test\r\n250-PIPELINING\r\n250 starttls\r\n',
      { code: 250, lines: ['mx.test', 'PIPELINING', 'starttls'] },
    ],
    ['250 ok\n', { code: 250, lines: ['ok'] }],
    [
      '530 5.7.0 Must issue a STARTTLS command first\r\n',
      { code: 530, enhanced: '5.7.0', lines: ['5.7.0 Must issue a STARTTLS command first'] },
    ],
    ['220-one\r\n554 two\r\n', { code: 554, lines: ['one', 'two'], codes: [220, 554] }],
    ['220 caf\xe9\r\n', { code: 220, lines: ['caf\\xe9'] }],
  ])('C76 reads %j', (text, reply) => {
    expect(read(text)).toEqual({ kind: 'reply', reply });
  });

  test.each([
    'HTTP/1.1 400 Bad Request\r\n',
    'SSH-2.0-x\r\n',
    '20 short\r\n',
    '999 what\r\n',
    '\r\n',
    '250+ok\r\n',
    '\x15\x03\x01\x00\x02',
  ])('refuses %j, which is no reply', (text) => {
    expect(read(text)).toMatchObject({ kind: 'failure', failure: { kind: 'not-smtp' } });
  });

  test.each(['', '2', '220 no line end', '250-more to come\r\n'])('waits for the rest of %j', (text) => {
    expect(read(text)).toEqual({ kind: 'incomplete' });
  });

  test.each(['220 ' + 'x'.repeat(limit), '250-line\r\n'.repeat(limit / 8)])(
    'stops a peer that never ends',
    (text) => {
      expect(read(text)).toMatchObject({ kind: 'failure', failure: { kind: 'budget' } });
    },
  );

  test('gives bytes that came after the reply back as the rest', () => {
    const reader = new ReplyReader(limit);
    reader.feed(asciiBytes('220 go\r\n250 injected\r\n'));
    expect(reader.next()).toMatchObject({ reply: { code: 220 } });
    expect(reader.takeRest()).toEqual(asciiBytes('250 injected\r\n'));
    expect(reader.next()).toEqual({ kind: 'incomplete' });
  });

  test('reads the same however the bytes are split', () => {
    const bytes = asciiBytes('250-mx.test\r\n250-SIZE 1000\r\n250 STARTTLS\r\n');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length })), (cuts) => {
        const reader = new ReplyReader(limit);
        let last: ReplyProgress = { kind: 'incomplete' };
        let from = 0;
        for (const cut of [...cuts.sort((a, b) => a - b), bytes.length]) {
          reader.feed(bytes.subarray(from, cut));
          from = cut;
          last = reader.next();
          if (from < bytes.length) expect(last).toEqual({ kind: 'incomplete' });
          else break;
        }
        expect(last).toMatchObject({ reply: { code: 250, lines: ['mx.test', 'SIZE 1000', 'STARTTLS'] } });
      }),
    );
  });

  test('any bytes at all give a reply, a named failure or patience', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const reader = new ReplyReader(256);
        reader.feed(bytes);
        expect(['reply', 'failure', 'incomplete']).toContain(reader.next().kind);
      }),
    );
  });
});

describe('extensions', () => {
  const reply = { code: 250, lines: ['mx.test greets you', 'SIZE 1000', 'StartTLS', ''] };

  test('C76 are the lines after the first, keywords in any case', () => {
    expect(readExtensions(reply)).toEqual(['SIZE 1000', 'StartTLS']);
    expect(offersExtension(readExtensions(reply), 'STARTTLS')).toBe(true);
    expect(offersExtension(readExtensions(reply), 'SIZE')).toBe(true);
    expect(offersExtension(['XSTARTTLS', 'STARTTLSX'], 'STARTTLS')).toBe(false);
  });
});
