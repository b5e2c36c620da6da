/**
 * The demo's table: host first, status, what becomes of the mail, the worst finding.
 */
import type { Outcome } from '../core/report/outcome-schema.ts';
import type { Verdict } from '../core/report/schema.ts';

/** Authenticated mail is encrypted too, and counted as such. */
const words = {
  'delivered-tls-authenticated': 'encrypted',
  'delivered-tls': 'encrypted',
  'delivered-cleartext': 'in clear',
  deferred: 'waits',
  bounced: 'bounces',
  'error-to-caller': 'error',
  unknown: 'unknown',
} as const satisfies Record<Outcome, string>;

/** Worst first: what a postmaster wants to know at a glance. */
const worstFirst = ['bounces', 'error', 'waits', 'in clear', 'unknown', 'encrypted'] as const;

/** What every host of badmx ends in. */
const suffix = '.badmx.test';

/** @param width  of the terminal; undefined in a pipe, where nothing is cut */
export function demoTable(verdicts: readonly Verdict[], width: number | undefined): string {
  const whole = lines(verdicts, 'HOST', (host) => host);
  if (width === undefined || whole.every(({ length }) => length <= width)) return whole.join('\n');
  // What all have in common goes first, so that the findings stay readable.
  const nameOf = (host: string) => (host.endsWith(suffix) ? host.slice(0, -suffix.length) : host);
  const short = lines(verdicts, `HOST (${suffix})`, nameOf);
  return short.map((line) => cut(line, width)).join('\n');
}

function lines(verdicts: readonly Verdict[], title: string, nameOf: (host: string) => string): string[] {
  const rows = verdicts.map((verdict) => [
    nameOf(verdict.host),
    verdict.status,
    worstFate(verdict),
    verdict.findings[0]?.id ?? '-',
  ]);
  const header = [title, 'STATUS', 'MAIL, AT WORST', 'WORST FINDING'];
  const widths = header.map((word, column) =>
    Math.max(word.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [header, ...rows].map((row) => join(row, widths));
}

const join = (row: readonly string[], widths: readonly number[]): string =>
  row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ');

const cut = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, width - 1)}…`;

/** The worst final fate among the senders that the status is computed over, and how many meet it. */
function worstFate(verdict: Verdict): string {
  const fates = verdict.senders
    .filter((sender) => verdict.statusSenders.includes(sender.id))
    .map((sender) => words[sender.final]);
  const worst = worstFirst.find((fate) => fates.includes(fate));
  if (worst === undefined) return '-';
  const count = fates.filter((fate) => fate === worst).length;
  return `${worst}: ${count === fates.length ? 'all' : `${count} of ${fates.length}`}`;
}
