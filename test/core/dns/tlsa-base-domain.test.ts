import { describe, expect, test } from 'vitest';
import { look, record } from './look-up-tlsa.ts';

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
    expect(selected).toMatchObject({ kind: 'lookup-failed', answer: { name: '_25._tcp.host.example' } });
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
