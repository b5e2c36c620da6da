/**
 * `npm run limbo`: how the strict policy fares on x509-limbo. Prints passed/total for each group, then every miss with its reason.
 * LIMBO=path takes another file of the same format. Exits 0 whenever it ran.
 */
import { readFileSync } from 'node:fs';
import { cryptography } from '../src/adapters/cryptography.ts';
import { judgeCase, type LimboCase, type LimboResult } from './limbo-judge.ts';

/** Misses that are decisions; another miss is a bug or a new case. */
const decisions: Readonly<Record<string, string>> = {
  'rfc5280::aki::cross-signed-root-missing-aki':
    "an anchor's issuer plays no part (RFC 5280 §6.1); cve::cve-2024-0567 wants the same anchor accepted",
  'webpki::eku::ee-without-eku':
    'RFC 5280 §4.2.1.12 does without one; rfc5280::eku::ee-without-eku wants the same chain accepted',
  'webpki::ca-as-leaf':
    'RFC 5280 does not say what a CA may serve; rfc5280::ca-as-leaf wants the same chain accepted',
  'webpki::nc::permitted-dns-match-noncritical':
    'RFC 5280 §4.2.1.10 demands critical; rfc5280::nc::permitted-dns-match-noncritical wants the same chain refused',
  'webpki::cn::punycode-not-in-san':
    'a common name that is a host name is not looked at (RFC 9525 §2); webpki::san::leftmost-wildcard-san wants such a one accepted',
  'webpki::cn::not-in-san':
    'a common name that is a host name is not looked at (RFC 9525 §2); webpki::san::leftmost-wildcard-san wants such a one accepted',
};

const path = process.env.LIMBO ?? new URL('../test/vectors/x509-limbo/public.json', import.meta.url);
const { testcases } = JSON.parse(readFileSync(path, 'utf8')) as { testcases: LimboCase[] };
const now = new Date();
const results = testcases.map((limbo) => judgeCase(limbo, cryptography, now));

for (const [group, all] of Map.groupBy(results, (result) => result.group)) {
  const judged = all.filter(({ got }) => got !== 'skipped');
  const passed = judged.filter((result) => result.got === result.expected).length;
  const skipped = all.length - judged.length;
  console.log(`${group.padEnd(14)} ${passed}/${judged.length}${skipped ? ` (${skipped} skipped)` : ''}`);
}
const judged = results.filter(({ got }) => got !== 'skipped');
const misses = judged.filter((result) => result.got !== result.expected);
console.log(`${'total'.padEnd(14)} ${judged.length - misses.length}/${judged.length}`);
for (const miss of misses) console.log(describeMiss(miss));
for (const { id, reasons } of results.filter(({ got }) => got === 'skipped')) {
  console.log(`skipped ${id}: ${reasons[0]}`);
}

function describeMiss({ id, expected, got, reasons }: LimboResult): string {
  const why = decisions[id] ?? 'no decision of ours';
  return `miss ${id}: expected ${expected}, got ${got}: ${why}${reasons.length ? ` [${reasons.join('; ')}]` : ''}`;
}
