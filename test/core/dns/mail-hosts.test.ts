import { describe, expect, test } from 'vitest';
import { lookupMailHosts } from '../../../src/core/dns/mail-hosts.ts';
import { makeWorld, type WorldFailure } from './world.ts';

describe('lookupMailHosts', () => {
  test('C1: no MX but an A exists makes the domain itself the only mail host, preference 0', async () => {
    const { resolve } = makeWorld({ records: { 'example.test A': ['192.0.2.1'] } });
    const lookup = await lookupMailHosts(resolve, 'example.test');
    expect(lookup.routing).toEqual({ kind: 'implicit-mx', dnssec: 'insecure' });
    expect(lookup.hosts).toEqual([{ name: 'example.test', preference: 0 }]);
  });

  test('C1: an AAAA alone makes an implicit MX too, with the DNSSEC state of the denial', async () => {
    const world = { records: { 'example.test AAAA': ['2001:db8::1'] }, authentic: ['example.test MX'] };
    const lookup = await lookupMailHosts(makeWorld(world).resolve, 'example.test');
    expect(lookup.routing).toEqual({ kind: 'implicit-mx', dnssec: 'secure' });
  });

  test('C2: never falls back to the domain itself where any MX exists, even a broken one', async () => {
    const { resolve, asked } = makeWorld({
      records: { 'example.test MX': ['10 gone.example.test'], 'example.test A': ['192.0.2.1'] },
    });
    const lookup = await lookupMailHosts(resolve, 'example.test');
    expect(lookup.hosts).toEqual([{ name: 'gone.example.test', preference: 10 }]);
    expect(asked).toEqual(['example.test MX']);
  });

  test('C2: MX names that nobody can look up still count as MX', async () => {
    const records = { 'example.test MX': ['10 mail\\032host.example.test'], 'example.test A': ['192.0.2.1'] };
    const lookup = await lookupMailHosts(makeWorld({ records }).resolve, 'example.test');
    expect(lookup.routing.kind).toBe('mx');
    expect(lookup.hosts).toEqual([]);
    expect(lookup.unusable).toEqual([
      { exchange: 'mail\\032host.example.test', preference: 10, reason: 'not-a-host-name' },
    ]);
  });

  test('C2: MX records whose data could not be read still count as MX', async () => {
    const { resolve } = makeWorld({ records: { 'example.test A': ['192.0.2.1'] } });
    const lookup = await lookupMailHosts(
      async (name, type) =>
        type === 'MX'
          ? { ...(await resolve(name, type)), outcome: 'answer', rcode: 'NOERROR', malformedRecords: 1 }
          : resolve(name, type),
      'example.test',
    );
    expect(lookup.routing.kind).toBe('mx');
    expect(lookup.hosts).toEqual([]);
  });

  test.each(['0 .', '10 .'])('C3: a sole MX %j is a null MX', async (record) => {
    const { resolve } = makeWorld({
      records: { 'example.test MX': [record], 'example.test A': ['192.0.2.1'] },
    });
    const lookup = await lookupMailHosts(resolve, 'example.test');
    expect(lookup.routing).toEqual({ kind: 'null-mx', dnssec: 'insecure' });
    expect(lookup.hosts).toEqual([]);
  });

  test('C4: MX 0 . beside another MX is a misconfiguration, not a null MX', async () => {
    const { resolve } = makeWorld({ records: { 'example.test MX': ['0 .', '10 mx.example.test'] } });
    const lookup = await lookupMailHosts(resolve, 'example.test');
    expect(lookup.routing.kind).toBe('mx');
    expect(lookup.hosts.map((host) => host.name)).toEqual(['mx.example.test']);
    expect(lookup.unusable).toEqual([{ exchange: '.', preference: 0, reason: 'null-beside-others' }]);
  });

  test('C5: an MX that is an IP address is flagged, yet followed', async () => {
    const { resolve } = makeWorld({ records: { 'example.test MX': ['10 192.0.2.1'] } });
    const lookup = await lookupMailHosts(resolve, 'example.test');
    expect(lookup.hosts).toEqual([{ name: '192.0.2.1', preference: 10, addressLiteral: true }]);
  });

  test.each<[WorldFailure, string]>([
    ['servfail', 'dns-failure'],
    ['bogus', 'dns-failure'],
    ['refused', 'dns-failure'],
    ['other-rcode', 'dns-failure'],
    ['unreachable', 'resolver-unreachable'],
    ['malformed', 'dns-failure'],
    ['timeout', 'timeout'],
  ])('C6: MX %s never reads as no MX', async (failure, reason) => {
    const { resolve, asked } = makeWorld({
      records: { 'example.test A': ['192.0.2.1'] },
      failing: { 'example.test MX': failure },
    });
    const lookup = await lookupMailHosts(resolve, 'example.test');
    expect(lookup.routing).toMatchObject({ kind: 'unknown', reason });
    expect(lookup.hosts).toEqual([]);
    expect(asked).toEqual(['example.test MX']);
  });

  test.each<[WorldFailure, string]>([
    ['servfail', 'dns-failure'],
    ['timeout', 'timeout'],
  ])('C6: no MX and addresses that fail (%s) is not "no mail host"', async (failure, reason) => {
    const { resolve } = makeWorld({
      records: { 'example.test TXT': ['hello'] },
      failing: { 'example.test A': failure, 'example.test AAAA': failure },
    });
    expect((await lookupMailHosts(resolve, 'example.test')).routing).toMatchObject({
      kind: 'unknown',
      reason,
    });
  });

  test('C7: keeps every mail host of equal preference, in the order of the answer', async () => {
    const { resolve } = makeWorld({
      records: { 'example.test MX': ['20 c.test', '10 b.test', '10 a.test', '10 b.test', '30 a.test'] },
    });
    expect((await lookupMailHosts(resolve, 'example.test')).hosts).toEqual([
      { name: 'b.test', preference: 10 },
      { name: 'a.test', preference: 10 },
      { name: 'c.test', preference: 20 },
    ]);
  });

  test('tells "no such name" and "no MX, no address" as no mail host', async () => {
    const { resolve } = makeWorld({ records: { 'example.test TXT': ['hello'] } });
    expect((await lookupMailHosts(resolve, 'gone.test')).routing).toEqual({
      kind: 'no-mail-host',
      detail: 'MX: NXDOMAIN',
    });
    expect((await lookupMailHosts(resolve, 'example.test')).routing).toEqual({
      kind: 'no-mail-host',
      detail: 'MX: NODATA, A: NODATA, AAAA: NODATA',
    });
  });

  test('follows an alias of the domain to its MX', async () => {
    const { resolve } = makeWorld({
      records: { 'www.test CNAME': ['example.test'], 'example.test MX': ['10 mx.example.test'] },
      allAuthentic: true,
    });
    const lookup = await lookupMailHosts(resolve, 'www.test');
    expect(lookup.routing).toEqual({ kind: 'mx', dnssec: 'secure' });
    expect(lookup.answer.cnames).toEqual([{ from: 'www.test', to: 'example.test' }]);
  });
});
