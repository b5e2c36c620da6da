/** `--known-policy`: a policy from before, on the command line. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { healthyObservation, mtaSts, policyText } from '../core/observation-builder.ts';
import { run } from './run-cli.ts';

let folder: string;
const file = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'starttls-probe-'));
  const seen = healthyObservation({ mtaSts: mtaSts(policyText('enforce')) });
  await writeFile(file('seen.json'), JSON.stringify(seen));
  await writeFile(file('same.txt'), policyText('enforce'));
  await writeFile(file('older.txt'), policyText('enforce', 'old.test'));
  await writeFile(file('broken.txt'), 'version: STSv2\n');
});
afterAll(() => rm(folder, { recursive: true }));

async function found(policy: string, ...more: string[]): Promise<string[]> {
  const known = ['--known-policy', file(policy), '--known-policy-id', ...more];
  const { stdout } = await run('--replay', file('seen.json'), '--json', ...known);
  return (
    JSON.parse(stdout)
      .findings.map(({ id }: { id: string }) => id)
      // The fixture's authority is not among the roots here.
      .filter((id: string) => id.startsWith('sts.') && id !== 'sts.certificate-invalid')
  );
}

describe('a policy from before', () => {
  test('C65 that was changed under the same id is found out', async () => {
    expect(await found('older.txt', '20260101')).toEqual(['sts.id-not-bumped']);
    expect(await found('older.txt', 'before')).toEqual([]);
    expect(await found('same.txt', '20260101')).toEqual([]);
  });

  test('C64 that has run out binds nobody', async () => {
    expect(await found('older.txt', '20260101', '--known-policy-at', '2020-01-01T00:00:00Z')).toEqual([]);
  });

  test.each([
    [['--known-policy', 'older.txt'], '--known-policy-id'],
    [['--known-policy', 'older.txt', '--known-policy-id', 'a b'], '--known-policy-id'],
    [
      ['--known-policy', 'older.txt', '--known-policy-id', '1', '--known-policy-at', 'then'],
      '--known-policy-at',
    ],
    [['--known-policy-id', '1'], '--known-policy'],
    [['--known-policy', 'broken.txt', '--known-policy-id', '1'], 'broken.txt'],
    [['--known-policy', 'nowhere.txt', '--known-policy-id', '1'], 'nowhere.txt'],
  ])('is refused: %j', async (args, named) => {
    const given = args.map((arg) => (arg.endsWith('.txt') ? file(arg) : arg));
    const { status, stdout, stderr } = await run('--replay', file('seen.json'), ...given);
    expect([status, stdout]).toEqual([64, '']);
    expect(stderr).toContain(named);
  });
});
