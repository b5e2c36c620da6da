/**
 * Adding up cells. `docs/senders.md` prints the result (test/fixtures/senders/lab-score.json).
 */
import type { Cell } from './cell.ts';

export interface Tally {
  right: number;
  wrong: number;
  /** The project says that it does not know, and why. */
  unknown: number;
  /** No outcome was recorded. */
  untested: number;
  /** The sender's own word for the certificate, where a delivery has one. */
  readonly words: { right: number; wrong: number };
  /** The log line of what is no delivery over TLS. */
  readonly lines: { right: number; wrong: number; none: number };
}

export interface Score {
  /** The oldest recording. */
  readonly recordedOn: string;
  readonly scenarios: number;
  readonly senders: Readonly<Record<string, Tally>>;
  readonly all: Tally;
}

export const emptyTally = (): Tally => ({
  right: 0,
  wrong: 0,
  unknown: 0,
  untested: 0,
  words: { right: 0, wrong: 0 },
  lines: { right: 0, wrong: 0, none: 0 },
});

export function countCell(tally: Tally, { outcome, word, line }: Cell): void {
  tally[outcome]++;
  if (word) tally.words[word]++;
  if (line) tally.lines[line]++;
}

export function addTally(total: Tally, part: Tally): void {
  for (const key of ['right', 'wrong', 'unknown', 'untested'] as const) total[key] += part[key];
  for (const key of ['right', 'wrong'] as const) total.words[key] += part.words[key];
  for (const key of ['right', 'wrong', 'none'] as const) total.lines[key] += part.lines[key];
}

export const percent = (part: number, of: number): string =>
  `${of === 0 ? '0' : ((100 * part) / of).toFixed(1)} %`;
