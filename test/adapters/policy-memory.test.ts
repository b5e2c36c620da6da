/** Where a vantage keeps the policies that it fetched; both kinds, in both runtimes. */
import { describe, expect, test } from 'vitest';
import {
  createCachePolicyMemory,
  createPolicyMemory,
  type PlatformCache,
} from '../../src/adapters/policy-memory.ts';
import type { EarlierPolicy } from '../../src/core/mta-sts/observation.ts';

const policy = (id: string): EarlierPolicy => ({
  id,
  policy: 'version: STSv1\nmode: none\nmax_age: 60\n',
  fetchedAt: '2026-11-22T10:00:00.000Z',
});

/** The platform's cache as far as it is used; `put` keeps what it was told, whatever the age. */
function fakeCache() {
  const stored = new Map<string, { readonly body: string; readonly control: string | null }>();
  const cache: PlatformCache = {
    match: async (url) => {
      const found = stored.get(url);
      return found && new Response(found.body);
    },
    put: async (url, response) => {
      stored.set(url, {
        body: await response.text(),
        control: response.headers.get('Cache-Control'),
      });
    },
  };
  return { cache, stored };
}

describe('in the process', () => {
  test('recalls what was kept, until it has run out', async () => {
    let time = 0;
    const memory = createPolicyMemory(() => time);
    await memory.keep('a.test', policy('1'), 1_000);
    expect(await memory.recall('a.test')).toEqual(policy('1'));
    expect(await memory.recall('b.test')).toBeUndefined();
    time = 999;
    expect(await memory.recall('a.test')).toEqual(policy('1'));
    time = 1_000;
    expect(await memory.recall('a.test')).toBeUndefined();
  });

  test('holds so many domains and no more: who was asked about last stays', async () => {
    const memory = createPolicyMemory(() => 0, 2);
    await memory.keep('a.test', policy('1'), 1);
    await memory.keep('b.test', policy('2'), 1);
    await memory.recall('a.test');
    await memory.keep('c.test', policy('3'), 1);
    expect(await memory.recall('a.test')).toBeDefined();
    expect(await memory.recall('b.test')).toBeUndefined();
    expect(await memory.recall('c.test')).toBeDefined();
  });
});

describe('in the cache of the platform', () => {
  test('keeps it for as long as it binds', async () => {
    const { cache, stored } = fakeCache();
    const memory = createCachePolicyMemory(cache, () => 1_000);
    await memory.keep('a.test', policy('1'), 61_000);
    expect(await memory.recall('a.test')).toEqual(policy('1'));
    expect([...stored.values()][0]?.control).toBe('max-age=60');
  });

  test('keeps nothing that has run out, and takes nothing that is no policy', async () => {
    const { cache, stored } = fakeCache();
    const memory = createCachePolicyMemory(cache, () => 1_000);
    await memory.keep('a.test', policy('1'), 1_500);
    expect(stored.size).toBe(0);
    await cache.put('https://policy-memory.invalid/b.test', new Response('{"id": "a b"}'));
    expect(await memory.recall('b.test')).toBeUndefined();
    await cache.put('https://policy-memory.invalid/c.test', new Response('<html>'));
    expect(await memory.recall('c.test')).toBeUndefined();
  });

  test('a cache that refuses costs no probe', async () => {
    const refuse = async () => {
      throw new Error('the cache is not to be had');
    };
    const memory = createCachePolicyMemory({ match: refuse, put: refuse }, () => 0);
    await memory.keep('a.test', policy('1'), 60_000);
    expect(await memory.recall('a.test')).toBeUndefined();
  });
});
