/**
 * Does the project tell the truth about these servers, and the same truth from both runtimes? Asks the command line (Node) and the
 * Worker (local workerd) for each entry of expected.ts. Both verdicts must be equal but for times and vantage, and be what is expected.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Verdict } from '../../src/core/report/schema.ts';
import { type Checks, unequal } from './checks.ts';
import { type Expectation, expectations } from './expected.ts';

export interface LabPlaces {
  readonly project: string;
  /** This run's folder, where ca.pem lies. */
  readonly folder: string;
  readonly dohUrl: string;
  readonly workerUrl: string;
}

export async function compareVerdicts(checks: Checks, places: LabPlaces): Promise<void> {
  for (const expectation of expectations) {
    const title = `${expectation.host} port ${expectation.port}`;
    const [node, worker] = [
      await fromNode(expectation, places),
      await fromWorker(expectation, places).catch(noAnswer),
    ];
    checks.record(`${title}: Node as expected`, problemsOf(node, expectation));
    checks.record(
      `${title}: workerd equal to Node`,
      typeof worker === 'string' || typeof node === 'string'
        ? [`Node: ${outline(node)}; workerd: ${outline(worker)}`]
        : differences('', stableVerdict(node), stableVerdict(worker)),
    );
  }
}

/** The verdict of the command line, or what it said instead. Exit codes 0 to 3 are verdicts, others are faults. */
function fromNode({ host, port }: Expectation, places: LabPlaces): Promise<Verdict | string> {
  const cli = join(places.project, 'src/cli.ts');
  const roots = join(places.folder, 'ca.pem');
  const options = ['--json', '--port', `${port}`, '--resolver', places.dohUrl, '--roots', roots];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [cli, host, ...options, '--allow-special-addresses'],
      { timeout: 60_000, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error?.code ?? 0;
        const isVerdict = typeof code === 'number' && code <= 3 && !error?.killed && stdout.startsWith('{');
        resolve(isVerdict ? JSON.parse(stdout) : `exit ${code}: ${brief(stderr || stdout)}`);
      },
    );
  });
}

/** The verdict of the Worker, or what it said instead. */
async function fromWorker({ host, port }: Expectation, places: LabPlaces): Promise<Verdict | string> {
  const query = new URLSearchParams({ host, port: String(port) });
  const response = await fetch(`${places.workerUrl}/probe?${query}`, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(60_000),
  });
  const body = await response.text();
  return response.status === 200 ? JSON.parse(body) : `HTTP ${response.status}: ${brief(body)}`;
}

/** The beginning of a text, on one line. */
function brief(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 200);
}

/** fetch rejects when the Worker is gone or silent for too long: then that is what it said. */
function noAnswer(error: unknown): string {
  return `no answer: ${String(error)}`;
}

function outline(verdict: Verdict | string): string {
  return typeof verdict === 'string' ? verdict : verdict.status;
}

function problemsOf(verdict: Verdict | string, expectation: Expectation): readonly string[] {
  if (typeof verdict === 'string') return [verdict];
  const findings = [...new Set(verdict.findings.map(({ id }) => id))].sort();
  const versions = verdict.mx.flatMap(({ addresses }) => addresses.map(({ tls }) => tls.version));
  const senders = Object.entries(expectation.senders).flatMap(([id, outcomes]) => {
    const sender = verdict.senders.find((candidate) => candidate.id === id);
    return unequal(`sender ${id}`, outcomes, sender ? [sender.first, sender.final] : 'absent');
  });
  return [
    ...unequal('status', expectation.status, verdict.status),
    ...unequal('findings', expectation.findings, findings),
    ...unequal('TLS versions', [expectation.tlsVersion], versions),
    ...senders,
  ];
}

/** Members that may differ between two probes of the same server. */
const volatile = new Set(['observedAt', 'judgedAt', 'vantage', 'failedAfterMs']);

/**
 * The verdict without what depends on when and from where it was asked (Exim's greeting tells the time), and its DNS answers
 * sorted: mail routing and policies are looked up side by side, so their order is the network's.
 */
function stableVerdict(verdict: Verdict): unknown {
  const key = ({ name, type }: Verdict['dns'][number]): string => `${name} ${type}`;
  return stable({ ...verdict, dns: verdict.dns.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)) });
}

function stable(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/(?<!\d)\d\d:\d\d:\d\d(?!\d)/g, 'hh:mm:ss');
  if (Array.isArray(value)) return value.map(stable);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([name]) => !volatile.has(name));
  return Object.fromEntries(kept.map(([name, member]) => [name, stable(member)]));
}

/** Where two JSON values differ, as `path: left | right`. */
function differences(path: string, left: unknown, right: unknown): readonly string[] {
  if (!isRecord(left) || !isRecord(right)) {
    const [a, b] = [JSON.stringify(left), JSON.stringify(right)];
    return a === b ? [] : [`${path}: Node ${a}, workerd ${b}`];
  }
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return names.flatMap((name) => differences(`${path}/${name}`, left[name], right[name]));
}

/** Arrays are records of their indices here. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
