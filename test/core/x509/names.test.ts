import { describe, expect, it } from 'vitest';
import type { CertificateFacts } from '../../../src/core/x509/certificate-facts.ts';
import { matchHostName } from '../../../src/core/x509/names.ts';
import { world } from '../../fixtures/certificates/world.ts';
import { certificateOf } from './fixtures.ts';

const leaf = certificateOf(world.leaf);
const withDns = (...dns: string[]): CertificateFacts => ({
  ...leaf,
  subjectAltNames: { critical: false, dns, ip: [], email: [], uri: [], otherCount: 0, names: [] },
});

describe('matchHostName (C87, RFC 9525)', () => {
  it.each([
    ['mx.example.test', 'mx.example.test', false],
    ['MX.Example.TEST', 'mx.example.test', false],
    ['mx.example.test.', 'mx.example.test', false],
    ['a.mail.example.test', '*.mail.example.test', true],
    ['192.0.2.25', '192.0.2.25', false],
    ['2001:DB8:0::25', '2001:db8::25', false],
    ['[192.0.2.25]', '192.0.2.25', false],
  ])('matches %s by %s', (host, presented, wildcard) => {
    expect(matchHostName(leaf, host)).toEqual({ kind: 'matched', presented, wildcard });
  });

  it.each([
    ['mail.example.test', 'no-match', 'wildcard-apex'],
    ['a.b.mail.example.test', 'no-match', 'wildcard-depth'],
    ['other.test', 'no-match', undefined],
    ['192.0.2.26', 'no-match', undefined],
    ['', 'not-a-host', undefined],
    ['a b', 'not-a-host', undefined],
    ['*.mail.example.test', 'not-a-host', undefined],
    ['0x7f.1', 'not-a-host', undefined],
  ])('does not match %s: %s', (host, code, near) => {
    const match = matchHostName(leaf, host);
    expect(match).toMatchObject({ kind: 'mismatch', code });
    expect(match.kind === 'mismatch' ? match.near?.why : 'matched').toBe(near);
  });

  it.each([
    ['m*.example.test', 'mx.example.test', 'partial-wildcard'],
    ['*x.example.test', 'mx.example.test', 'partial-wildcard'],
    ['mx.*.test', 'mx.example.test', undefined],
    ['*', 'localhost', undefined],
    ['*.test', 'mx.test', undefined],
    ['*.*.test', 'mx.example.test', undefined],
    ['.example.test', 'mx.example.test', undefined],
    ['xn--*-kva.test', 'xn--bcher-kva.test', 'partial-wildcard'],
    ['192.0.2.1', '192.0.2.1', 'ip-as-dns-name'],
  ])('does not let %s stand for %s', (presented, host, near) => {
    const match = matchHostName(withDns(presented), host);
    expect(match).toMatchObject({ kind: 'mismatch', code: 'no-match' });
    expect(match.kind === 'mismatch' ? match.near?.why : 'matched').toBe(near);
  });

  it.each([
    ['*.example.test', 'mx.example.test'],
    ['MX.EXAMPLE.test', 'mx.example.test'],
    ['mx_1.example.test', 'mx_1.example.test'],
    ['xn--bcher-kva.test', 'xn--bcher-kva.test'],
    ['*.xn--bcher-kva.test', 'mx.xn--bcher-kva.test'],
  ])('lets %s stand for %s', (presented, host) => {
    expect(matchHostName(withDns(presented), host)).toMatchObject({ kind: 'matched', presented });
  });

  it('names the near miss that some libraries take before one that none does', () => {
    const match = matchHostName(withDns('*.test', 'm*.example.test'), 'mx.example.test');
    expect(match).toMatchObject({ near: { presented: 'm*.example.test', why: 'partial-wildcard' } });
  });

  it('does not use the common name, yet says that it would have fitted', () => {
    expect(matchHostName(certificateOf(world.cnonly), 'mx.example.test')).toMatchObject({
      kind: 'mismatch',
      code: 'common-name-only',
      presented: ['mx.example.test'],
    });
    expect(matchHostName(certificateOf(world.cnonly), 'other.test')).toMatchObject({ code: 'no-san' });
    expect(matchHostName(withDns(), 'mx.example.test')).toMatchObject({ code: 'no-san' });
  });

  it('shows at most 20 of many names', () => {
    const names = Array.from({ length: 500 }, (_, i) => `h${i}.example.test`);
    const match = matchHostName(withDns(...names), 'mx.example.test');
    expect(match.kind === 'mismatch' ? match.presented : []).toHaveLength(20);
  });
});
