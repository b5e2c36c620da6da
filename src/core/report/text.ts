/**
 * The verdict for a terminal, read at night: the answer first, then each sender, then what to mend, then what was seen.
 * Plain text without colours, so that it is the same in a pipe. What a peer sent is shown with its control characters made visible.
 */
import type { ReportedFinding } from './finding-schema.ts';
import type { SenderOutcome } from './outcome-schema.ts';
import type { Verdict } from './schema.ts';
import { groupSenders, namesOf, type SenderGroup } from './sender-groups.ts';
import { findingLines } from './text-findings.ts';
import { hostLines } from './text-hosts.ts';
import { duration, outcomeWords, visible, wrap } from './text-lines.ts';

export interface TextOptions {
  /** Columns; lines that can't be broken (fingerprints, records to copy) may be longer. */
  readonly width: number;
}

/** @returns lines ended by LF, the last one included */
export function renderText(verdict: Verdict, { width }: TextOptions): string {
  const columns = Math.max(width, 40);
  const blocks = [
    headLines(verdict, columns),
    senderLines(verdict, columns),
    findingLines(verdict.findings, columns),
    hostLines(verdict, columns),
    footLines(verdict, columns),
  ];
  // Every line, whatever it was made of: none can be forgotten.
  const text = blocks.filter((block) => block.length > 0).map((block) => block.map(visible).join('\n'));
  return `${text.join('\n\n')}\n`;
}

function headLines(
  { host, unicodeHost, port, status, summary, senders }: Verdict,
  columns: number,
): string[] {
  const name = visible(unicodeHost === undefined ? host : `${unicodeHost} (${host})`);
  const title = port === 25 ? name : `${name}, port ${port}`;
  // The sentences below are about the one sender asked for; the status never is.
  const state = senders.length === 1 ? `the host: ${status.toUpperCase()}` : status.toUpperCase();
  const gap = columns - title.length - state.length;
  return [`${title}${' '.repeat(Math.max(gap, 2))}${state}`, '', ...wrap(summary, columns)];
}

/** One row a sender: name, first attempt, end; below it what caused a bad one. Those that the status is about come first. */
function senderLines(verdict: Verdict, columns: number): string[] {
  const { senders } = verdict;
  if (senders.length === 0) return [];
  const name = Math.min(Math.max(...senders.map((sender) => sender.name.length), 6) + 2, columns - 32);
  const row: Row = (...cells) =>
    `  ${cells[0].slice(0, name - 2).padEnd(name)}${cells[1].padEnd(16)}${cells[2]}`.trimEnd();
  const { counted, others } = groupSenders(verdict);
  const rest = groupLines(others, row, verdict, columns);
  return [
    `${'SENDER'.padEnd(name + 2)}${'first'.padEnd(16)}in the end`,
    ...groupLines(counted, row, verdict, columns),
    ...(rest.length > 0 ? ['', 'OTHERS, not counted in the status', ...rest] : []),
  ];
}

type Row = (...cells: readonly [string, string, string]) => string;

function groupLines(
  { predicted, unpredicted }: SenderGroup,
  row: Row,
  { findings }: Verdict,
  columns: number,
): string[] {
  return [
    ...predicted.flatMap((sender) => [
      row(visible(sender.name), outcomeWords[sender.first], outcomeWords[sender.final]),
      ...reasonLines(sender, findings, columns),
    ]),
    ...unpredicted.flatMap(({ senders, reason }) =>
      wrap(`not predicted: ${namesOf(senders)}${reason && ` (${visible(reason)})`}`, columns, '  '),
    ),
  ];
}

function reasonLines(sender: SenderOutcome, findings: readonly ReportedFinding[], columns: number): string[] {
  const causes = [...new Set(sender.because.map(({ finding }) => finding))].filter((id) =>
    findings.some((finding) => finding.id === id),
  );
  const lines = causes.length > 0 ? wrap(`because of ${causes.join(', ')}`, columns, '      ') : [];
  const later = sender.timeline.find(({ afterSeconds }) => afterSeconds > 0);
  if (later && later.outcome !== 'bounced' && later.outcome !== 'deferred') {
    lines.push(
      ...wrap(`from ${duration(later.afterSeconds)} on: ${outcomeWords[later.outcome]}`, columns, '      '),
    );
  }
  if (sender.log && !sender.first.startsWith('delivered-tls'))
    lines.push(...wrap(`log: ${visible(sender.log)}`, columns, '      '));
  if (sender.unknown) lines.push(...wrap(visible(sender.unknown), columns, '      '));
  return lines;
}

function footLines({ observedAt, vantage, statusSenders }: Verdict, columns: number): string[] {
  const seen = `Seen ${observedAt
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC')
    .replace(/Z$/, ' UTC')} from ${vantage.id}`;
  return wrap(visible(`${seen}. Status over: ${statusSenders.join(', ')}.`), columns);
}
