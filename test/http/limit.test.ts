import { expect, test } from 'vitest';
import type { Observation } from '../../src/core/observation.ts';
import { limitObserve } from '../../src/http/limit.ts';
import { Overloaded } from '../../src/http/overloaded.ts';
import type { ObserveRequest } from '../../src/probe/observe.ts';

const request = (host: string, input = host): ObserveRequest => ({
  target: { input, host, form: 'domain' },
  port: 25,
});

/** Observations that end when told to. */
function makeObserve() {
  const pending: (() => void)[] = [];
  let calls = 0;
  const observe = ({ target }: ObserveRequest): Promise<Observation> => {
    calls++;
    return new Promise((resolve) =>
      pending.push(() => resolve({ input: target.input, host: target.host } as Observation)),
    );
  };
  return { observe, calls: () => calls, finish: () => pending.splice(0).map((end) => end()) };
}

test('the same question asked at once is measured once, and each caller reads its own words', async () => {
  const { observe, calls, finish } = makeObserve();
  const limited = limitObserve(observe, { atOnce: 1 });
  const both = Promise.all([limited(request('a.test')), limited(request('a.test', 'user@a.test'))]);
  finish();
  expect((await both).map(({ input }) => input)).toEqual(['a.test', 'user@a.test']);
  expect(calls()).toBe(1);
});

test('the same host asked for in full is another question', async () => {
  const { observe, calls, finish } = makeObserve();
  const limited = limitObserve(observe, { atOnce: 2 });
  const both = Promise.all([limited(request('a.test')), limited({ ...request('a.test'), depth: 'full' })]);
  finish();
  await both;
  expect(calls()).toBe(2);
});

test('one too many is Overloaded, and there is room again when one has ended', async () => {
  const { observe, finish } = makeObserve();
  const limited = limitObserve(observe, { atOnce: 1 });
  const first = limited(request('a.test'));
  await expect(limited(request('b.test'))).rejects.toBeInstanceOf(Overloaded);
  finish();
  await first;
  const second = limited(request('b.test'));
  finish();
  expect((await second).host).toBe('b.test');
});

test('one that failed is not remembered', async () => {
  let calls = 0;
  const limited = limitObserve(
    () => {
      calls++;
      return Promise.reject(new Error('our own mistake'));
    },
    { atOnce: 1 },
  );
  await expect(limited(request('a.test'))).rejects.toThrow('our own mistake');
  await expect(limited(request('a.test'))).rejects.toThrow('our own mistake');
  expect(calls).toBe(2);
});
