import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type ObserveCommand, runCli } from '../../src/cli/run.ts';
import { ok } from '../../src/core/base/result.ts';
import type { Observation } from '../../src/core/observation.ts';
import { ask, townService } from '../town.ts';

let folder: string;
let roots: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'starttls-probe-'));
  roots = join(folder, 'roots.pem');
  await writeFile(roots, inject('town').rootsPem);
});
afterAll(() => rm(folder, { recursive: true }));

const service = townService();
const observeTown: ObserveCommand = async (command) =>
  ok(await service.observe(ask(command.request.target.host, command.request.port)));

async function run(...args: string[]) {
  const said = { stdout: '', stderr: '' };
  const output = {
    stdout: (text: string) => {
      said.stdout += text;
    },
    stderr: (text: string) => {
      said.stderr += text;
    },
    width: 80,
  };
  const status = await runCli(args, { output, observe: observeTown, version: '0.0.0' });
  return { status, ...said };
}

describe('a probe', () => {
  test.each([
    ['healthy.badmx.test', 0, 'ok'],
    ['no-starttls.badmx.test', 1, 'degraded'],
    ['null-mx.badmx.test', 2, 'failing'],
  ])('of %s exits with %i', async (host, status, word) => {
    const result = await run(host, '--json', '--roots', roots);
    expect(result.status).toBe(status);
    expect(JSON.parse(result.stdout)).toMatchObject({ host, status: word });
    expect(result.stderr).toBe('');
  });

  test('that could not be made exits with 3', async () => {
    const observation = await service.observe(ask('healthy.badmx.test'));
    const routing = { kind: 'unknown', reason: 'vantage-failed', detail: 'none answered' } as const;
    const blank: Observation = { ...observation, routing, hosts: [], dns: [] };
    const file = join(folder, 'blank.json');
    await writeFile(file, JSON.stringify(blank));
    expect((await run('--replay', file, '--json')).status).toBe(3);
  });

  test('is text of at most 80 columns by default', async () => {
    const { stdout } = await run('key-usage.badmx.test', '--roots', roots);
    expect(stdout).toMatch(/^key-usage\.badmx\.test +FAILING\n/);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('names only the senders asked for', async () => {
    const { stdout } = await run('healthy.badmx.test', '--json', '--senders', 'exim', '--roots', roots);
    expect(JSON.parse(stdout).senders.map(({ id }: { id: string }) => id)).toEqual(['exim']);
  });
});

describe('an observation', () => {
  test('that was written is judged again to the same verdict, at another time to another', async () => {
    const file = join(folder, 'observation.json');
    const first = await run('healthy.badmx.test', '--json', '--observation', file, '--roots', roots);
    const again = await run('--replay', file, '--json', '--roots', roots);
    expect(again.stdout).toBe(first.stdout);
    const later = await run('--replay', file, '--json', '--roots', roots, '--at', '2099-01-01T00:00:00Z');
    expect(JSON.parse(later.stdout).findings.map(({ id }: { id: string }) => id)).toContain('cert.expired');
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      version: 1,
      host: 'healthy.badmx.test',
    });
  });

  test('that cannot be written loses nothing: the verdict is printed all the same', async () => {
    const file = join(folder, 'no such folder', 'observation.json');
    const result = await run('healthy.badmx.test', '--json', '--observation', file, '--roots', roots);
    expect(result.status).toBe(64);
    expect(JSON.parse(result.stdout).host).toBe('healthy.badmx.test');
    expect(result.stderr).toContain('no such folder');
  });

  test.each([
    ['{', 'not JSON'],
    ['{"version":2}', 'no observation'],
    ['[]', 'no observation'],
  ])('%s is refused', async (text, message) => {
    const file = join(folder, 'bad.json');
    await writeFile(file, text);
    const result = await run('--replay', file);
    expect(result).toMatchObject({ status: 64, stdout: '' });
    expect(result.stderr).toContain(message);
  });
});

describe('usage', () => {
  test.each([
    [[], 'no host'],
    [['a.test', 'b.test'], 'one host'],
    [['192.0.2.1'], 'IP address'],
    [['a.test', '--port', '26'], '--port'],
    [['a.test', '--timeout', 'soon'], '--timeout'],
    [['a.test', '--at', 'yesterday'], '--at'],
    [['a.test', '--senders', 'nobody'], '--senders'],
    [['a.test', '--resolver', 'http://192.0.2.1/dns-query'], '--resolver'],
    [['a.test', '--ehlo', 'two words'], '--ehlo'],
    [['a.test', '--roots', '/nonexistent'], '/nonexistent'],
    [['a.test', '--frobnicate'], '--frobnicate'],
    [['a.test', '--replay', 'x.json'], '--replay'],
  ])('%j is a usage error that says why', async (args, message) => {
    const result = await run(...args);
    expect(result).toMatchObject({ status: 64, stdout: '' });
    expect(result.stderr).toContain(message);
  });

  test.each(['senders', 'rules'])('%s lists what there is, as text and as JSON', async (word) => {
    const text = await run(word);
    const { stdout } = await run(word, '--json');
    const entries: { id: string }[] = JSON.parse(stdout)[word];
    expect(entries.length).toBeGreaterThan(3);
    expect(entries.filter(({ id }) => !text.stdout.includes(id))).toEqual([]);
  });
});

test('src/cli.ts runs as it stands', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['src/cli.ts', '--version']);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
