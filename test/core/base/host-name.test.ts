import { describe, expect, test } from 'vitest';
import {
  type HostNameProblem,
  isAskableName,
  normaliseName,
  parseHostName,
} from '../../../src/core/base/host-name.ts';
import { parseIpAddress } from '../../../src/core/base/ip-address.ts';

describe('parseHostName', () => {
  test.each([
    ['MX.Example.org.', 'mx.example.org'],
    ['_25._tcp.mx.example.org', '_25._tcp.mx.example.org'],
    ['a_b.example', 'a_b.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['a--b.example', 'a--b.example'],
  ])('reads %s', (text, name) => {
    expect(parseHostName(text)).toEqual({ ok: true, value: name });
  });

  test('maps U-labels by the function given, and checks what it gives', () => {
    expect(parseHostName('ü.example', { toAscii: () => 'XN--TDA.example' })).toEqual({
      ok: true,
      value: 'xn--tda.example',
    });
    const bad: [string | undefined, HostNameProblem][] = [
      [undefined, 'bad-idn'],
      ['', 'bad-idn'],
      ['ü.example', 'bad-idn'],
      ['a b.example', 'bad-character'],
      [`${'a'.repeat(64)}.example`, 'label-too-long'],
    ];
    for (const [mapped, error] of bad) {
      expect(parseHostName('ü.example', { toAscii: () => mapped })).toEqual({ ok: false, error });
    }
  });

  test.each<[string, HostNameProblem]>([
    ['', 'empty'],
    ['.', 'empty'],
    ['..', 'empty-label'],
    ['a..b', 'empty-label'],
    ['.a', 'empty-label'],
    ['a.b..', 'empty-label'],
    [`${'a'.repeat(64)}.b`, 'label-too-long'],
    ['a.'.repeat(127), 'name-too-long'],
    ['a'.repeat(2_000), 'name-too-long'],
    ['a b', 'bad-character'],
    ['a/b', 'bad-character'],
    ['a:25', 'bad-character'],
    ['a\\.b', 'bad-character'],
    ['*.example', 'bad-character'],
    ['-a.example', 'bad-hyphen'],
    ['a-.example', 'bad-hyphen'],
    ['ü.example', 'bad-idn'],
  ])('refuses %j as %s', (text, error) => {
    const read = parseHostName(text === 'a.'.repeat(127) ? `${text}a` : text);
    expect(read).toEqual({ ok: false, error });
  });
});

test('normaliseName folds ASCII only (RFC 4343) and drops one trailing dot, not the root', () => {
  expect(normaliseName('MX.Test.')).toBe('mx.test');
  expect(normaliseName('.')).toBe('.');
  expect(normaliseName('\u212aelvin')).toBe('\u212aelvin');
});

test('isAskableName takes what the DNS has, hyphens anywhere, and no escapes', () => {
  for (const name of ['a', '-a.b-', '_25._tcp.mx.test', 'a'.repeat(63)])
    expect(isAskableName(name), name).toBe(true);
  const bad = ['', '.', 'a.', 'A', 'a\\032b', 'a b', '*.a', 'ü', 'a'.repeat(64), `${'a.'.repeat(127)}b`];
  for (const name of bad) expect(isAskableName(name), name).toBe(false);
});

describe('parseIpAddress', () => {
  test.each([
    ['192.0.2.1', 4, '192.0.2.1'],
    ['0.0.0.0', 4, '0.0.0.0'],
    ['2001:DB8:0:0:1:0:0:1', 6, '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:0:0:0:1', 6, '2001:db8:0:1::1'],
    ['::', 6, '::'],
    ['::FFFF:192.0.2.1', 6, '::ffff:c000:201'],
  ])('reads %s', (text, family, canonical) => {
    expect(parseIpAddress(text)).toMatchObject({ family, text: canonical });
  });

  test('gives the bytes in network order', () => {
    expect(parseIpAddress('192.0.2.1')?.bytes).toEqual(Uint8Array.of(192, 0, 2, 1));
    expect([...(parseIpAddress('2001:db8::1')?.bytes ?? [])]).toEqual([
      0x20,
      1,
      0xd,
      0xb8,
      ...Array(11).fill(0),
      1,
    ]);
  });
});
