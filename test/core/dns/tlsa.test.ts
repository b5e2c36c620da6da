import { describe, expect, test } from 'vitest';
import { lookupAddresses } from '../../../src/core/dns/addresses.ts';
import { lookupTlsa, selectTlsa } from '../../../src/core/dns/tlsa.ts';
import { makeWorld, type WorldFailure, type WorldLiteral } from './world.ts';

const record = '3 1 1 00ff';

async function look(literal: WorldLiteral, host = 'mx.test', port = 25) {
  const world = makeWorld(literal);
  const lookup = await lookupTlsa(world.resolve, await lookupAddresses(world.resolve, host), port);
  const names = lookup.kind === 'asked' ? lookup.answers.map((answer) => answer.name) : [];
  return { lookup, names, asked: world.asked, selected: selectTlsa(lookup) };
}

describe('lookupTlsa', () => {
  test('C12: asks for the addresses before TLSA, and for no TLSA where both families are insecure', async () => {
    const { lookup, asked } = await look({
      records: {
        'mx.test A': ['192.0.2.1'],
        'mx.test AAAA': ['2001:db8::1'],
        '_25._tcp.mx.test TLSA': [record],
      },
      authentic: ['_25._tcp.mx.test'],
    });
    expect(lookup).toEqual({ kind: 'skipped', detail: 'the addresses of mx.test are insecure, not secure' });
    expect(asked).toEqual(['mx.test A', 'mx.test AAAA']);
  });

  test.each<WorldFailure>(['servfail', 'other-rcode'])(
    'C13: TLSA %s at a host with insecure addresses is no failure',
    async (failure) => {
      const { selected } = await look({
        records: { 'mx.test A': ['192.0.2.1'] },
        failing: { '_25._tcp.mx.test TLSA': failure },
      });
      expect(selected).toEqual({ kind: 'none' });
    },
  );

  test('C14: one secure family is enough to ask', async () => {
    const { names } = await look({
      records: { 'mx.test A': ['192.0.2.1'], 'mx.test AAAA': ['2001:db8::1'] },
      authentic: ['mx.test AAAA'],
    });
    expect(names).toEqual(['_25._tcp.mx.test']);
  });

  test('C22: the name is _PORT._tcp of the mail host', async () => {
    const literal = { records: { 'mx.test A': ['192.0.2.1'] }, allAuthentic: true };
    expect((await look(literal)).names).toEqual(['_25._tcp.mx.test']);
    expect((await look(literal, 'mx.test', 465)).names).toEqual(['_465._tcp.mx.test']);
  });

  test('C22: the TLSA of the mail domain is not asked for, unless it is the mail host', async () => {
    const { asked } = await look({
      records: {
        'example.test MX': ['10 mx.test'],
        '_25._tcp.example.test TLSA': [record],
        'mx.test A': ['192.0.2.1'],
      },
      allAuthentic: true,
    });
    expect(asked).toEqual(['mx.test A', 'mx.test AAAA', '_25._tcp.mx.test TLSA']);
  });

  test('C17: a secure mail host is asked for TLSA even where the MX that led to it is insecure', async () => {
    const { selected } = await look({
      records: {
        'example.test MX': ['10 mx.test'],
        'mx.test A': ['192.0.2.1'],
        '_25._tcp.mx.test TLSA': [record],
      },
      authentic: ['mx.test'],
    });
    expect(selected).toMatchObject({ kind: 'records', baseDomain: 'mx.test' });
  });

  test('C16: NXDOMAIN at _tcp above existing records is told', async () => {
    const literal: WorldLiteral = {
      records: { 'mx.test A': ['192.0.2.1'], '_25._tcp.mx.test TLSA': [record] },
      allAuthentic: true,
    };
    expect((await look(literal)).lookup).toMatchObject({ parentDenied: false });
    const { resolve } = makeWorld(literal);
    const lying: typeof resolve = async (name, type) => ({
      ...(await resolve(name, type)),
      ...(name === '_tcp.mx.test' && { outcome: 'name-error', rcode: 'NXDOMAIN' }),
    });
    const lookup = await lookupTlsa(lying, await lookupAddresses(lying, 'mx.test'), 25);
    expect(lookup).toMatchObject({ kind: 'asked', parentDenied: true });
  });

  test('C10: a validated absence is no DANE', async () => {
    const { lookup, selected } = await look({ records: { 'mx.test A': ['192.0.2.1'] }, allAuthentic: true });
    expect(lookup).toMatchObject({ kind: 'asked', answers: [{ outcome: 'name-error', dnssec: 'secure' }] });
    expect(lookup).not.toHaveProperty('filterSuspected');
    expect(selected).toEqual({ kind: 'none' });
  });

  test.each<WorldFailure>(['servfail', 'bogus', 'timeout', 'refused', 'other-rcode', 'unreachable'])(
    'C10, C15: TLSA %s at a secure host is a failure, not an absence',
    async (failure) => {
      const { selected } = await look({
        records: { 'mx.test A': ['192.0.2.1'] },
        failing: { '_25._tcp.mx.test TLSA': failure },
        allAuthentic: true,
      });
      expect(selected).toMatchObject({ kind: 'failed', baseDomain: 'mx.test' });
    },
  );

  test('C9: TLSA records in an unsigned zone do not count', async () => {
    const { selected } = await look({
      records: { 'mx.test A': ['192.0.2.1'], '_25._tcp.mx.test TLSA': [record] },
      allAuthentic: true,
      inauthentic: ['_tcp.mx.test'],
    });
    expect(selected).toEqual({ kind: 'none' });
  });
});

