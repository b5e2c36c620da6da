import { describe, expect, test } from 'vitest';
import { lookupAddresses } from '../../../src/core/dns/addresses.ts';
import { makeWorld } from './world.ts';

describe('lookupAddresses', () => {
  test('gives IPv4, then IPv6, each once, in the order of the answers', async () => {
    const { resolve } = makeWorld({
      records: {
        'mx.test A': ['192.0.2.2', '192.0.2.1', '192.0.2.2'],
        'mx.test AAAA': ['2001:db8::1'],
      },
    });
    const lookup = await lookupAddresses(resolve, 'mx.test');
    expect(lookup.addresses).toEqual(['192.0.2.2', '192.0.2.1', '2001:db8::1']);
    expect(lookup.failure).toBeUndefined();
  });

  test('C14: one signed family suffices', async () => {
    const { resolve } = makeWorld({
      records: { 'mx.test A': ['192.0.2.1'], 'mx.test AAAA': ['2001:db8::1'] },
      authentic: ['mx.test AAAA'],
    });
    expect((await lookupAddresses(resolve, 'mx.test')).dnssec).toBe('secure');
  });

  test('C14: a signed absence of the other family does not make unsigned addresses secure', async () => {
    const { resolve } = makeWorld({ records: { 'mx.test A': ['192.0.2.1'] }, authentic: ['mx.test AAAA'] });
    expect((await lookupAddresses(resolve, 'mx.test')).dnssec).toBe('insecure');
  });

  test('C9: a failed family does not spoil the one that answered', async () => {
    const { resolve } = makeWorld({
      records: { 'mx.test A': ['192.0.2.1'] },
      failing: { 'mx.test AAAA': 'servfail' },
      allAuthentic: true,
    });
    const lookup = await lookupAddresses(resolve, 'mx.test');
    expect(lookup).toMatchObject({ addresses: ['192.0.2.1'], dnssec: 'secure' });
    expect(lookup.failure).toBeUndefined();
  });

  test('C9: bogus and indeterminate stay apart where there is no address', async () => {
    const failing = { 'bogus.test': 'bogus', 'broken.test': 'servfail', 'silent.test': 'timeout' } as const;
    const { resolve } = makeWorld({ failing });
    expect(await lookupAddresses(resolve, 'bogus.test')).toMatchObject({
      dnssec: 'bogus',
      failure: { kind: 'dns-failure', detail: 'A: SERVFAIL (bogus), AAAA: SERVFAIL (bogus)' },
    });
    expect(await lookupAddresses(resolve, 'broken.test')).toMatchObject({
      dnssec: 'indeterminate',
      failure: { kind: 'dns-failure' },
    });
    expect((await lookupAddresses(resolve, 'silent.test')).failure?.kind).toBe('timeout');
    expect((await lookupAddresses(resolve, 'gone.test')).failure?.kind).toBe('none');
  });

  test('C5: follows a mail host that is an alias and names where the chain ends', async () => {
    const { resolve } = makeWorld({
      records: {
        'mx.test CNAME': ['a.test'],
        'a.test CNAME': ['b.test'],
        'b.test A': ['192.0.2.1'],
      },
      allAuthentic: true,
    });
    expect(await lookupAddresses(resolve, 'mx.test')).toMatchObject({
      addresses: ['192.0.2.1'],
      canonicalName: 'b.test',
      cnames: [
        { from: 'mx.test', to: 'a.test' },
        { from: 'a.test', to: 'b.test' },
      ],
      dnssec: 'secure',
      initialDnssec: 'secure',
    });
  });

  test('C20: asks for the alias itself where the chain leads out of the signed DNS', async () => {
    const { resolve, asked } = makeWorld({
      records: { 'mx.test CNAME': ['b.example'], 'b.example A': ['192.0.2.1'] },
      authentic: ['mx.test'],
    });
    const lookup = await lookupAddresses(resolve, 'mx.test');
    expect(lookup).toMatchObject({ dnssec: 'insecure', initialDnssec: 'secure' });
    expect(asked).toContain('mx.test CNAME');
  });

  test.each(['192.0.2.1', '2001:db8::1'])(
    'C5: takes the mail host %s for its own address, unsigned',
    async (ip) => {
      const { resolve, asked } = makeWorld({ allAuthentic: true });
      const lookup = await lookupAddresses(resolve, ip);
      expect(lookup).toMatchObject({ addresses: [ip], dnssec: 'insecure' });
      expect(asked).toEqual([]);
    },
  );

  test('an alias loop is a failure with a name, not a hang', async () => {
    const { resolve } = makeWorld({ records: { 'a.test CNAME': ['b.test'], 'b.test CNAME': ['a.test'] } });
    const lookup = await lookupAddresses(resolve, 'a.test');
    expect(lookup.failure).toEqual({ kind: 'dns-failure', detail: 'A: malformed, AAAA: malformed' });
  });
});
