/**
 * `node record.ts FOLDER [SENDER...] [--scenarios a,b] [--at-once N]`: runs senders against the world, four at once (they mostly wait), and writes what
 * they did to FOLDER. Rows of scenarios that were not asked for stay as they are; rows of scenarios that are no more go.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeOf } from './hellos.ts';
import { readProfiles } from './profiles.ts';
import { type Recording, type Result, readRecording, type Scenario, writeRecording } from './result.ts';

export interface RecordOptions {
  readonly senders: readonly string[];
  /** all, unless given */
  readonly scenarios?: readonly string[];
  readonly atOnce: number;
  /** where the recordings are */
  readonly folder: string;
  /** where the runs leave their logs */
  readonly runs: string;
  /** lines of configuration to be tried (sender.sh) */
  readonly extra?: string;
}

/** @returns the senders whose run failed */
export async function record(options: RecordOptions): Promise<readonly string[]> {
  mkdirSync(options.folder, { recursive: true });
  for (const sender of options.senders) makeRoots(sender);
  const waiting = [...options.senders];
  const failed: string[] = [];
  const work = async () => {
    for (let sender = waiting.shift(); sender !== undefined; sender = waiting.shift()) {
      const started = Date.now();
      const done = await run(sender, options);
      const seconds = Math.round((Date.now() - started) / 1_000);
      console.log(`${done ? 'recorded' : 'FAILED  '} ${sender} in ${seconds} s`);
      if (!done) failed.push(sender);
    }
  };
  await Promise.all(Array.from({ length: options.atOnce }, work));
  return failed;
}

/** Unpacks what is missing; one after another, since senders share roots. */
function makeRoots(sender: string): void {
  const { status } = spawnSync(join(import.meta.dirname, 'sender.sh'), [sender, 'make'], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`the packages of ${sender} could not be unpacked`);
}

async function run(sender: string, { folder, runs, scenarios, extra }: RecordOptions): Promise<boolean> {
  const runFolder = join(runs, sender);
  mkdirSync(runFolder, { recursive: true });
  const out = openSync(`${runFolder}.out`, 'w');
  const script = join(import.meta.dirname, 'one.sh');
  const child = spawn(script, [sender, runFolder, ...(scenarios ? [scenarios.join(',')] : [])], {
    stdio: ['ignore', out, out],
    env: { ...process.env, EXTRA: extra },
  });
  // unshare passes on no signal but the one that nobody can catch; what is inside ends with it.
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  process.off('exit', end);
  if (code !== 0) return false;
  const result = readJson<Result>(join(runFolder, 'result.json'));
  const known = readJson<Scenario[]>(join(runFolder, 'world', 'scenarios.json')).map(({ id }) => id);
  const before = readRecording(folder, sender);
  const merged = merge(sender, result, { before, known, isPart: scenarios !== undefined });
  writeRecording(folder, merged);
  return true;
}

function merge(
  sender: string,
  { software, rows, hellos }: Result,
  {
    before,
    known,
    isPart,
  }: { readonly before: Recording | undefined; readonly known: readonly string[]; readonly isPart: boolean },
): Recording {
  const all = { ...before?.rows, ...rows };
  return {
    sender,
    software,
    recordedOn: new Date().toISOString().slice(0, 10),
    // A fresh sample of the same make tells nothing new, and some scenarios do not tell which make is the usual one.
    hellos: Object.fromEntries(
      Object.entries({ ...before?.hellos, ...hellos, ...(isPart && before?.hellos) }).map(([kind, hex]) => {
        const old = before?.hellos[kind];
        return [kind, old !== undefined && makeOf(old) === makeOf(hex) ? old : hex];
      }),
    ),
    rows: Object.fromEntries(known.flatMap((id) => (all[id] === undefined ? [] : [[id, all[id]]]))),
  };
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

/** `npm run lab -- record`. */
if (import.meta.main) {
  const [runs = '', ...rest] = process.argv.slice(2);
  const optionOf = (option: string): string | undefined => {
    const at = rest.indexOf(option);
    return at < 0 ? undefined : rest.splice(at, 2)[1];
  };
  const scenarios = optionOf('--scenarios')?.split(',');
  const atOnce = Number(optionOf('--at-once') ?? 4);
  // Those first that take longest.
  const all = [...readProfiles()].sort(([, one], [, other]) => other.patienceSeconds - one.patienceSeconds);
  const senders = rest.length > 0 ? rest : all.map(([sender]) => sender);
  const failed = await record({
    senders,
    ...(scenarios && { scenarios }),
    atOnce,
    folder: join(import.meta.dirname, '../../fixtures/senders/recorded'),
    runs,
  });
  if (failed.length > 0) console.log(`not recorded: ${failed.join(', ')} (see ${runs})`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
