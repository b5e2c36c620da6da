import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMtaStsPolicy } from '../../../src/core/mta-sts/policy.ts';

const lines = (...each: string[]) => `${each.join('\n')}\n`;
const good = ['version: STSv1', 'mode: enforce', 'mx: mail.example.com', 'max_age: 604800'];
const policy = { mode: 'enforce', maxAgeSeconds: 604800, mx: ['mail.example.com'], extensions: [] };
const found = (body: string) =>
  parseMtaStsPolicy(body).problems.map(({ code, effect, line, column }) => [code, effect, line, column]);

describe('parseMtaStsPolicy', () => {
  it.each([
    ['LF', lines(...good)],
    ['CRLF', good.map((line) => `${line}\r\n`).join('')],
    ['both', `${good[0]}\r\n${good[1]}\n${good[2]}\r\n${good[3]}`],
    ['no end at the last line', good.join('\n')],
    ['any order', lines(...good.toReversed())],
    ['no space behind the colon', lines(...good.map((line) => line.replace(': ', ':')))],
    [
      'tabs behind the colon, blanks at the end',
      lines(...good.map((line) => `${line.replace(': ', ':\t ')} \t`)),
    ],
  ])('C54: reads lines with %s', (_, body) => {
    expect(parseMtaStsPolicy(body)).toEqual({ kind: 'policy', policy, problems: [] });
  });

  it('C54: of a repeated key the first counts', () => {
    const body = lines(...good, 'mode: none', 'max_age: 1', 'version: STSv2');
    expect(parseMtaStsPolicy(body)).toMatchObject({ kind: 'policy', policy });
    expect(found(body)).toEqual([
      ['key-repeated', 'ignored', 5, 1],
      ['key-repeated', 'ignored', 6, 1],
      ['key-repeated', 'ignored', 7, 1],
    ]);
  });

  it('C54: the first counts, even where only a later one is good', () => {
    expect(parseMtaStsPolicy(lines('mode: strict', ...good)).kind).toBe('invalid');
  });

  it('C54: unknown keys are kept as extensions and change nothing', () => {
    const body = lines(...good, 'x-note.1: hello: world');
    const extensions = [{ name: 'x-note.1', value: 'hello: world' }];
    expect(parseMtaStsPolicy(body)).toEqual({
      kind: 'policy',
      policy: { ...policy, extensions },
      problems: [],
    });
  });

  it.each(['enforce', 'testing', 'none'])('reads mode %s', (mode) => {
    expect(parseMtaStsPolicy(lines(...good, '').replace('enforce', mode))).toMatchObject({
      policy: { mode },
    });
  });

  it('C55: mode none needs no mx', () => {
    expect(parseMtaStsPolicy(lines('version: STSv1', 'mode: none', 'max_age: 86400'))).toEqual({
      kind: 'policy',
      policy: { mode: 'none', maxAgeSeconds: 86400, mx: [], extensions: [] },
      problems: [],
    });
  });

  it.each([
    ['C55', lines('version: STSv1', 'mode: enforce', 'max_age: 86400'), ['mx-missing', 'invalid', 0, 0]],
    ['C55', lines('version: STSv1', 'mode: testing', 'max_age: 86400'), ['mx-missing', 'invalid', 0, 0]],
    ['C55', lines(...good.slice(0, 3), 'max_age: 31557601'), ['max-age-too-large', 'invalid', 4, 10]],
    ['C55', lines(...good.slice(0, 3), 'max_age: 99999999999'), ['max-age-malformed', 'invalid', 4, 10]],
    ['', lines(...good.slice(0, 3), 'max_age: 1d'), ['max-age-malformed', 'invalid', 4, 10]],
    ['', lines(...good.slice(0, 3), 'max_age: -1'), ['max-age-malformed', 'invalid', 4, 10]],
    ['', lines(...good.slice(0, 3), 'max_age:'), ['max-age-malformed', 'invalid', 4, 9]],
    ['', lines(...good.slice(0, 3)), ['max-age-missing', 'invalid', 0, 0]],
    ['', lines(...good.slice(1)), ['version-missing', 'invalid', 0, 0]],
    ['', lines('version: STSv2', ...good.slice(1)), ['version-unknown', 'invalid', 1, 10]],
    ['', lines('version: stsv1', ...good.slice(1)), ['version-unknown', 'invalid', 1, 10]],
    ['', lines('version: STSv1', 'mode: Enforce', ...good.slice(2)), ['mode-unknown', 'invalid', 2, 7]],
    ['', lines('version: STSv1', ...good.slice(2)), ['mode-missing', 'invalid', 0, 0]],
    ['', '', ['empty', 'invalid', 0, 0]],
    ['', ' \r\n \n', ['empty', 'invalid', 0, 0]],
    ['', '<!DOCTYPE html><html></html>', ['html', 'invalid', 0, 0]],
    ['', '\n<html>', ['html', 'invalid', 0, 0]],
  ])('%s refuses %j', (_, body, problem) => {
    expect(parseMtaStsPolicy(body).kind).toBe('invalid');
    expect(found(body)).toEqual([problem]);
  });

  it('C55: the largest max_age is allowed', () => {
    const body = lines(...good.slice(0, 3), 'max_age: 31557600');
    expect(parseMtaStsPolicy(body)).toMatchObject({ policy: { maxAgeSeconds: 31557600 }, problems: [] });
  });

  it('names every reason, not the first alone', () => {
    expect(found(lines('mode: x', 'max_age: y')).map(([code]) => code)).toEqual([
      'version-missing',
      'mode-unknown',
      'max-age-malformed',
      'mx-missing',
    ]);
  });

  it.each([
    [lines(...good.slice(0, 3), 'max_age: 0'), ['max-age-zero', 'some-refuse', 4, 10]],
    [lines(...good.slice(0, 3), 'max_age: 86399'), ['max-age-short', 'advice', 4, 10]],
    [lines(good[0] ?? '', '', ...good.slice(1)), ['line-empty', 'some-refuse', 2, 1]],
    [lines(...good, 'hello'), ['line-malformed', 'some-refuse', 5, 1]],
    [lines(...good, '# comment: no such thing'), ['line-malformed', 'some-refuse', 5, 1]],
    [lines(...good, 'Mode: none'), ['key-case', 'some-refuse', 5, 1]],
    [`\ufeff${lines(...good)}`, ['byte-order-mark', 'some-refuse', 1, 1]],
  ])('reads %j, with a remark', (body, problem) => {
    expect(parseMtaStsPolicy(body).kind).toBe('policy');
    expect(found(body)).toEqual([problem]);
  });

  it.each([
    'mx: 192.0.2.1',
    'mx: [192.0.2.1]',
    'mx: 2001:db8::1',
    'mx: mäil.example.com',
    'mx: *',
    'mx: *.',
    'mx: mail.*.example.com',
    'mx: m*.example.com',
    'mx: .example.com',
    'mx: user@example.com',
    'mx: mail example.com',
    'mx:',
    `mx: ${'a'.repeat(64)}.example.com`,
    `mx: ${'a.'.repeat(127)}`,
  ])('C57: leaves out %j, which can match no host', (line) => {
    const body = lines(...good, line);
    expect(parseMtaStsPolicy(body)).toMatchObject({ kind: 'policy', policy });
    expect(found(body).map(([code, effect, at]) => [code, effect, at])).toEqual([
      ['mx-malformed', 'ignored', 5],
    ]);
  });

  it('C57: A-labels and underscores are hosts', () => {
    const mx = ['xn--mil-qla.example.com', '*.example.net', 'mx_1.example.com', 'MAIL.example.com.'];
    const body = lines(
      'version: STSv1',
      'mode: testing',
      ...mx.map((each) => `mx: ${each}`),
      'max_age: 86400',
    );
    expect(parseMtaStsPolicy(body)).toMatchObject({ policy: { mx }, problems: [] });
  });

  it('hostile files: bounded problems, and what voids a file never falls to the bound', () => {
    const body = `${'junk\n'.repeat(13_000)}`;
    const result = parseMtaStsPolicy(body);
    expect(result.kind).toBe('invalid');
    const codes = result.problems.map(({ code }) => code);
    expect(codes.filter((code) => code === 'line-malformed').length).toBe(40);
    expect(codes.slice(40)).toEqual([
      'more-problems',
      'version-missing',
      'mode-missing',
      'max-age-missing',
      'mx-missing',
    ]);
  });

  it('hostile files: any text is judged, none throws', () => {
    const word = fc.constantFrom(
      'version',
      'mode',
      'mx',
      'max_age',
      ':',
      ' ',
      'STSv1',
      'enforce',
      '1',
      '*',
      '.',
      '\r',
      '\n',
      'ä',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 400 }),
          fc.array(word).map((words) => words.join('')),
        ),
        (body) => {
          const result = parseMtaStsPolicy(body);
          if (result.kind === 'invalid')
            expect(result.problems.some(({ effect }) => effect === 'invalid')).toBe(true);
          else expect(result.policy.maxAgeSeconds).toBeLessThanOrEqual(31557600);
        },
      ),
      { numRuns: 500 },
    );
  });
});
