/** The text for a terminal: order, grouping, and no control character of a peer's. */
import { describe, expect, it } from 'vitest';
import { renderText } from '../../../src/core/report/text.ts';
import { evidenceTexts } from '../../../src/core/report/text-findings.ts';
import { visible, wrap } from '../../../src/core/report/text-lines.ts';
import { judge } from '../../../src/core/verdict.ts';
import { anchors, cryptography, spkiOf } from '../judging.ts';
import {
  address,
  healthyObservation,
  host,
  reply,
  sessionUpTo,
  tlsaRecords,
  withSession,
} from '../observation-builder.ts';

const plain = { ehlo: reply(250, 'mx'), extensions: ['PIPELINING'] };
const render = (
  observation: ReturnType<typeof healthyObservation>,
  width = 80,
  senders?: readonly string[],
): string =>
  renderText(judge(observation, { anchors, cryptography, ...(senders && { senders }) }), { width });

describe('renderText', () => {
  it('gives the answer first: host, status, summary', () => {
    const [head = '', blank, sentence] = render(healthyObservation()).split('\n');
    expect(head).toMatch(/^example\.test +OK$/);
    expect(head).toHaveLength(80);
    expect(blank).toBe('');
    expect(sentence).toMatch(/^Mail to example\.test arrives over TLS/);
  });

  it('puts senders before findings before hosts', () => {
    const text = render(withSession(sessionUpTo('ehlo', plain)));
    const at = ['SENDER', 'WARNING: ', 'MX  10 mx.example.test', 'Seen 2026-06-01'].map((mark) =>
      text.indexOf(mark),
    );
    expect(at).not.toContain(-1);
    expect(at).toEqual([...at].sort((a, b) => a - b));
  });

  it('sets the senders that the status is about apart from the others', () => {
    const text = render(healthyObservation());
    const at = ['Postfix 3.7, DANE', 'Microsoft 365', '\n\nOTHERS', 'Postfix 3.10, DANE'].map((mark) =>
      text.indexOf(mark),
    );
    expect(at).not.toContain(-1);
    expect(at).toEqual([...at].sort((a, b) => a - b));
  });

  it('puts those of which nothing is known, for one reason, into one line', () => {
    expect(render(healthyObservation())).toContain(
      '\n  not predicted: Yahoo, iCloud, Proton Mail and Fastmail (no primary source)\n',
    );
  });

  it('is about the one sender asked for, and says that the status is not', () => {
    const text = render(withSession(sessionUpTo('ehlo', plain)), 80, ['go']);
    expect(text).toMatch(
      /^example\.test +the host: DEGRADED\n\nAsked to send to example\.test, Go net\/smtp /,
    );
    expect(text).not.toContain('OTHERS');
  });

  it('leaves out of the evidence what is not there', () => {
    const evidence = { rcode: null, state: 'bogus', keyUsage: null, list: [{ a: null, b: 1 }] };
    expect(evidenceTexts(evidence)).toEqual([
      ['state', 'bogus'],
      ['list', 'b 1'],
    ]);
  });

  it('shows a TLSA record once, matched or not', () => {
    const matched = `3 1 1 ${spkiOf('good')}`;
    const wrong = `3 1 1 ${'ab'.repeat(32)}`;
    const signed = (...records: string[]) =>
      render(
        healthyObservation({
          routing: { kind: 'mx', dnssec: 'secure' },
          hosts: [host({ addressDnssec: 'secure', tlsa: tlsaRecords(...records) })],
        }),
        400,
      );
    expect(signed(matched)).toContain(`      DANE matched: ${matched} at depth 0\n`);
    expect(signed(matched, wrong)).toContain(`at depth 0 (beside TLSA ${wrong})\n`);
    expect(signed(wrong)).toMatch(new RegExp(`      DANE failed: .* \\(TLSA ${wrong}\\)\n`));
  });

  it('explains a finding once, and names every place', () => {
    const addresses = ['192.0.2.1', '192.0.2.2'].map((ip) =>
      address({ ip, sessions: [sessionUpTo('ehlo', plain)] }),
    );
    const text = render(healthyObservation({ hosts: [host({ addresses })] }));
    expect(text.split('[smtp.starttls-not-offered]')).toHaveLength(2);
    expect(text).toContain('mx.example.test [192.0.2.1], mx.example.test [192.0.2.2]');
  });

  it('shows what a peer sent without letting it move the cursor', () => {
    const greeting = { reply: { code: 554, lines: ['\u001b[2J\u202egone\r\nSENDER'] } };
    const text = render(withSession(sessionUpTo('greeting', { greeting })));
    expect(text).toContain('\\u001b[2J\\u202egone\\u000d\\u000aSENDER');
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it.each([40, 60, 100, 10])('keeps to %i columns, 40 at least', (width) => {
    for (const line of render(withSession(sessionUpTo('ehlo', plain)), width).split('\n')) {
      if (line.trim().split(/ +/).length > 2)
        expect(line.length, line).toBeLessThanOrEqual(Math.max(width, 40));
    }
  });
});

describe('lines', () => {
  it('break at spaces, and leave long words whole', () => {
    expect(wrap('aa bb cc', 5)).toEqual(['aa bb', 'cc']);
    expect(wrap('aa bb cc', 7, '  ')).toEqual(['  aa bb', '  cc']);
    expect(wrap('short loooooooong x', 6)).toEqual(['short', 'loooooooong', 'x']);
    expect(wrap('', 5)).toEqual([]);
    expect(wrap('  a   b ', 5)).toEqual(['a b']);
  });

  it.each([
    '_mta-sts.a.test. IN TXT "v=STSv1; id=1"',
    '_25._tcp.a.test. IN TLSA 3 1 1 ab',
    'a.test. IN MX 10 b.test.',
  ])('keeps a record to copy in one line: %s', (record) => {
    expect(wrap(`publish ${record} beside`, 20)).toEqual(['publish', record, 'beside']);
  });

  it('show invisible characters', () => {
    expect(visible('a\u0000b\u200bc\u2028d é')).toBe('a\\u0000b\\u200bc\\u2028d é');
  });
});
