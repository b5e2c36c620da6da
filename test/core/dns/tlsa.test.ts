import { describe, expect, test } from 'vitest';
import { lookupAddresses } from '../../../src/core/dns/addresses.ts';
import { lookupTlsa } from '../../../src/core/dns/tlsa.ts';
import { look, record } from './look-up-tlsa.ts';
import { makeWorld, type WorldFailure, type WorldLiteral } from './world.ts';

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
    expect(lookup).toEqual({
      kind: 'skipped',
      detail: 'the addresses of mx.test are not signed with DNSSEC',
    });
    expect(asked).toEqual(['mx.test A', 'mx.test AAAA']);
  });

  test.each<WorldFailure>(['servfail', 'other-rcode'])(
    'C13: TLSA %s at a host with insecure addresses is no failure',
    async (failure) => {
      const { selected } = await look({
        records: { 'mx.test A': ['192.0.2.1'] },
        failing: { '_25._tcp.mx.test TLSA': failure },
      });
      expect(selected).toMatchObject({ kind: 'not-applicable' });
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

  test.each<WorldFailure>(['servfail', 'bogus', 'timeout', 'refused', 'other-rcode', 'malformed'])(
    'C10, C15: TLSA %s at a secure host is a failure, not an absence',
    async (failure) => {
      const { selected } = await look({
        records: { 'mx.test A': ['192.0.2.1'] },
        failing: { '_25._tcp.mx.test TLSA': failure },
        allAuthentic: true,
      });
      expect(selected).toMatchObject({ kind: 'lookup-failed', answer: { name: '_25._tcp.mx.test' } });
    },
  );

  test('C10: where no resolver could be asked, neither absence nor failure is told', async () => {
    const { selected } = await look({
      records: { 'mx.test A': ['192.0.2.1'] },
      failing: { '_25._tcp.mx.test TLSA': 'unreachable' },
      allAuthentic: true,
    });
    expect(selected).toMatchObject({ kind: 'unknown' });
  });

  test('C9: TLSA records in an unsigned zone do not count', async () => {
    const { selected } = await look({
      records: { 'mx.test A': ['192.0.2.1'], '_25._tcp.mx.test TLSA': [record] },
      allAuthentic: true,
      inauthentic: ['_tcp.mx.test'],
    });
    expect(selected).toEqual({ kind: 'none' });
  });
});

test('a TLSA name over the limits of the DNS is not asked for', async () => {
  const host = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.test`;
  const { lookup } = await look({ records: { [`${host} A`]: ['192.0.2.1'] }, allAuthentic: true }, host);
  expect(lookup).toEqual({ kind: 'skipped', detail: 'the TLSA name would be too long for the DNS' });
});
