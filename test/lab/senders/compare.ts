/**
 * `node compare.ts FOLDER [--write] [--recorded FOLDER]`: judges the Observations of a raised world (observe-world.ts) and holds what the project predicts of each
 * sender against what was recorded of it: first attempt, retry, the sender's word for the certificate, the line in its log. Prints a line a
 * miss and the score; exit 0 where nothing is wrong and the score is the one that docs/senders.md prints (`--write` makes it so).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { observationSchema } from '../../../src/core/observation.ts';
import type { SenderOutcome } from '../../../src/core/report/outcome-schema.ts';
import { judge } from '../../../src/core/verdict.ts';
import { createJudgeContext } from '../../../src/service.ts';
import { type Cell, compareCell } from './cell.ts';
import { profileOf, type Recorded, readRecorded, readScenarios, type WorldScenario } from './recorded.ts';
import { addTally, countCell, emptyTally, percent, type Score, type Tally } from './score.ts';

const fixtures = new URL('../../fixtures/senders/', import.meta.url);
const mostUnknown = 0.05;

interface Judged {
  readonly scenario: WorldScenario;
  readonly outcomes: ReadonlyMap<string, SenderOutcome>;
}

function judgeAll(folder: string): readonly Judged[] {
  const context = createJudgeContext(readFileSync(join(folder, 'ca.pem'), 'utf8'));
  if (!context.ok) throw new Error(context.error);
  return readScenarios(folder).map((scenario) => {
    const text = readFileSync(join(folder, 'observations', `${scenario.id}.json`), 'utf8');
    const observation = observationSchema.parse(JSON.parse(text));
    const { senders } = judge(observation, context.value);
    return { scenario, outcomes: new Map(senders.map((outcome) => [outcome.id, outcome])) };
  });
}

function compareSender({ sender, rows }: Recorded, judged: readonly Judged[]): Tally {
  const profile = profileOf(sender);
  if (!profile) throw new Error(`no profile stands for ${sender}`);
  const tally = emptyTally();
  for (const { scenario, outcomes } of judged) {
    const outcome = outcomes.get(profile.id);
    const row = rows[scenario.id] ?? { none: 'not-tested' };
    if (!outcome) throw new Error(`${profile.id} is not predicted for ${scenario.id}`);
    const cell = compareCell(scenario, row, outcome);
    countCell(tally, cell);
    report(cell, `${scenario.id} ${sender}`);
  }
  return tally;
}

function report({ outcome, word, line, detail }: Cell, where: string): void {
  if (outcome === 'wrong') console.log(`WRONG   ${where}: ${detail.outcome}`);
  if (outcome === 'unknown') console.log(`unknown ${where}: ${detail.outcome}`);
  if (word === 'wrong') console.log(`word    ${where}: ${detail.word}`);
  if (line === 'wrong' || line === 'none') console.log(`line    ${where}: ${detail.line}`);
}

function printScore({ senders, all }: Score): void {
  const row = (name: string, tally: Tally): string => {
    const { right, wrong, unknown, untested } = tally;
    const numbers = `${right}/${wrong}/${unknown} of ${right + wrong + unknown}, ${untested} not tested`;
    return `${name.padEnd(22)} ${numbers.padEnd(36)} words ${tally.words.right}/${tally.words.wrong}, lines ${tally.lines.right}/${tally.lines.wrong}, ${tally.lines.none} without`;
  };
  console.log('right/wrong/unknown of all');
  for (const [sender, tally] of Object.entries(senders)) console.log(row(sender, tally));
  console.log(row('all', all));
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean' }, recorded: { type: 'string' } },
});
const [folder = ''] = positionals;
const recorded = readRecorded(values.recorded ?? new URL('recorded/', fixtures).pathname);
if (recorded.length === 0) throw new Error('nothing was recorded yet');
const judged = judgeAll(folder);
const all = emptyTally();
const senders: Record<string, Tally> = {};
for (const each of recorded) {
  const tally = compareSender(each, judged);
  senders[each.sender] = tally;
  addTally(all, tally);
}
const [recordedOn] = recorded.map((each) => each.recordedOn).toSorted();
const score: Score = { recordedOn: recordedOn ?? '', scenarios: judged.length, senders, all };
printScore(score);
const { wrong, unknown, right } = all;
if (wrong > 0 || unknown > mostUnknown * (right + unknown)) {
  console.log(`FAIL: ${wrong} wrong, ${percent(unknown, right + wrong + unknown)} unknown`);
  process.exitCode = 1;
}
if (values.write) writeFileSync(new URL('lab-score.json', fixtures), `${JSON.stringify(score, null, 1)}\n`);
