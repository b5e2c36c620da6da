import { describe, expect, test } from 'vitest';
import { createAddressLookup } from '../../../src/adapters/doh/http-resolver.ts';
import { makeWorld } from '../../core/dns/world.ts';

describe('createAddressLookup', () => {
  test('gives addresses only, aliases followed, IPv4 first', async () => {
    const { resolve } = makeWorld({
      records: {
        'mta-sts.test CNAME': ['policy.test'],
        'policy.test A': ['192.0.2.1', '192.0.2.2'],
        'policy.test AAAA': ['2001:db8::1'],
      },
    });
    const lookup = createAddressLookup(resolve);
    expect(await lookup('MTA-STS.test.')).toEqual(['192.0.2.1', '192.0.2.2', '2001:db8::1']);
  });

  test('gives the family there is, and nothing where there is none or the DNS fails', async () => {
    const world = makeWorld({
      records: { 'six.test AAAA': ['2001:db8::1'], 'half.test A': ['192.0.2.1'] },
      failing: { 'half.test AAAA': 'timeout', 'bad.test': 'servfail' },
    });
    const lookup = createAddressLookup(world.resolve);
    expect(await lookup('six.test')).toEqual(['2001:db8::1']);
    expect(await lookup('half.test')).toEqual(['192.0.2.1']);
    expect(await lookup('bad.test')).toEqual([]);
    expect(await lookup('gone.test')).toEqual([]);
    expect(await lookup('gone.test')).toEqual([]);
  });

  test('remembers an answer for its TTL in seconds', async () => {
    const world = makeWorld({ records: { 'a.test A': ['192.0.2.1'], 'a.test AAAA': ['2001:db8::1'] } });
    const lookup = createAddressLookup(async (name, type) => ({
      ...(await world.resolve(name, type)),
      ttlSeconds: 60,
    }));
    await lookup('a.test');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await lookup('a.test');
    expect(world.asked).toEqual(['a.test A', 'a.test AAAA']);
  });

  test.each(['a.test&type=TXT&cd=1#', 'a.test?x', 'a b', '192.0.2.1/24', ''])(
    'asks nothing for %j',
    async (host) => {
      const world = makeWorld({ records: { 'a.test A': ['192.0.2.1'] } });
      expect(await createAddressLookup(world.resolve)(host)).toEqual([]);
      expect(world.asked).toEqual([]);
    },
  );
});
