/** The resolver is asked so often and no more; what is not asked is nobody's fault. */
import { expect, test } from 'vitest';
import { limitQuestions } from '../../src/probe/question-budget.ts';
import { makeWorld } from '../core/dns/world.ts';

const resolver = 'https://resolver.test/dns-query';

test('past the budget nothing is asked, and nothing is said of the name', async () => {
  const world = makeWorld({ records: { 'a.test A': ['192.0.2.1'] } });
  const resolve = limitQuestions(world.resolve, { most: 2, resolver });
  const answers = await Promise.all([resolve('a.test', 'A'), resolve('b.test', 'A'), resolve('a.test', 'A')]);
  expect(answers.map(({ outcome }) => outcome)).toEqual(['answer', 'name-error', 'budget']);
  expect(world.asked).toHaveLength(2);
  expect(answers[2]).toMatchObject({
    name: 'a.test',
    type: 'A',
    dnssec: 'indeterminate',
    failedResolvers: [{ resolver, error: 'not asked: more than 2 questions for one probe' }],
  });
});
