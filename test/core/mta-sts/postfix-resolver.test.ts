/** Policies as postfix-mta-sts-resolver takes them, each row as its own code was seen to (test/lab/senders: sts-policy-*). */
import { describe, expect, test } from 'vitest';
import { readAsResolver } from '../../../src/core/mta-sts/postfix-resolver.ts';

const body = 'version: STSv1\r\nmode: enforce\r\nmx: mx.example.test\r\nmax_age: 86400\r\n';
const found = { mode: 'enforce', mx: ['mx.example.test'] };

describe('media type and charset', () => {
  test.each([
    ['text/plain', body, found],
    ['TEXT/PLAIN; Charset="UTF-8"', body, found],
    ['text/plain; charset=utf-8', `${body}note: gr\u00fc\u00dfe`, found],
    ['text/plain', `${body}note: gr\u00fc\u00dfe`, undefined],
    ['text/plain; charset=us-ascii', `${body}note: gr\u00fc\u00dfe`, undefined],
    ['text/plain; charset=utf-8', `\ufeff${body}`, undefined],
    ['text/plain; charset=utf-16', body, undefined],
    ['text/plain; charset=klingon', body, { ...found, unsure: 'the policy is said to be in klingon' }],
    ['', body, undefined],
    [undefined, body, undefined],
    ['text/html', body, undefined],
  ])('%s', (contentType, text, policy) => {
    expect(readAsResolver([], { ...(contentType !== undefined && { contentType }), body: text })).toEqual(
      policy,
    );
  });
});

describe('lines', () => {
  const read = (text: string) => readAsResolver([], { contentType: 'text/plain', body: text });

  test.each([
    ['CR alone', body.replaceAll('\r\n', '\r'), 'enforce'],
    ['LF alone', body.replaceAll('\r\n', '\n'), 'enforce'],
    ['an empty line', `\r\n${body}`, 'enforce'],
    ['the last mode counts', `${body}mode: testing`, 'testing'],
    ['a key that ends in a blank is another', `${body}mode : testing`, 'enforce'],
    ['so is one with a blank before it', `${body} mode: testing`, 'enforce'],
    ['the last version counts', `version: STSv2\r\n${body}`, 'enforce'],
    ['max_age as Python reads it', `${body}max_age: +86_400`, 'enforce'],
    ['mode none needs no mail host', 'version: STSv1\nmode: none\nmax_age: 0', 'none'],
  ])('%s', (_, text, mode) => {
    expect(read(text)?.mode).toBe(mode);
  });

  test.each([
    ['another version comes last', `${body}version: STSv2`],
    ['another mode comes last', `${body}mode: Testing`],
    ['a max_age that is no number comes last', `${body}max_age: day`],
    ['a max_age below zero', `${body}max_age: -1`],
    ['a max_age of more than a year', `${body}max_age: 31557601`],
    ['no max_age', body.replace(/max_age.*/, '')],
    ['no mail host', body.replace(/mx: .*/, '')],
    ['nothing', ''],
  ])('no policy: %s', (_, text) => {
    expect(read(text)).toBeUndefined();
  });

  test('a mail host that begins with a dot is a wildcard; one that can match nothing is left out', () => {
    expect(read(`${body}mx: .example.test\nmx: bad host`)?.mx).toEqual(['mx.example.test', '*.example.test']);
  });
});

describe('what was found of the policy host', () => {
  const reason = { detail: 'x', resultType: 'sts-policy-fetch-error' } as const;
  const file = { contentType: 'text/plain', body };

  test('its own look at the file counts, not the standard\u2019s', () => {
    const strict = { ...reason, code: 'policy-invalid', effect: 'fails' } as const;
    expect(readAsResolver([strict], file)).toEqual(found);
  });

  test('a host that is not who it says has no policy; where that could not be checked, perhaps', () => {
    const failed = { ...reason, code: 'certificate-expired', effect: 'fails' } as const;
    expect(readAsResolver([failed], file)).toBeUndefined();
    const unchecked = { ...reason, code: 'certificate-unchecked', effect: 'unchecked' } as const;
    expect(readAsResolver([unchecked], file)).toEqual({ ...found, unsure: 'x' });
  });
});
