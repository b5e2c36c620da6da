import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPolicyId, parseMtaStsRecord, readMtaStsRecord } from '../../../src/core/mta-sts/record.ts';
import { txtAnswer } from './txt-answer.ts';

const name = '_mta-sts.example.com';
const good = 'v=STSv1; id=20261122T120000;';

describe('readMtaStsRecord', () => {
  it('C46: other TXT records do not count', () => {
    const answer = txtAnswer(name, ['v=spf1 -all'], [good], ['google-site-verification=x']);
    expect(readMtaStsRecord(answer)).toMatchObject({ kind: 'record', record: { id: '20261122T120000' } });
  });

  it('C46: two records that count are no policy', () => {
    const answer = txtAnswer(name, [good], ['v=STSv1; id=2']);
    expect(readMtaStsRecord(answer)).toMatchObject({
      kind: 'several',
      texts: [good, 'v=STSv1; id=2'],
      problems: [{ code: 'several-records', effect: 'invalid' }],
    });
  });

  it('C46: a duplicate is a second record all the same', () => {
    expect(readMtaStsRecord(txtAnswer(name, [good], [good])).kind).toBe('several');
  });

  it('C47: strings are joined without a space', () => {
    const answer = txtAnswer(name, ['v=STSv1; id=2026', '1122', ';']);
    expect(readMtaStsRecord(answer)).toMatchObject({ kind: 'record', record: { id: '20261122' } });
    expect(readMtaStsRecord(txtAnswer(name, ['v=STS', 'v1; id=1']))).toMatchObject({ kind: 'record' });
  });

  it('C49: the end of a CNAME chain counts', () => {
    const answer = { ...txtAnswer(name, [good]), cnames: [{ from: name, to: 'sts.example.net' }] };
    expect(readMtaStsRecord(answer).kind).toBe('record');
  });

  it('C46: what is not read may be the one, or a second one', () => {
    const answer = { ...txtAnswer(name, [good]), omittedRecords: 3 };
    expect(readMtaStsRecord(answer)).toEqual({
      kind: 'unknown',
      detail: `TXT look-up of ${name}: 3 records too many to read`,
    });
  });

  it.each(['no-data', 'name-error'] as const)('%s is no record', (outcome) => {
    expect(readMtaStsRecord({ ...txtAnswer(name), outcome })).toEqual({ kind: 'none', problems: [] });
  });

  it.each(['servfail', 'refused', 'other-rcode', 'timeout', 'unreachable', 'malformed'] as const)(
    '%s is not "no record"',
    (outcome) => {
      expect(readMtaStsRecord({ ...txtAnswer(name), outcome }).kind).toBe('unknown');
    },
  );
});

describe('parseMtaStsRecord', () => {
  it.each([
    ['v=STSv1; id=1', '1', []],
    ['v=STSv1;id=1;', '1', []],
    ['v=STSv1 ;', undefined, []],
    ['v=STSv1;  \t id=abcDEF012  ; ', 'abcDEF012', []],
    ['v=STSv1; ext=1; id=5', '5', [{ name: 'ext', value: '1' }]],
    ['v=STSv1; id=5; a.b_c-d=x:/y', '5', [{ name: 'a.b_c-d', value: 'x:/y' }]],
  ])('C48: reads %j', (text, id, extensions) => {
    const result = parseMtaStsRecord(text);
    if (id === undefined) expect(result.kind).toBe('none');
    else expect(result).toEqual({ kind: 'record', record: { text, id, extensions, problems: [] } });
  });

  it.each([
    ['v=STSv1;', 'id-missing', 8],
    ['v=STSv1; ext=1', 'id-missing', 14],
    ['v=STSv1; id=', 'id-malformed', 12],
    ['v=STSv1; id=2026-11-22', 'id-malformed', 12],
    ['v=STSv1; id=20261122 12', 'id-malformed', 12],
    [`v=STSv1; id=${'1'.repeat(33)}`, 'id-malformed', 12],
    ['v=STSv1; id="1"', 'id-malformed', 12],
    ['v=STSv1; ID=1', 'id-missing', 13],
  ])('C48: refuses %j: %s at %i', (text, code, offset) => {
    const result = parseMtaStsRecord(text);
    expect(result.kind).toBe('invalid');
    const fatal =
      result.kind === 'invalid' ? result.problems.filter(({ effect }) => effect === 'invalid') : [];
    expect(fatal.map((problem) => [problem.code, problem.offset])).toEqual([[code, offset]]);
  });

  it.each([
    ['v=STSv1; id=1; id=2', 'id-repeated', 'ignored', 15],
    ['v=STSv1;; id=1', 'field-empty', 'some-refuse', 8],
    ['v=STSv1; id=1;;', 'field-empty', 'some-refuse', 14],
    ['v=STSv1; id=1; junk', 'field-malformed', 'some-refuse', 15],
    ['v=STSv1; id=1; a b=c', 'field-malformed', 'some-refuse', 15],
    ['v=STSv1; id=1; x=', 'field-malformed', 'some-refuse', 15],
    ['v=STSv1; id=1; x=a=b', 'field-malformed', 'some-refuse', 15],
  ])('puts up with %j: %s (%s) at %i', (text, code, effect, offset) => {
    const result = parseMtaStsRecord(text);
    expect(result).toMatchObject({ kind: 'record', record: { id: '1' } });
    const problems = result.kind === 'record' ? result.record.problems : [];
    expect(problems).toEqual([{ code, effect, offset, detail: expect.any(String) }]);
  });

  it.each([
    'v=STSv1',
    ' v=STSv1; id=1',
    'v=stsv1; id=1',
    'V=STSv1; id=1',
    '"v=STSv1; id=1"',
    'v=STSv1 ; id=1',
    'v = STSv1; id=1',
  ])('C46: discards %j and says that it was nearly one', (text) => {
    expect(parseMtaStsRecord(text)).toMatchObject({ kind: 'none', problems: [{ code: 'version-garbled' }] });
  });

  it('C46: says nothing of records of others', () => {
    expect(parseMtaStsRecord('v=spf1 -all')).toEqual({ kind: 'none', problems: [] });
  });

  it('a record of 64 KiB of spaces is none, and read at once', () => {
    for (const text of [' '.repeat(65_000), `${' '.repeat(32_000)}"${' '.repeat(32_000)}`]) {
      expect(parseMtaStsRecord(text)).toEqual({ kind: 'none', problems: [] });
    }
  });

  it('hostile zone data: every text is judged, none throws, offsets lie within it', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc.string({ maxLength: 100 }).map((tail) => `v=STSv1;${tail}`),
      fc
        .array(fc.constantFrom(';', '=', ' ', 'id', 'x', '1', '\t', 'ä', '\u0000'))
        .map((parts) => `v=STSv1;${parts.join('')}`),
    );
    fc.assert(
      fc.property(text, (input) => {
        const result = parseMtaStsRecord(input);
        if (result.kind === 'record') expect(isPolicyId(result.record.id)).toBe(true);
        const problems =
          result.kind === 'record' ? result.record.problems : 'problems' in result ? result.problems : [];
        for (const { offset } of problems) expect(offset).toBeLessThanOrEqual(input.length);
      }),
      { numRuns: 500 },
    );
  });
});
