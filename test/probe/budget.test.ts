/**
 * The time for a probe may run out at any step. Then nothing is known of what was left, and nobody is blamed: never a verdict of lost mail
 * for a host that loses none, however early the end.
 */
import { describe, expect, test } from 'vitest';
import { createResolve } from '../../src/adapters/doh/resolver.ts';
import { judge } from '../../src/core/verdict.ts';
import { Deadline, defaultBudgets } from '../../src/probe/budgets.ts';
import { ask, townService } from '../town.ts';

const depths = ['normal', 'full'] as const;
const hosts = ['healthy', 'dane', 'sts', 'mx-alias'];
const rows = depths.flatMap((depth) => hosts.map((name) => ({ name, depth })));
describe.each(rows)('$name of badmx.test, depth $depth', ({ name, depth }) => {
  test.each([1, 10, 25, 50, 75, 100, 150, 200, 225, 250, 275, 300, 325, 350, 375, 400, 450, 500, 600])(
    'in %i ms',
    async (probeMs) => {
      const { observe, context } = townService({ probeMs });
      const observation = await observe({ ...ask(`${name}.badmx.test`), depth });
      for (const { enumeration } of observation.hosts.flatMap(({ addresses }) => addresses)) {
        const {
          deadVersions = [],
          disagreements = [],
          intolerances = [],
          incomplete = '',
        } = enumeration ?? {};
        expect([deadVersions, disagreements, intolerances]).toEqual([[], [], []]);
        expect(incomplete).not.toContain('broke the protocol');
      }
      const { status, senders } = judge(observation, context);
      expect(senders.filter(({ final }) => /bounced|error/.test(final)).map(({ id }) => id)).toEqual([]);
      expect(status).not.toBe('failing');
    },
  );
});

test.each([
  [30_000, 15_000, false],
  [24_000, 12_000, false],
  [15_000, 10_000, false],
  [8_000, 8_000, true],
])('with %i ms left a reply that senders wait minutes for gets %i', (left, timeoutMs, cut) => {
  const deadline = new Deadline(() => 0, { ...defaultBudgets, probeMs: left });
  expect(deadline.patientStep()).toEqual({ timeoutMs, cut });
});

test('a question that no time is left for is not asked', async () => {
  const resolve = createResolve({
    resolvers: ['https://resolver.test/dns-query'],
    fetch: () => Promise.reject(new Error('asked')),
    timeoutMs: 1_000,
    leftMs: () => 0,
  });
  expect(await resolve('example.test', 'MX')).toMatchObject({ outcome: 'budget', records: [] });
});

test('a question that the end of the time cuts short says nothing of the zone', async () => {
  const endsAt = performance.now() + 30;
  const resolve = createResolve({
    resolvers: ['https://resolver.test/dns-query'],
    fetch: (_, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    timeoutMs: 60_000,
    leftMs: () => endsAt - performance.now(),
  });
  expect(await resolve('example.test', 'MX')).toMatchObject({ outcome: 'budget' });
});
