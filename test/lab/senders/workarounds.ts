/**
 * `npm run lab -- workarounds [ID...]`: ways round a broken receiver, tried with the real software: what the sender did without (as recorded),
 * and what it does with the lines added to its configuration. Writes test/fixtures/senders/workarounds.json.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { record } from './record.ts';
import { readRecording } from './result.ts';
import type { Row } from './rows.ts';

/** A row of workarounds.json; what else it holds, only people and tests read. */
interface Trial {
  readonly id: string;
  readonly works: boolean;
  readonly [detail: string]: unknown;
}

interface Workaround {
  readonly id: string;
  readonly software: string;
  /** the sender of senders.txt that it is added to */
  readonly sender: string;
  readonly scenarios: readonly string[];
  /** lines to add, for one scenario's domain */
  readonly lines: (domain: string) => readonly string[];
  /** what else has to stand in the configuration for the lines to be read */
  readonly beside?: readonly string[];
}

const besideSts = [
  'main.cf: smtp_tls_policy_maps = hash:/etc/postfix/tls_policy socketmap:inet:127.0.0.1:8461:postfix',
];
const besideDane = ['main.cf: smtp_tls_policy_maps = hash:/etc/postfix/tls_policy'];
const stsBroken = ['sts-self-signed', 'sts-mx-not-listed', 'sts-no-starttls'];
const daneBroken = ['dane-mismatch', 'dane-bogus', 'dane-silent', 'dane-denial-broken', 'dane-no-starttls'];

const workarounds: readonly Workaround[] = [
  ...['exim', 'exim-trixie'].map((sender) => ({
    id: 'exim-gnutls-compat',
    software: 'exim4-daemon-heavy',
    sender,
    scenarios: ['key-usage', 'key-usage-cleartext', 'key-usage-rsa'],
    lines: () => ['tls_require_ciphers = NORMAL:%COMPAT'],
  })),
  ...['sendmail-sts', 'sendmail-sts-trixie'].map((sender) => ({
    id: 'sendmail-sts-no-san-test',
    software: 'sendmail-bin',
    sender,
    scenarios: ['sts-wildcard', 'sts-self-signed'],
    lines: () => ["FEATURE(`sts', `socket -d5 -T<TMPF> inet:8461@127.0.0.1', `NO_SAN_TST')dnl"],
  })),
  ...(['may', 'encrypt', 'secure match=mx.{domain}'] as const).flatMap((policy) => {
    const id = `postfix-policy-map-${policy.split(' ')[0]}`;
    const lines = (domain: string) => [`${domain} ${policy.replace('{domain}', domain)}`];
    const shared = { id, software: 'postfix', lines };
    return [
      { ...shared, sender: 'postfix-sts', scenarios: stsBroken, beside: besideSts },
      { ...shared, sender: 'postfix-dane', scenarios: daneBroken, beside: besideDane },
    ];
  }),
];

const [runs = '', ...ids] = process.argv.slice(2);
const recorded = join(import.meta.dirname, '../../fixtures/senders/recorded');
const file = join(recorded, '..', 'workarounds.json');
const today = new Date().toISOString().slice(0, 10);
const isAsked = (id: string): boolean => ids.length === 0 || ids.includes(id);

const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { id: string }[]) : [];
const trials = workarounds.filter(({ id }) => isAsked(id)).map((each) => () => trial(each));
const fresh = [
  ...(await twoAtOnce(trials)).flat(),
  ...(isAsked('sendmail-srv-features') ? [trialOfSrvFeatures()] : []),
];
const order = [...new Set(workarounds.map(({ id }) => id)), 'sendmail-srv-features'];
const rows = [...before.filter(({ id }) => !isAsked(id)), ...fresh].sort(
  (one, other) => order.indexOf(one.id) - order.indexOf(other.id),
);
writeFileSync(file, `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`);

/** @returns what they gave, in their order */
async function twoAtOnce<T>(tasks: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
  const results: T[] = [];
  const waiting = [...tasks.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[0]] = await next[1]();
  };
  await Promise.all([work(), work()]);
  return results;
}

async function trial({ id, software, sender, scenarios, lines, beside = [] }: Workaround): Promise<Trial[]> {
  const folder = join(runs, `${id}.${sender}`);
  rmSync(folder, { recursive: true, force: true });
  const linesOf = (scenario: string) => lines(`${scenario}.badmx.test`);
  const extra = [...new Set(scenarios.flatMap(linesOf))].join('\n');
  const options = { senders: [sender], scenarios, atOnce: 1, folder, runs: join(folder, 'runs'), extra };
  if ((await record(options)).length > 0) throw new Error(`${id} could not be tried with ${sender}`);
  const [without, after] = [readRecording(recorded, sender), readRecording(folder, sender)];
  return scenarios.map((scenario) => ({
    id,
    software,
    version: after?.software[software],
    sender,
    configuration: [...beside, ...linesOf(scenario)],
    scenario,
    without: without?.rows[scenario],
    with: after?.rows[scenario],
    works: hasArrived(after?.rows[scenario]),
    recordedOn: today,
  }));
}

/** On the first attempt, and over TLS: mail in cleartext is what a way round must not come to. */
function hasArrived(row: Row | undefined): boolean {
  return row !== undefined && 'first' in row && row.first === 'delivered-tls';
}

/** A server of Sendmail's that stops offering STARTTLS to one client. */
function trialOfSrvFeatures(): Trial {
  const entry = 'Srv_Features:127.0.0.1\tS';
  const offers = (...args: string[]) => {
    const folder = join(runs, 'srv-features');
    mkdirSync(folder, { recursive: true });
    const { stdout } = spawnSync(join(import.meta.dirname, 'srv-features.sh'), [folder, ...args], {
      encoding: 'utf8',
    });
    const [client, other] = stdout.trim().split('\n');
    return { client, other };
  };
  const [without, withEntry] = [offers(), offers(entry)];
  const software = 'sendmail-bin';
  return {
    id: 'sendmail-srv-features',
    software,
    version: readRecording(recorded, 'sendmail')?.software[software],
    configuration: [`/etc/mail/access: ${entry}`],
    scenario: 'what the server offers to 127.0.0.1 (client), and to another (other)',
    without,
    with: withEntry,
    works:
      without.client === 'starttls' && withEntry.client === 'cleartext' && withEntry.other === 'starttls',
    recordedOn: today,
  };
}
