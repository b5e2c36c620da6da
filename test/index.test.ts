/** What the library exports, called as its users call it. */
import { expect, it } from 'vitest';
import { fromBase64 } from '../src/core/base/text.ts';
import { evaluateDane } from '../src/index.ts';
import { ownCases, vectorTime } from './core/dane/vectors.ts';

it('evaluates DANE over DER without being given any cryptography', () => {
  const [first] = ownCases;
  if (!first) throw new TypeError('no case');
  const { records, chain } = first;
  const given = { chain, names: ['example.com'], now: vectorTime };
  expect(evaluateDane({ ...given, records }).outcome.kind).toBe('matched');
  expect(evaluateDane({ ...given, records: [] }).outcome.kind).toBe('no-records');
  const nonsense = fromBase64('AAAA');
  const chainOf = nonsense.ok ? [nonsense.value] : [];
  expect(evaluateDane({ ...given, records, chain: chainOf }).outcome.kind).toBe('failed');
});
