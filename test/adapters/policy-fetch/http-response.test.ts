import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HttpProgress, HttpResponseReader } from '../../../src/adapters/policy-fetch/http-response.ts';
import { asciiBytes, printable } from '../../../src/core/base/text.ts';

const limit = 64;
const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n';

/** All at once, then the end of the connection. */
function read(text: string, pieces = text.length): HttpProgress {
  const reader = new HttpResponseReader(limit);
  for (let at = 0; at < text.length; at += pieces) {
    const progress = reader.push(asciiBytes(text.slice(at, at + pieces)));
    if (progress.kind !== 'more') return progress;
  }
  return reader.end();
}

const shown = (progress: HttpProgress) =>
  progress.kind === 'response'
    ? { ...progress.response, body: printable(progress.response.body) }
    : progress.kind === 'failed'
      ? progress.code
      : progress.kind;
const good = { status: 200, contentType: 'text/plain', body: 'hello' };

describe('HttpResponseReader', () => {
  const bodies: [string, string][] = [
    ['a length', `${head}Content-Length: 5\r\n\r\nhello`],
    ['a length said twice', `${head}Content-Length: 5, 5\r\nContent-Length: 5\r\n\r\nhello`],
    ['the end of the connection', `${head}\r\nhello`],
    ['chunks', `${head}Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=1\r\nllo\r\n0\r\n\r\n`],
    ['chunks and trailers', `${head}Transfer-Encoding: Chunked\r\n\r\n05\r\nhello\r\n000\r\nX: y\r\n\r\n`],
    ['LF alone', `${head}Content-Length: 5\r\n\r\nhello`.replaceAll('\r', '')],
    [
      'an interim response before',
      `HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${head}Content-Length: 5\r\n\r\nhello`,
    ],
    ['identity coding', `${head}Content-Encoding: identity\r\nContent-Length: 5\r\n\r\nhello`],
    ['HTTP/1.0 and no reason phrase', `${head}\r\nhello`.replace('HTTP/1.1 200 OK', 'HTTP/1.0 200')],
  ];

  it.each(bodies)('reads a body ended by %s', (_, text) => {
    expect(shown(read(text))).toEqual(good);
  });

  it.each(bodies)('reads it byte by byte: %s', (_, text) => {
    expect(shown(read(text, 1))).toEqual(good);
  });

  it('is done as soon as the length is reached', () => {
    const reader = new HttpResponseReader(limit);
    expect(reader.push(asciiBytes(`${head}Content-Length: 0\r\n\r\n`)).kind).toBe('response');
  });

  it.each([204, 301, 302, 304, 404, 500])('C51: does not wait for the body of a %i', (status) => {
    const reader = new HttpResponseReader(limit);
    const text = `HTTP/1.1 ${status} X\r\nLocation: https://elsewhere.example/\r\nContent-Length: 99999\r\n\r\n`;
    expect(shown(reader.push(asciiBytes(text)))).toEqual({ status, body: '' });
  });

  it.each([
    ['not-http', '220 mail.example.com ESMTP\r\n'],
    ['not-http', '\x16\x03\x01'],
    ['status-line', 'HTTP/1.1 abc OK\r\n\r\n'],
    ['status-line', 'HTTP/2 200\r\n\r\n'],
    ['status-line', 'HTTP/1.1 099 X\r\n\r\n'],
    ['status-line', 'HTTP/1.1  200 OK\r\n\r\n'],
    ['header', 'HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\n'],
    ['header', 'HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n'],
    ['header', 'HTTP/1.1 200 OK\r\nnothing\r\n\r\n'],
    ['header', 'HTTP/1.1 200 OK\r\n: value\r\n\r\n'],
    // Once a run of spaces was looked at from each of its letters, thrice over: the process stood still for hours.
    ['header', `HTTP/1.1 200 OK\r\nX:${' '.repeat(16_000)}\rb\r\n\r\n`],
    ['content-length', `HTTP/1.1 200 OK\r\nContent-Length: 5${' '.repeat(16_000)}6\r\n\r\n`],
    ['content-length', `${head}Content-Length: -1\r\n\r\n`],
    ['content-length', `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`],
    ['content-length', `${head}Content-Length: 0x5\r\n\r\nhello`],
    ['transfer-encoding', `${head}Transfer-Encoding: gzip, chunked\r\n\r\n`],
    ['content-encoding', `${head}Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello`],
    ['chunk', `${head}Transfer-Encoding: chunked\r\n\r\nxyz\r\n`],
    ['chunk', `${head}Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n`],
    ['chunk', `${head}Transfer-Encoding: chunked\r\n\r\n${'0'.repeat(2000)}`],
    ['chunk', `${head}Transfer-Encoding: chunked\r\n\r\n0\r\n${'X: y\r\n'.repeat(50)}`],
    ['body-too-large', `${head}Content-Length: 65\r\n\r\n`],
    ['body-too-large', `${head}\r\n${'x'.repeat(65)}`],
    ['body-too-large', `${head}Transfer-Encoding: chunked\r\n\r\n41\r\n${'x'.repeat(65)}`],
    ['body-too-large', `${head}Transfer-Encoding: chunked\r\n\r\nffffffff\r\n${'x'.repeat(65)}`],
    ['head-too-large', `HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(4000)}`],
    ['too-many-interim', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(9)],
    ['truncated', ''],
    ['truncated', 'HTTP/1.1 200 OK\r\nContent'],
    ['truncated', `${head}Content-Length: 6\r\n\r\nhello`],
    ['truncated', `${head}Transfer-Encoding: chunked\r\n\r\n5\r\nhel`],
    ['truncated', `${head}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n`],
  ])('C53: names what is wrong: %s', (code, text) => {
    expect(shown(read(text))).toBe(code);
    expect(shown(read(text, 7))).toBe(code);
  });

  it('keeps the status where the body is wrong', () => {
    expect(read(`${head}Content-Length: 65\r\n\r\n`)).toMatchObject({ kind: 'failed', status: 200 });
  });

  it('takes a body of exactly the limit', () => {
    expect(shown(read(`${head}\r\n${'x'.repeat(limit)}`))).toMatchObject({ body: 'x'.repeat(limit) });
  });

  it('stays with its answer', () => {
    const reader = new HttpResponseReader(limit);
    const first = reader.push(asciiBytes('220 hello\r\n'));
    expect(reader.push(asciiBytes(`${head}\r\n`))).toBe(first);
    expect(reader.end()).toBe(first);
  });

  it('hostile servers: any bytes in any pieces end in the same answer, none throws', () => {
    const word = fc.constantFrom(
      'HTTP/1.1 200 OK\r\n',
      'Content-Length: 5\r\n',
      'Transfer-Encoding: chunked\r\n',
      '\r\n',
      '\n',
      '5\r\n',
      'hello',
      '0\r\n',
      ':',
      '\u0000',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), fc.integer({ min: 1, max: 9 }), (words, pieces) => {
        const text = words.join('');
        expect(shown(read(text, pieces))).toEqual(shown(read(text)));
      }),
      { numRuns: 500 },
    );
  });
});
