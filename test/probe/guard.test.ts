import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guardAddress, judgeAddress } from '../../src/probe/guard.ts';

/** First, last and an inner address of each refused block. */
const special = [
  ...['0.0.0.0', '0.255.255.255', '10.0.0.0', '10.255.255.255', '100.64.0.0', '100.127.255.255'],
  ...['127.0.0.1', '127.255.255.255', '169.254.0.0', '169.254.169.254', '169.254.255.255'],
  ...['172.16.0.0', '172.31.255.255', '192.0.0.0', '192.0.0.9', '192.0.0.10', '192.0.0.170', '192.0.0.255'],
  ...[
    '192.0.2.0',
    '192.0.2.255',
    '192.88.99.1',
    '192.168.0.0',
    '192.168.255.255',
    '198.18.0.0',
    '198.19.255.255',
  ],
  ...['198.51.100.0', '198.51.100.255', '203.0.113.0', '203.0.113.255', '224.0.0.1', '239.255.255.255'],
  ...['240.0.0.0', '255.255.255.254', '255.255.255.255'],
  ...['::', '::1', '::2', '::7f00:1', '::127.0.0.1', '::8.8.8.8', '::ffff:127.0.0.1', '::ffff:8.8.8.8'],
  ...['::ffff:7f00:1', '0:0:0:0:0:ffff:0a00:1', '::ffff:0:8.8.8.8', '64:ff9b::8.8.8.8', '64:ff9b::7f00:1'],
  ...[
    '64:ff9b:1::1',
    '64:ff9b:1:ffff:ffff:ffff:ffff:ffff',
    '64:ff9b:2::1',
    '100::',
    '100::1',
    '100:0:0:1::1',
  ],
  ...['2001::', '2001:0:4136:e378:8000:63bf:3fff:fdd2', '2001:1::1', '2001:1::3', '2001:2::1', '2001:10::1'],
  ...['2001:20::1', '2001:30::1', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db8::', '2001:db8:ffff::1'],
  ...['2002::1', '2002:7f00:1::', '2002:808:808::1', '3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ...[
    '4000::1',
    '5f00::1',
    '8000::1',
    'fc00::',
    'fd00::1',
    'fe00::1',
    'fe80::1',
    'febf::1',
    'fec0::1',
    'feff::1',
  ],
  ...['ff00::', 'ff02::1', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
];

/** The neighbours of the blocks, and what the registries call globally reachable. */
const global = [
  ...['1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255'],
  ...['128.0.0.0', '169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0', '191.255.255.255'],
  ...[
    '192.0.1.0',
    '192.0.3.0',
    '192.31.196.1',
    '192.52.193.1',
    '192.175.48.1',
    '192.167.255.255',
    '192.169.0.0',
  ],
  ...['198.17.255.255', '198.20.0.0', '198.51.99.255', '198.51.101.0', '203.0.112.255', '203.0.114.0'],
  ...['223.255.255.255', '2000::1', '2001:3::1', '2001:4:112::1', '2001:200::1', '2001:4860:4860::8888'],
  ...['2001:db7:ffff::1', '2001:db9::1', '2003::1', '2606:4700::1111', '2620:4f:8000::1', '2a00:1450::1'],
  ...['3ffe::1', '3fff:1000::1', '2A00:1450::1'],
];

/** Other programs take many of these for addresses. */
const unreadable = [
  ...['', ' ', 'localhost', 'example.org', '127.1', '127.0.1', '2130706433', '0x7f000001', '017700000001'],
  ...[
    '0x7f.0.0.1',
    '0177.0.0.1',
    '127.0.0.01',
    '08.8.8.8',
    '8.8.8',
    '8.8.8.8.',
    '8.8.8.8.8',
    '8.8.8.256',
    '-1.8.8.8',
  ],
  ...[
    ' 8.8.8.8',
    '8.8.8.8 ',
    '8.8.8.8\n',
    '8.8.8.8:25',
    '8.8.8.8/32',
    '8.8.8.8%eth0',
    '[2606:4700::1111]',
    '１.1.1.1',
  ],
  ...[
    'fe80::1%eth0',
    '2606:4700::1111%1',
    '2606:4700::1111/64',
    '2606:4700:::1111',
    '2606:4700',
    ':',
    ':::',
    '1::2::3',
  ],
  ...[
    '2606:4700::11111',
    '2606:4700::g',
    '::ffff:8.8.8',
    '::ffff:0x7f.0.0.1',
    '::ffff:127.0.0.01',
    '1:2:3:4:5:6:7:8:9',
  ],
  ...['0'.repeat(100), `${'0:'.repeat(50)}1`],
];

describe('judgeAddress', () => {
  test.each(special)('refuses %s', (ip) => {
    expect(judgeAddress(ip)).toHaveProperty('special');
  });

  test.each(global)('lets %s pass', (ip) => {
    expect(judgeAddress(ip)).toBe('global');
  });

  test.each(unreadable)('refuses what it cannot read: %j', (text) => {
    expect(judgeAddress(text)).toEqual({ special: 'not an IP address in canonical notation' });
  });

  test('names the block and its source', () => {
    expect(judgeAddress('10.1.2.3')).toEqual({ special: '10.0.0.0/8: private use (RFC 1918)' });
    expect(judgeAddress('::1')).toEqual({ special: '::1/128: loopback (RFC 4291)' });
  });

  test('refuses every IPv4 address inside a mapped, NAT64, 6to4 or Teredo address', () => {
    const hex = (ip: string) =>
      ip
        .split('.')
        .map((part) => Number(part).toString(16).padStart(2, '0'))
        .join('')
        .replace(/(....)(....)/, '$1:$2');
    fc.assert(
      fc.property(fc.ipV4(), (ip) => {
        for (const text of [
          `::ffff:${ip}`,
          `::${ip}`,
          `64:ff9b::${ip}`,
          `64:ff9b:1::${ip}`,
          `::ffff:${hex(ip)}`,
        ]) {
          expect(judgeAddress(text)).not.toBe('global');
        }
        expect(judgeAddress(`2002:${hex(ip)}::1`)).not.toBe('global');
        expect(judgeAddress(`2001:0:${hex(ip)}::1`)).not.toBe('global');
      }),
    );
  });

  test('never throws, and calls global only what is an address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV4Extended(), fc.ipV6()), (text) => {
        if (judgeAddress(text) === 'global')
          expect(text).toMatch(/^(\d+(\.\d+){3}|[23][0-9a-f]{0,3}:[0-9a-f:.]+)$/i);
      }),
    );
  });
});

describe('guardAddress', () => {
  test('gives the dialler the one canonical text', () => {
    expect(guardAddress('2A00:1450:0:0:0:0:0:1', { allowSpecial: false })).toEqual({
      ok: true,
      value: '2a00:1450::1',
    });
  });

  test('refuses a special address by default, and says why', () => {
    expect(guardAddress('127.0.0.1', { allowSpecial: false })).toEqual({
      ok: false,
      error: {
        kind: 'special-address',
        detail: '127.0.0.1 is not dialled: 127.0.0.0/8: loopback (RFC 1122)',
      },
    });
  });

  test('lets a special address pass in a lab, but nothing that is no address', () => {
    expect(guardAddress('127.25.1.1', { allowSpecial: true })).toEqual({ ok: true, value: '127.25.1.1' });
    expect(guardAddress('::1', { allowSpecial: true })).toEqual({ ok: true, value: '::1' });
    for (const text of unreadable) expect(guardAddress(text, { allowSpecial: true }).ok, text).toBe(false);
  });
});
