/**
 * The demo's table: host first, status, what becomes of the mail, the worst finding.
 */
import type { Outcome, Verdict } from '../core/report/schema.ts';

const words: Record<Outcome, string> = {
  'delivered-tls-authenticated': 'authenticated',
  'delivered-tls': 'encrypted',
  'delivered-cleartext': 'in clear',
  deferred: 'waits',
  bounced: 'bounces',
  'error-to-caller': 'error',
  unknown: 'unknown',
};

/** Worst first: what a postmaster wants to know at a glance. */
const worstFirst: readonly Outcome[] = [
  'bounced',
  'error-to-caller',
  'deferred',
  'delivered-cleartext',
  'unknown',
  'delivered-tls',
  'delivered-tls-authenticated',
];

/** @param width  of the terminal; undefined in a pipe, where nothing is cut */
export function demoTable(verdicts: readonly Verdict[], width: number | undefined): string {
  const rows = verdicts.map((verdict) => [
    verdict.host,
    verdict.status,
    worstFate(verdict),
    verdict.findings[0]?.id ?? '-',
  ]);
  const header = ['HOST', 'STATUS', 'MAIL, AT WORST', 'WORST FINDING'];
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [header, ...rows].map((row) => cut(line(row, widths), width)).join('\n');
}

const line = (row: readonly string[], widths: readonly number[]): string =>
  row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ');

const cut = (text: string, width: number | undefined): string =>
  width === undefined || text.length <= width ? text : `${text.slice(0, width - 1)}…`;

/** The worst final fate among the senders that the status is computed over, and how many meet it. */
function worstFate(verdict: Verdict): string {
  const finals = verdict.senders
    .filter((sender) => verdict.statusSenders.includes(sender.id))
    .map((sender) => sender.final);
  const worst = worstFirst.find((outcome) => finals.includes(outcome));
  if (worst === undefined) return '-';
  const count = finals.filter((final) => final === worst).length;
  return `${words[worst]}: ${count === finals.length ? 'all' : `${count} of ${finals.length}`}`;
}
