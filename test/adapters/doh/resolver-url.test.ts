import { describe, expect, test } from 'vitest';
import { parseResolverUrl } from '../../../src/adapters/doh/resolver-url.ts';

describe('parseResolverUrl', () => {
  test.each([
    'https://dns.example/dns-query',
    'https://192.0.2.1/dns-query',
    'http://127.0.0.1:8053/dns-query',
    'http://127.53.0.54:8053/dns-query',
    'http://[::1]:8053/dns-query',
    'http://localhost:8053/dns-query',
  ])('accepts %s', (url) => {
    expect(parseResolverUrl(url)).toEqual({ ok: true, value: url });
  });

  test.each([
    'http://dns.example/dns-query',
    'http://192.0.2.1/',
    'http://127.0.0.1.example/',
    'http://localhost.example/',
    'http://[2001:db8::1]/',
    'ftp://127.0.0.1/',
    'https://user:secret@dns.example/',
    'dns.example',
    '',
  ])('refuses %j', (url) => {
    expect(parseResolverUrl(url).ok).toBe(false);
  });
});
