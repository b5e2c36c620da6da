/** The demo's table, in a pipe and in terminals of several widths. */
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/core/report/outcome-schema.ts';
import type { Verdict } from '../../src/core/report/schema.ts';
import { demoTable } from '../../src/demo/table.ts';
import { outcomeOf } from '../core/report/builders.ts';
import { verdict } from '../http/verdict-fixture.ts';

function row(host: string, finals: readonly Outcome[], findingId?: string): Verdict {
  const senders = finals.map((final, position) => outcomeOf(`sender-${position}`, final, { final }));
  const [finding] = verdict.findings;
  const findings = finding && findingId !== undefined ? [{ ...finding, id: findingId }] : [];
  return { ...verdict, host, senders, findings, statusSenders: senders.map(({ id }) => id) };
}

const longest = 'cert.key-usage-no-digital-signature';
const table = (width: number | undefined, ...rows: Verdict[]) => demoTable(rows, width).split('\n');
const fateOf = (...finals: Outcome[]) => table(undefined, row('a.test', finals))[1]?.split(/ {2,}/)[2];

describe('what becomes of the mail', () => {
  test.each<[string, Outcome[]]>([
    ['encrypted: all', ['delivered-tls', 'delivered-tls-authenticated', 'delivered-tls']],
    ['encrypted: all', ['delivered-tls-authenticated']],
    ['in clear: 1 of 2', ['delivered-tls', 'delivered-cleartext']],
    ['bounces: 2 of 3', ['bounced', 'delivered-cleartext', 'bounced']],
    ['unknown: 1 of 2', ['unknown', 'delivered-tls-authenticated']],
    ['-', []],
  ])('%s', (words, finals) => {
    expect(fateOf(...finals)).toBe(words);
  });
});

describe('width', () => {
  const rows = [
    row('sts-policy-certificate.badmx.test', ['bounced', 'delivered-tls'], longest),
    row('a.badmx.test', []),
  ];

  test('in a pipe nothing is cut', () => {
    expect(table(undefined, ...rows)[1]).toMatch(/^sts-policy-certificate\.badmx\.test .* bounces: 1 of 2 /);
    expect(table(undefined, ...rows)[1]).toContain(longest);
  });

  test('a terminal that is wide enough shows it all', () => {
    expect(table(200, ...rows)).toEqual(table(undefined, ...rows));
  });

  test('at 80 columns the name all share goes before the finding does', () => {
    const [header, first = '', second] = table(80, ...rows);
    expect(header).toMatch(/^HOST \(\.badmx\.test\) {2,}STATUS/);
    expect(first).toMatch(
      /^sts-policy-certificate {2}degraded {2}bounces: 1 of 2 {2}cert\.key-usage-no-digital-/,
    );
    expect(first.length).toBeLessThanOrEqual(80);
    expect(second).toMatch(/^a {2,}/);
  });

  test('a host elsewhere keeps its name', () => {
    expect(table(20, row('mail.example.test', []))[1]).toMatch(/^mail\.example\.test/);
  });
});