describe('TLSA base domain', () => {
  const alias = { 'mx.test CNAME': ['host.example'], 'host.example A': ['192.0.2.1'] };

  test('C19: a secure alias is asked at the expanded name first, then at the original', async () => {
    const { names, selected } = await look({
      records: { ...alias, '_25._tcp.mx.test TLSA': [record] },
      allAuthentic: true,
    });
    expect(names).toEqual(['_25._tcp.host.example', '_25._tcp.mx.test']);
    expect(selected).toMatchObject({ kind: 'records', baseDomain: 'mx.test' });
  });

  test('C19: the expanded name wins where both have records', async () => {
    const { selected } = await look({
      records: { ...alias, '_25._tcp.mx.test TLSA': [record], '_25._tcp.host.example TLSA': [record] },
      allAuthentic: true,
    });
    expect(selected).toMatchObject({ kind: 'records', baseDomain: 'host.example' });
  });

  test('C19: a failure at the expanded name is not healed by records at the original', async () => {
    const { selected } = await look({
      records: { ...alias, '_25._tcp.mx.test TLSA': [record] },
      failing: { '_25._tcp.host.example TLSA': 'servfail' },
      allAuthentic: true,
    });
    expect(selected).toMatchObject({ kind: 'failed', baseDomain: 'host.example' });
  });

  test('C20: expanded name insecure, initial name secure: only the initial name', async () => {
    const { names } = await look({
      records: { ...alias, '_25._tcp.host.example TLSA': [record] },
      authentic: ['mx.test'],
    });
    expect(names).toEqual(['_25._tcp.mx.test']);
  });

  test('C20: an alias that is itself unsigned is asked nowhere', async () => {
    const { lookup } = await look({ records: alias, authentic: ['host.example'] });
    expect(lookup.kind).toBe('skipped');
  });

  test('C21: a TLSA RRset that is an alias is followed, and must be secure all along', async () => {
    const records = {
      'mx.test A': ['192.0.2.1'],
      '_25._tcp.mx.test CNAME': ['tlsa.example'],
      'tlsa.example TLSA': [record],
    };
    const secure = await look({ records, allAuthentic: true });
    expect(secure.selected).toMatchObject({
      kind: 'records',
      baseDomain: 'mx.test',
      answer: { cnames: [{ from: '_25._tcp.mx.test', to: 'tlsa.example' }] },
    });
    const leaky = await look({ records, allAuthentic: true, inauthentic: ['tlsa.example'] });
    expect(leaky.selected).toEqual({ kind: 'none' });
  });
});

describe('C94: a filter that eats TLSA questions', () => {
  test.each<WorldFailure>(['timeout', 'servfail'])(
    'is suspected where TLSA ends in %s and A at the same name answers with AD',
    async (failure) => {
      const { lookup, asked } = await look({
        records: { 'mx.test A': ['192.0.2.1'] },
        failing: { '_25._tcp.mx.test TLSA': failure },
        allAuthentic: true,
      });
      expect(lookup).toMatchObject({ kind: 'asked', filterSuspected: true });
      expect(asked.at(-1)).toBe('_25._tcp.mx.test A');
    },
  );

  test('is not suspected where every type fails at that name', async () => {
    const { lookup } = await look({
      records: { 'mx.test A': ['192.0.2.1'] },
      failing: { '_25._tcp.mx.test': 'timeout' },
      allAuthentic: true,
    });
    expect(lookup).toMatchObject({ kind: 'asked', filterSuspected: false });
  });

  test('is not suspected where the other answer is unsigned', async () => {
    const { lookup } = await look({
      records: { 'mx.test A': ['192.0.2.1'] },
      failing: { '_25._tcp.mx.test TLSA': 'timeout' },
      authentic: ['mx.test A'],
    });
    expect(lookup).toMatchObject({ kind: 'asked', filterSuspected: false });
  });

  test('is not the question where the answer came and was bogus', async () => {
    const { lookup, asked } = await look({
      records: { 'mx.test A': ['192.0.2.1'] },
      failing: { '_25._tcp.mx.test TLSA': 'bogus' },
      allAuthentic: true,
    });
    expect(lookup).not.toHaveProperty('filterSuspected');
    expect(asked).not.toContain('_25._tcp.mx.test A');
  });
});

test('a TLSA name over the limits of the DNS is not asked for', async () => {
  const host = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.test`;
  const { lookup } = await look({ records: { [`${host} A`]: ['192.0.2.1'] }, allAuthentic: true }, host);
  expect(lookup).toEqual({ kind: 'skipped', detail: 'the TLSA name would be too long for the DNS' });
});
