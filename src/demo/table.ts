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

export function demoTable(verdicts: readonly Verdict[], width: number): string {
  const rows = verdicts.map((verdict) => [
    verdict.host,
    verdict.status,
    fates(verdict),
    verdict.findings[0]?.id ?? '-',
  ]);
  const header = ['HOST', 'STATUS', 'MAIL, IN THE END', 'WORST FINDING'];
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .slice(0, Math.max(width, 80)),
    )
    .join('\n');
}

/** The final fates over the senders that the status is computed over, worst first, each with how many senders meet it. */
function fates(verdict: Verdict): string {
  const finals = verdict.senders
    .filter((sender) => verdict.statusSenders.includes(sender.id))
    .map((sender) => sender.final);
  return worstFirst
    .flatMap((outcome) => {
      const count = finals.filter((final) => final === outcome).length;
      if (count === 0) return [];
      return [count === finals.length ? `all ${words[outcome]}` : `${count} ${words[outcome]}`];
    })
    .join(', ');
}
