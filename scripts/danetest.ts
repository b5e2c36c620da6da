/**
 * `npm run danetest`: a file of DANE cases against our evaluator (DANETEST=file; default: our own).
 * Prints passed/total over the cases whose records are all of usage 2 or 3, then the misses. A case passes when it is accepted
 * exactly where the file has verify result 0, and at the same depth; one with an unreadable TLSA line does not. Exit 0 whenever it ran: the number is the result.
 */
import { readFileSync } from 'node:fs';
import { cryptography } from '../src/adapters/cryptography.ts';
import { isSmtpCase, parseDaneCases, runDaneCase } from '../test/core/dane/danetest-format.ts';

const ownCases = new URL('../test/vectors/dane/smtp.in', import.meta.url);
const cases = readCases(process.env.DANETEST || ownCases);
const counted = cases.filter(isSmtpCase);
const context = { now: new Date(), cryptography };
const misses = counted.flatMap((each) => {
  if (each.unreadable !== undefined) return [`case ${each.number}, ${each.unreadable}`];
  const result = runDaneCase(each, context);
  if (result.accepted === (each.verifyResult === 0) && result.depth === each.depth) return [];
  const expected = `expected ${each.verifyResult} at depth ${each.depth}`;
  const got = `got ${result.accepted ? 'accepted' : 'refused'} at depth ${result.depth} (${result.detail})`;
  return [`case ${each.number}, line ${each.line}: ${expected}, ${got}`];
});

console.log(`${counted.length - misses.length}/${counted.length}`);
for (const miss of misses) console.log(miss);
if (cases.length > counted.length) {
  console.log(`${cases.length - counted.length} cases of usages 0 and 1 left out: they mean nothing to SMTP`);
}

/** What is no such file is the caller's to mend: a sentence, and no number. */
function readCases(file: string | URL): ReturnType<typeof parseDaneCases> {
  try {
    return parseDaneCases(readFileSync(file, 'utf8'));
  } catch (error) {
    const isTheirs = error instanceof SyntaxError || (error instanceof Error && 'code' in error);
    if (!isTheirs) throw error;
    console.error(`danetest: ${error.message}`);
    process.exit(1);
  }
}
