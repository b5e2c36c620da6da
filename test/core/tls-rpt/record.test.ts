import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTlsRptRecord, readTlsRptRecord } from '../../../src/core/tls-rpt/record.ts';
import { tlsRptResultTypes } from '../../../src/core/tls-rpt/result-types.ts';
import { txtAnswer } from '../mta-sts/txt-answer.ts';

const name = '_smtp._tls.example.com';
const good = 'v=TLSRPTv1; rua=mailto:tls@example.com';
const codesOf = (result: ReturnType<typeof parseTlsRptRecord>) => {
  if (result.kind === 'unknown') return [];
  const problems = result.kind === 'record' ? result.record.problems : result.problems;
  return problems.map(({ code, effect }) => `${code} ${effect}`);
};

describe('readTlsRptRecord', () => {
  it('C68: exactly one record counts, others are discarded', () => {
    expect(readTlsRptRecord(txtAnswer(name, ['v=spf1 -all'], [good]))).toMatchObject({
      kind: 'record',
      record: { rua: ['mailto:tls@example.com'] },
    });
    expect(readTlsRptRecord(txtAnswer(name, [good], [good])).kind).toBe('several');
    expect(readTlsRptRecord(txtAnswer(name))).toEqual({ kind: 'none', problems: [] });
    expect(readTlsRptRecord({ ...txtAnswer(name), outcome: 'servfail' }).kind).toBe('unknown');
  });

  it('C68: strings are joined without a space', () => {
    const answer = txtAnswer(name, ['v=TLSRPTv1; rua=mailto:tls@exam', 'ple.com']);
    expect(readTlsRptRecord(answer)).toMatchObject({ record: { rua: ['mailto:tls@example.com'] } });
  });
});

describe('parseTlsRptRecord', () => {
  it.each([
    [good, ['mailto:tls@example.com']],
    ['v=TLSRPTv1;rua=https://report.example.com/v1;', ['https://report.example.com/v1']],
    [
      'v=TLSRPTv1; rua=mailto:a@example.com, https://r.example/x',
      ['mailto:a@example.com', 'https://r.example/x'],
    ],
    ['v=TLSRPTv1; ext=1; rua=MAILTO:a@b.example', ['MAILTO:a@b.example']],
    ['v=TLSRPTv1; rua=https://[2001:db8::1]:8443/x', ['https://[2001:db8::1]:8443/x']],
    ['v=TLSRPTv1; rua=mailto:a%2Cb@example.com?subject=x', ['mailto:a%2Cb@example.com?subject=x']],
  ])('C68: reads %j', (text, rua) => {
    expect(parseTlsRptRecord(text)).toEqual({ kind: 'record', record: { text, rua, problems: [] } });
  });

  it.each([
    ['v=TLSRPTv1;', ['rua-missing invalid']],
    ['v=TLSRPTv1; ruf=mailto:a@example.com', ['rua-missing invalid']],
    ['v=TLSRPTv1; rua=', ['rua-empty ignored', 'rua-none-usable invalid']],
    ['v=TLSRPTv1; rua=tls@example.com', ['rua-scheme ignored', 'rua-none-usable invalid']],
    ['v=TLSRPTv1; rua=http://example.com/', ['rua-scheme ignored', 'rua-none-usable invalid']],
    ['v=TLSRPTv1; rua=mailto:example.com', ['rua-malformed ignored', 'rua-none-usable invalid']],
    ['v=TLSRPTv1; rua=mailto:a@', ['rua-malformed ignored', 'rua-none-usable invalid']],
    ['v=TLSRPTv1; rua=https:///path', ['rua-malformed ignored', 'rua-none-usable invalid']],
    ['v=TLSRPTv1; rua=mailto:a@example.com!10m', ['rua-malformed ignored', 'rua-none-usable invalid']],
  ])('C68: refuses %j', (text, codes) => {
    const result = parseTlsRptRecord(text);
    expect([result.kind, codesOf(result)]).toEqual(['invalid', codes]);
  });

  it.each([
    [`${good},ftp://x.example`, ['rua-scheme ignored']],
    [`${good},`, ['rua-empty ignored']],
    [`${good}; rua=mailto:b@example.com`, ['rua-repeated ignored']],
    [`${good};;`, ['field-empty some-refuse']],
    [`${good}; junk`, ['field-malformed some-refuse']],
  ])('C68: puts up with %j', (text, codes) => {
    const result = parseTlsRptRecord(text);
    expect(result).toMatchObject({ kind: 'record', record: { rua: ['mailto:tls@example.com'] } });
    expect(codesOf(result)).toEqual(codes);
  });

  it('points at the address that is wrong', () => {
    const text = 'v=TLSRPTv1; rua=mailto:a@b.example,x';
    expect(parseTlsRptRecord(text)).toMatchObject({ record: { problems: [{ offset: text.length - 1 }] } });
  });

  it.each(['v=TLSRPTv1', 'v=tlsrptv1; rua=mailto:a@b.example', ' v=TLSRPTv1; x', 'v=TLSRPTv1 ; x=1'])(
    'C68: discards %j and says that it was nearly one',
    (text) => {
      expect(parseTlsRptRecord(text)).toMatchObject({
        kind: 'none',
        problems: [{ code: 'version-garbled' }],
      });
    },
  );

  it('a record of 64 KiB of spaces is none, and read at once', () => {
    for (const text of [' '.repeat(65_000), `${' '.repeat(32_000)}"${' '.repeat(32_000)}`]) {
      expect(parseTlsRptRecord(text)).toEqual({ kind: 'none', problems: [] });
    }
  });

  it('hostile zone data: any text is judged, none throws', () => {
    const word = fc.constantFrom(
      ';',
      '=',
      ',',
      ' ',
      'rua',
      'mailto:',
      'https://',
      '@',
      'a',
      '.',
      '!',
      'ä',
      '[',
      ']',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const text = `v=TLSRPTv1;${words.join('')}`;
        const result = parseTlsRptRecord(text);
        expect(['record', 'invalid']).toContain(result.kind);
        if (result.kind === 'record') expect(result.record.rua.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('tlsRptResultTypes', () => {
  it('C70: is the IANA list', () => {
    expect([...tlsRptResultTypes].toSorted()).toEqual([
      'certificate-expired',
      'certificate-host-mismatch',
      'certificate-not-trusted',
      'dane-required',
      'dnssec-invalid',
      'starttls-not-supported',
      'sts-policy-fetch-error',
      'sts-policy-invalid',
      'sts-webpki-invalid',
      'tlsa-invalid',
      'validation-failure',
    ]);
  });
});
