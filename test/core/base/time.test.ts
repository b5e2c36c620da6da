import { describe, expect, test } from 'vitest';
import { parseTime } from '../../../src/core/base/time.ts';

describe('parseTime', () => {
  test.each([
    ['2010-09-01', '2010-09-01T00:00:00.000Z'],
    ['2010-09-01T10:30', '2010-09-01T10:30:00.000Z'],
    ['2010-09-01T10:30:59', '2010-09-01T10:30:59.000Z'],
    ['2010-09-01T10:30:59.25Z', '2010-09-01T10:30:59.250Z'],
    ['2010-09-01t10:30:59z', '2010-09-01T10:30:59.000Z'],
    ['2010-09-01T10:30:59+02:00', '2010-09-01T08:30:59.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ])('reads %s', (text, iso) => {
    expect(parseTime(text)?.toISOString()).toBe(iso);
  });

  test.each([
    ['', 'nothing'],
    ['yesterday', 'a word'],
    ['2010-02-30', 'a day that February lacks'],
    ['2023-02-29', 'no leap year'],
    ['2010-13-01', 'a thirteenth month'],
    ['2010-00-10', 'no month at all'],
    ['2010-09-00', 'no day at all'],
    ['2010-09-01T25:00', 'hour 25'],
    ['2010-09-01Z', 'a zone without a time'],
    ['2010-9-1', 'single digits'],
    ['1283299200', 'seconds since 1970'],
    [' 2010-09-01', 'white space'],
  ])('refuses %j: %s', (text) => {
    expect(parseTime(text)).toBeUndefined();
  });
});
