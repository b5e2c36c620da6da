/** The resolver self-test in use: asked once a life, its result in the observation, its word on every answer. */
import { describe, expect, test } from 'vitest';
import { createResolverTests, discountAnswers } from '../../src/probe/resolver-tests.ts';
import { makeWorld, type WorldLiteral } from '../core/dns/world.ts';

const names = { signed: 'signed.test', broken: 'broken.test' };
const hour = 3_600_000;

function worldWith(literal: WorldLiteral) {
  const world = makeWorld({
    records: { 'signed.test A': ['192.0.2.1'], 'broken.test A': ['192.0.2.2'], 'a.test A': ['192.0.2.3'] },
    ...literal,
  });
  let milliseconds = 0;
  const clock = { now: () => new Date('2026-06-01T12:00:00Z'), monotonic: () => milliseconds };
  const test = createResolverTests({ names, resolveWith: () => world.resolve, clock });
  return { world, test, pass: (ms: number) => (milliseconds += ms) };
}

describe('a resolver', () => {
  test('is tested once, however many answers it gives', async () => {
    const { world, test } = worldWith({ failing: { 'broken.test': 'bogus' }, authentic: ['signed.test'] });
    const { resolve, tests } = discountAnswers(world.resolve, test);
    const answers = await Promise.all([resolve('a.test', 'A'), resolve('a.test', 'AAAA')]);
    expect(answers.map(({ dnssec }) => dnssec)).toEqual(['insecure', 'insecure']);
    expect(world.asked.filter((question) => question.startsWith('signed.test'))).toHaveLength(1);
    expect(await tests()).toEqual([
      {
        resolver: 'https://resolver.test/dns-query',
        validates: 'yes',
        detail: 'signed.test comes with AD, broken.test is refused',
        testedAt: '2026-06-01T12:00:00.000Z',
      },
    ]);
  });

  test('that does not validate never says insecure, nor secure', async () => {
    const { world, test } = worldWith({ authentic: ['signed.test', 'a.test A'] });
    const { resolve } = discountAnswers(world.resolve, test);
    const [signed, unsigned] = await Promise.all([resolve('a.test', 'A'), resolve('a.test', 'AAAA')]);
    expect([signed?.dnssec, unsigned?.dnssec]).toEqual(['indeterminate', 'indeterminate']);
    expect(signed?.ad).toBe(true);
  });

  test('is tested again when the result has grown old', async () => {
    const { world, test, pass } = worldWith({});
    await test('https://resolver.test/');
    pass(hour - 1);
    await test('https://resolver.test/');
    expect(world.asked).toHaveLength(2);
    pass(1);
    await test('https://resolver.test/');
    expect(world.asked).toHaveLength(4);
  });

  test('that could not be tested is tested again soon', async () => {
    const { world, test, pass } = worldWith({
      failing: { 'signed.test': 'timeout', 'broken.test': 'timeout' },
    });
    await test('https://resolver.test/');
    pass(60_000);
    await test('https://resolver.test/');
    expect(world.asked).toHaveLength(4);
  });

  test('is not tested on account of an answer that claims nothing', async () => {
    const { world, test } = worldWith({ failing: { 'a.test': 'timeout' } });
    const { resolve, tests } = discountAnswers(world.resolve, test);
    await resolve('a.test', 'A');
    expect(world.asked).toEqual(['a.test A']);
    expect(await tests()).toEqual([]);
  });
});

test('without the setting every answer passes as it is', async () => {
  const { world } = worldWith({});
  const { resolve, tests } = discountAnswers(world.resolve, undefined);
  expect((await resolve('a.test', 'A')).dnssec).toBe('insecure');
  expect(await tests()).toEqual([]);
});
