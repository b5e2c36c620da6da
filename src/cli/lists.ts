/**
 * The lists of the CLI, for a terminal or a pipe.
 */
import { wrap } from '../core/report/text-lines.ts';
import type { RuleDescription } from '../core/rules/describe.ts';
import type { SenderDescription } from '../core/senders/description.ts';

export function listSenders(senders: readonly SenderDescription[], width: number): string {
  return columns(
    senders.map((sender) => [
      sender.id,
      sender.confidence,
      `${sender.name}${sender.unknown === undefined ? '' : ` (${sender.unknown})`}`,
    ]),
    width,
  );
}

export function listRules(rules: readonly RuleDescription[], width: number): string {
  return columns(
    rules.map((rule) => [rule.id, rule.severity, rule.title]),
    width,
  );
}

/** Left-aligned columns; the last one wraps under itself. */
function columns(rows: readonly (readonly [string, string, string])[], width: number): string {
  const widest = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length));
  const [first, second] = [widest(0), widest(1)];
  const indent = first + second + 4;
  return rows
    .map(([id, word, text]) => {
      const lines = wrap(text, Math.max(20, width - indent));
      return `${id.padEnd(first)}  ${word.padEnd(second)}  ${lines.join(`\n${' '.repeat(indent)}`)}\n`;
    })
    .join('');
}
