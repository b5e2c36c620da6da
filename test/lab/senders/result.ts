/** What passes between the parts of a recording, and what a recording leaves in test/fixtures/senders/recorded. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from './rows.ts';

/** A row of the world's scenarios.json, as far as it is read here. */
export interface Scenario {
  readonly id: string;
  readonly domain: string;
  /** best first */
  readonly mx: readonly string[];
  readonly addresses: readonly string[];
}

/** What one run of one sender gave. */
export interface Result {
  /** package to version */
  readonly software: Readonly<Record<string, string>>;
  readonly rows: Readonly<Record<string, Row>>;
  /** `usual`, `policy`: hex, header included */
  readonly hellos: Readonly<Record<string, string>>;
}

export interface Recording extends Result {
  readonly sender: string;
  readonly recordedOn: string;
}

export function readRecording(folder: string, sender: string): Recording | undefined {
  const file = join(folder, `${sender}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Recording) : undefined;
}

/** One row a line, so that a diff shows what changed; rows by name. */
export function writeRecording(folder: string, { rows, ...head }: Recording): void {
  const lines = Object.entries(rows)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([id, row]) => `${JSON.stringify(id)}: ${JSON.stringify(row)}`);
  const start = Object.entries(head).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)},`,
  );
  const text = `{\n${start.join('\n')}\n"rows": {\n${lines.join(',\n')}\n}}\n`;
  writeFileSync(join(folder, `${head.sender}.json`), text);
}
