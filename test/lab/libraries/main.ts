/**
 * The tables of TLS libraries against the libraries themselves. Started by `run`, or alone: `node test/lab/libraries/main.ts ROOT`,
 * ROOT being where Debian's openssl and gnutls-bin were unpacked.
 */
import { type Checks, createChecks } from '../checks.ts';
import { checkFixes } from './fixes.ts';
import { checkKeyUsage } from './key-usage.ts';
import { checkStrength } from './strength.ts';
import { createTools } from './tools.ts';
import { checkWords } from './words.ts';

/** @param root  a folder to chroot into */
export async function checkLibraries(checks: Checks, root: string): Promise<void> {
  const tools = createTools(root);
  await checkFixes(checks, root);
  await checkKeyUsage(checks, tools);
  await checkStrength(checks, tools);
  await checkWords(checks, tools);
}

if (import.meta.main) {
  const checks = createChecks();
  await checkLibraries(checks, process.argv[2] ?? '/');
  process.exitCode = checks.finish() ? 0 : 1;
}
