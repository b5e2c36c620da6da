/** The text for a terminal: order, grouping, and no control character of a peer's. */
import { describe, expect, it } from 'vitest';
import { renderText } from '../../../src/core/report/text.ts';
import { visible, wrap } from '../../../src/core/report/text-lines.ts';
import { judge } from '../../../src/core/verdict.ts';
import { anchors, cryptography } from '../judging.ts';
import {
  address,
  healthyObservation,
  host,
  reply,
  sessionUpTo,
  withSession,
} from '../observation-builder.ts';

const plain = { ehlo: reply(250, 'mx'), extensions: ['PIPELINING'] };
const render = (observation: ReturnType<typeof healthyObservation>, width = 80) =>
  renderText(judge(observation, { anchors, cryptography }), { width });

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
  });

  it('show invisible characters', () => {
    expect(visible('a\u0000b\u200bc\u2028d é')).toBe('a\\u0000b\\u200bc\\u2028d é');
  });
});
