/**
 * The command line without a process: what went to stdout and stderr, and the exit status. Nothing is measured.
 */
import { runCli } from '../../src/cli/run.ts';

export async function run(...args: readonly string[]) {
  let stdout = '';
  let stderr = '';
  const status = await runCli(args, {
    output: {
      stdout: (text) => {
        stdout += text;
      },
      stderr: (text) => {
        stderr += text;
      },
      width: 80,
    },
    observe: () => Promise.reject(new Error('nothing is measured here')),
    version: '0.0.0',
  });
  return { status, stdout, stderr };
}
