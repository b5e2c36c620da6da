import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toAscii } from '../../src/adapters/to-ascii.ts';
import { parseTarget, type TargetProblem } from '../../src/core/target.ts';

const label63 = 'a'.repeat(63);
const name253 = `${label63}.${label63}.${label63}.${'b'.repeat(61)}`;

describe('parseTarget understands', () => {
  test.each([
    ['a domain', 'example.org', 'example.org', 'domain'],
    ['upper case', 'EXAMPLE.Org', 'example.org', 'domain'],
    ['a trailing dot', 'example.org.', 'example.org', 'domain'],
    ['white space around it', '  example.org\n', 'example.org', 'domain'],
    ['an e-mail address', 'postmaster@Example.org', 'example.org', 'domain'],
    ['an e-mail address with a quoted @', '"a@b"@example.org', 'example.org', 'domain'],
    ['a mail host in brackets', '[MX.example.net.]', 'mx.example.net', 'mail-host'],
    ['an underscore', '_mx.example.org', '_mx.example.org', 'domain'],
    ['a single label', 'museum', 'museum', 'domain'],
    ['labels that are numbers, but not the last', '1.2.3.example', '1.2.3.example', 'domain'],
    ['63 octets in a label', `${label63}.org`, `${label63}.org`, 'domain'],
    ['253 octets in all', name253, name253, 'domain'],
    ['an IPv4 address as part of a name', '192.0.2.1.example.org', '192.0.2.1.example.org', 'domain'],
  ])('%s: %j', (_, text, host, form) => {
    expect(parseTarget(text, { toAscii })).toEqual({ ok: true, value: { input: text.trim(), host, form } });
  });

  test.each([
    ['U-labels', 'Bücher.example', 'xn--bcher-kva.example', 'bücher.example'],
    [
      'A-labels, shown with their U-label',
      'XN--BCHER-KVA.example',
      'xn--bcher-kva.example',
      'bücher.example',
    ],
    ['an ideographic full stop', '例え。テスト', 'xn--r8jz45g.xn--zckzah', '例え.テスト'],
    ['an IDN in an e-mail address', 'info@straße.example', 'xn--strae-oqa.example', 'straße.example'],
  ])('%s: %s', (_, input, host, unicodeHost) => {
    expect(parseTarget(input, { toAscii })).toEqual({
      ok: true,
      value: { input, host, unicodeHost, form: 'domain' },
    });
  });

  test('A-labels that no mapping writes, without a U-label that would show something else', () => {
    // Punycode of a capital letter: UTS 46 would have written xn--tda.
    const target = parseTarget('xn--wca.example', { toAscii });
    expect(target).toEqual({
      ok: true,
      value: { input: 'xn--wca.example', host: 'xn--wca.example', form: 'domain' },
    });
  });

  test('full-width letters as the ASCII they map to, with no other spelling to show', () => {
    const target = parseTarget('ｅｘａｍｐｌｅ.org', { toAscii });
    expect(target).toEqual({
      ok: true,
      value: { input: 'ｅｘａｍｐｌｅ.org', host: 'example.org', form: 'domain' },
    });
  });
});

describe('parseTarget refuses', () => {
  test.each<[string, string | undefined, TargetProblem['kind']]>([
    ['nothing given', undefined, 'missing'],
    ['an empty text', '', 'empty'],
    ['white space', ' \t ', 'empty'],
    ['empty brackets', '[]', 'empty'],
    ['an e-mail address without domain', 'postmaster@', 'empty'],
    ['the root', '.', 'empty'],
    ['64 octets in a label', `a${label63}.org`, 'too-long'],
    ['254 octets in all', `${name253}b`, 'too-long'],
    ['1,025 characters', 'a'.repeat(1025), 'too-long'],
    ['a megabyte', 'a.'.repeat(500_000), 'too-long'],
    ['IPv4', '192.0.2.1', 'ip-literal'],
    ['IPv4 with a trailing dot', '192.0.2.1.', 'ip-literal'],
    ['IPv4 in brackets', '[192.0.2.1]', 'ip-literal'],
    ['IPv4 as one number', '2130706433', 'ip-literal'],
    ['IPv4 in hexadecimal', '0x7f000001', 'ip-literal'],
    ['IPv4 in mixed notation', '0x7f.1', 'ip-literal'],
    ['IPv4 in octal', '0177.0.0.01', 'ip-literal'],
    ['IPv4 in short', '127.1', 'ip-literal'],
    ['IPv4 in full-width digits', '１２７.０.０.１', 'ip-literal'],
    ['a number as top-level domain', 'example.123', 'ip-literal'],
    ['IPv6', '2001:db8::1', 'ip-literal'],
    ['IPv6 in brackets', '[2001:db8::1]', 'ip-literal'],
    ['IPv6 as SMTP writes it', '[IPv6:2001:db8::1]', 'ip-literal'],
    ['IPv6 with a zone', 'fe80::1%eth0', 'ip-literal'],
    ['IPv6 with IPv4 in it', '::ffff:192.0.2.1', 'ip-literal'],
    ['an e-mail address with an IPv4 literal', 'a@[192.0.2.1]', 'ip-literal'],
    ['an e-mail address with an IPv6 literal', 'a@[IPv6:2001:db8::1]', 'ip-literal'],
    ['a prefix', '192.0.2.0/24', 'ip-literal'],
    ['a URL', 'https://example.org/', 'not-a-host'],
    ['a port', 'example.org:25', 'not-a-host'],
    ['a space', 'exa mple.org', 'not-a-host'],
    ['a query smuggled in', 'a.test&type=TXT', 'not-a-host'],
    ['a line break', 'example.org\r\nHELO', 'not-a-host'],
    ['a NUL', 'example\u0000.org', 'not-a-host'],
    ['two dots', 'example..org', 'not-a-host'],
    ['a dot in front', '.example.org', 'not-a-host'],
    ['a hyphen in front', '-example.org', 'not-a-host'],
    ['a hyphen at a label’s end', 'example-.org', 'not-a-host'],
    ['nothing before the @', '@example.org', 'not-a-host'],
    ['an e-mail address in brackets', '[a@example.org]', 'not-a-host'],
    ['a bracket left open', '[mx.example.org', 'not-a-host'],
    ['percent encoding', '%65xample.org', 'not-a-host'],
    ['a full-width solidus', 'example.org／x', 'not-a-host'],
    ['a lone surrogate', 'ex\ud800ample.org', 'not-a-host'],
    ['Punycode that decodes to nothing valid', 'xn--0.ü', 'not-a-host'],
  ])('%s', (_, text, kind) => {
    expect(parseTarget(text, { toAscii })).toMatchObject({ ok: false, error: { kind } });
  });

  test('and quotes no more than 80 characters of it', () => {
    const refused = parseTarget(`${'a'.repeat(200)}!`, { toAscii });
    expect(refused.ok ? 0 : refused.error.detail.length).toBeLessThan(180);
  });
});

test('whatever is given, a target is a name the DNS can hold, and reading it again gives the same', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.domain(),
    fc.ipV4(),
    fc.ipV6(),
    fc.constantFrom('.', '@', '[', ']'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 5 }), (pieces) => {
      const target = parseTarget(pieces.join(''), { toAscii });
      if (!target.ok) return;
      expect(target.value.host).toMatch(/^(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/);
      const again = parseTarget(target.value.host, { toAscii });
      expect(again).toMatchObject({ ok: true, value: { host: target.value.host } });
    }),
    { numRuns: 2_000 },
  );
});
