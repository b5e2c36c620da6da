import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodePunycode } from '../../../src/core/base/punycode.ts';

describe('decodePunycode', () => {
  // RFC 3492 §7.1, samples (A) Arabic, (B) Chinese, (L) Japanese with ASCII, (S) ASCII that breaks the rules for host names.
  test.each([
    ['egbpdaj6bu4bxfgehfvwxn', 'ليهمابتكلموشعربي؟'],
    ['ihqwcrb4cv8a8dqg056pqjye', '他们为什么不说中文'],
    ['3b-ww4c5e180e575a65lsy2b', '3年b組金八先生'],
    ['-> $1.00 <--', '-> $1.00 <-'],
    ['bcher-kva', 'bücher'],
    ['ls8h', '💩'],
  ])('reads %s', (encoded, decoded) => {
    expect(decodePunycode(encoded)).toEqual({ ok: true, value: decoded });
  });

  test.each([
    ['a digit that is none', 'bcher-kv!'],
    ['a number cut short', 'bcher-z'],
    ['a number over 2^31', '99999999'],
    ['a surrogate', 'ib9b'],
  ])('refuses %s', (_, encoded) => {
    expect(decodePunycode(encoded)).toMatchObject({ ok: false });
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 70 }), (text) => typeof decodePunycode(text).ok === 'boolean'),
    );
  });
});
