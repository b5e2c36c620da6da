/**
 * `npm run check`: everything that can be said about the code without running it, then the tests unless --no-tests.
 * Each step prints its name and how it went; all run even if one fails, so that one run tells everything.
 */
import { spawnSync } from 'node:child_process';

const steps: readonly (readonly [string, ...string[]])[] = [
  ['format and lint', 'biome', 'check', '--error-on-warnings', '.'],
  ['types', 'tsc', '-p', 'tsconfig.json'],
  ['types: core names no runtime', 'tsc', '-p', 'tsconfig.core.json'],
  ['layers', 'node', 'scripts/layers.ts'],
  ['openapi.yaml up to date', 'node', 'scripts/openapi.ts', '--check'],
  ['docs up to date', 'node', 'scripts/docs.ts', '--check'],
  ['trust anchors up to date', 'node', 'scripts/generate-roots.ts', '--check'],
  ...(process.argv.includes('--no-tests') ? [] : [['tests', 'vitest', 'run'] as const]),
];

const failed = steps.filter(([name, command = '', ...args]) => {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'}  ${name}`);
  if (status !== 0) console.log(`${stdout}${stderr}`);
  return status !== 0;
});
process.exit(failed.length === 0 ? 0 : 1);
