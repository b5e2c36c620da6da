/** A policy from before, as a caller gives it. */
import { describe, expect, test } from 'vitest';
import {
  boundUntil,
  type GivenPolicy,
  maxKnownPolicyLength,
  readKnownPolicy,
} from '../../../src/core/mta-sts/known-policy.ts';

const now = new Date('2026-11-22T10:00:00Z');
const policy = 'version: STSv1\nmode: enforce\nmx: mx.example.org\nmax_age: 86400\n';

describe('readKnownPolicy', () => {
  test('reads text, id and time; without a time it is held since just now', () => {
    const read = readKnownPolicy({ policy, id: '20260101' }, now);
    expect(read).toMatchObject({
      ok: true,
      value: { id: '20260101', fetchedAt: now, policy: { mode: 'enforce' } },
    });
    const then = readKnownPolicy({ policy, id: '1', at: '2026-11-01T00:00:00Z' }, now);
    expect(then.ok && then.value.fetchedAt.toISOString()).toBe('2026-11-01T00:00:00.000Z');
  });

  test.each<[string, GivenPolicy, keyof GivenPolicy]>([
    ['an id with a dash', { policy, id: '2026-01-01' }, 'id'],
    ['no id', { policy, id: '' }, 'id'],
    ['a time that is none', { policy, id: '1', at: 'yesterday' }, 'at'],
    ['a time to come', { policy, id: '1', at: '2026-11-22T10:00:01Z' }, 'at'],
    ['a text that is no policy', { policy: 'hello', id: '1' }, 'policy'],
    ['an empty text', { policy: '', id: '1' }, 'policy'],
    ['a very long text', { policy: policy + 'x: y\n'.repeat(maxKnownPolicyLength), id: '1' }, 'policy'],
  ])('names the part at fault: %s', (_, given, part) => {
    expect(readKnownPolicy(given, now)).toMatchObject({ ok: false, error: { part } });
  });

  test('it binds for max_age from when it was fetched', () => {
    const read = readKnownPolicy({ policy, id: '1' }, now);
    expect(read.ok && boundUntil(read.value).toISOString()).toBe('2026-11-23T10:00:00.000Z');
  });
});
