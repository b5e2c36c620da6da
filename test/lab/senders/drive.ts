/**
 * One sender against the scenarios, inside the namespace in which one.sh raised the world: `node drive.ts PROFILE WORLD [SCENARIO,...]`.
 * Submits a message for each, waits for the outcomes, has it try again what was deferred, and writes WORLD/../result.json.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hellosByKind } from './hellos.ts';
import type { Attempt } from './logs/attempt.ts';
import { readProfiles } from './profiles.ts';
import type { Result, Scenario } from './result.ts';
import { type Connection, makeRow, type Row } from './rows.ts';

const [profile = '', world = '', only] = process.argv.slice(2);
const software = readProfiles().get(profile);
if (software === undefined) throw new Error(`no sender ${profile} in senders.txt`);
const { read, queue, retryAfterSeconds, patienceSeconds, deadly = [] } = software;
const asked = only ? new Set(only.split(',')) : undefined;
const scenarios = (JSON.parse(readFileSync(join(world, 'scenarios.json'), 'utf8')) as Scenario[]).filter(
  ({ id }) => asked?.has(id) ?? true,
);
const crashes = new Map<string, readonly string[]>();
const domains = new Set(scenarios.map(({ domain }) => domain));
const domainAt = new Map(
  scenarios.flatMap(({ domain, addresses }) => addresses.map((each) => [each, domain])),
);

await step('configure', world);
const logFile = words('log').trim();
const started = Date.now();
const [harmless, last] = [false, true].map((wanted) =>
  scenarios.filter((scenario) => isFit(scenario) && deadly.includes(scenario.id) === wanted),
) as [Scenario[], Scenario[]];
await submitAll(harmless);
const submitted = Date.now();
report('first attempts', await waitFor(() => byDomain().size, harmless.length));
if (queue) await tryAgain();
for (const scenario of last) await submitDeadly(scenario);
await step('stop');
// Connections that were kept for more mail end with the sender.
await sleep(1_000);
writeFileSync(join(world, '..', 'result.json'), JSON.stringify(makeResult()));

/** A client that is told where to go says nothing about a null MX. */
function isFit({ mx: [best] }: Pick<Scenario, 'mx'>): boolean {
  return queue || (best !== undefined && best !== '' && best !== '.');
}

async function submitAll(chosen: readonly Scenario[]): Promise<void> {
  const waiting = [...chosen];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await step('submit', `u@${next.domain}`, next.mx[0] ?? next.domain);
    }
  };
  // One-shot clients wait for their server, the others only for their queue.
  await Promise.all(Array.from({ length: queue ? 2 : 12 }, work));
}

/** What kills the sender leaves no outcome but its last words. */
async function submitDeadly(scenario: Scenario): Promise<void> {
  const before = readIfThere(logFile).length;
  await submitAll([scenario]);
  const until = Date.now() + 30_000;
  while (!byDomain().has(scenario.domain) && Date.now() < until) await sleep(1_000);
  const since = readIfThere(logFile).slice(before).split('\n');
  const words = since.filter((line) => /free\(\)|double free|Segmentation|Aborted|socket closed/.test(line));
  if (words.length > 0) crashes.set(scenario.id, words);
}

async function tryAgain(): Promise<void> {
  await sleep(Math.max(0, submitted + retryAfterSeconds * 1_000 - Date.now()));
  const before = byDomain();
  const deferred = [...before]
    .filter(([, attempts]) => attempts.at(-1)?.fate === 'deferred')
    .map(([domain]) => domain);
  if (deferred.length === 0) return;
  await Promise.race([step('retry'), sleep(patienceSeconds * 1_000, undefined, { ref: false })]);
  const again = () => {
    const now = byDomain();
    return deferred.filter((domain) => (now.get(domain)?.length ?? 0) > (before.get(domain)?.length ?? 0))
      .length;
  };
  report('second attempts', await waitFor(again, deferred.length));
}

/** Until `count` gives all, or nothing new came for as long as the sender takes at most over one server. */
async function waitFor(count: () => number, all: number): Promise<string> {
  let [most, since] = [count(), Date.now()];
  while (most < all && Date.now() < since + patienceSeconds * 1_000) {
    await sleep(1_000);
    const now = count();
    if (now > most) [most, since] = [now, Date.now()];
  }
  return `${most} of ${all}`;
}

function byDomain(): ReadonlyMap<string, readonly Attempt[]> {
  const log = readIfThere(logFile);
  // Bounces are mail too, but not ours.
  const attempts = read(log, (address) => domainAt.get(address)).filter(({ domain }) => domains.has(domain));
  return Map.groupBy(attempts, ({ domain }) => domain);
}

function makeResult(): Result {
  const attempts = byDomain();
  const lines = readIfThere(join(world, 'seen.jsonl')).split('\n');
  const seen = lines.flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Connection]));
  const rows = scenarios.map(({ id, domain, mx }): [string, Row] => {
    if (!isFit({ mx })) return [id, { none: 'not-tested' }];
    const words = crashes.get(id);
    if (words) return [id, { none: 'sender-crashed', log: words }];
    const mine = seen.filter(({ scenario }) => scenario === id);
    return [id, makeRow(attempts.get(domain) ?? [], mine)];
  });
  return {
    software: Object.fromEntries(
      words('versions')
        .trim()
        .split('\n')
        .map((line) => line.split(' ')),
    ),
    rows: Object.fromEntries(rows),
    hellos: hellosByKind(seen),
  };
}

/** A file is there once there is something to write in it. */
function readIfThere(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function report(what: string, result: string): void {
  console.log(
    `${profile}: ${what} ${result}, ${Math.round((Date.now() - started) / 1_000)} s after the start`,
  );
}

/** A step of sender.sh; what it prints goes to the run's folder. */
function step(...args: string[]): Promise<void> {
  const out = openSync(join(world, '..', 'steps.out'), 'a');
  const child = spawn(script(), [profile, ...args], { stdio: ['ignore', out, out] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      // A sender may well refuse a message at once.
      if (code !== 0 && args[0] === 'configure')
        reject(new Error(`${profile}: configure failed (see steps.out)`));
      else resolve();
    });
  });
}

function words(what: string): string {
  return spawnSync(script(), [profile, what], { encoding: 'utf8' }).stdout;
}

function script(): string {
  return join(import.meta.dirname, 'sender.sh');
}
