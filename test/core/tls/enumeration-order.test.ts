/** The order of suites, from what won over what. */
import { expect, test } from 'vitest';
import { rank } from '../../../src/core/tls/enumeration-order.ts';

const [a, b, c, d] = [1, 2, 3, 4] as const;

test('is what the contests say, whatever the order found', () => {
  const contests = [
    { offered: [a, b, c], chosen: c },
    { offered: [b, a], chosen: a },
  ];
  expect(rank([b, c, a], contests)).toEqual({ order: [c, a, b], undecided: [] });
});

test('is open where several lost to none that is left', () => {
  const contests = [
    { offered: [a, b, c, d], chosen: d },
    { offered: [a, c], chosen: a },
  ];
  expect(rank([d, b, a, c], contests)).toEqual({ order: [d, b, a, c], undecided: [b, a] });
});

test('is the order found where the server contradicts itself', () => {
  const contests = [
    { offered: [a, b], chosen: a },
    { offered: [b, a], chosen: b },
  ];
  expect(rank([b, a], contests).order).toEqual([b, a]);
});
