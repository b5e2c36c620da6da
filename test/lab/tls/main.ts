/**
 * The TLS client and the enumeration against OpenSSL and GnuTLS as servers and beside sslscan and testssl.sh. Started by `run`, or alone:
 * `node test/lab/tls/main.ts ROOT`, ROOT being where the packages of tls.sh were unpacked.
 */
import { type Checks, createChecks } from '../checks.ts';
import { checkAgreement } from './agreement.ts';
import { checkCoverage } from './coverage.ts';
import { checkResumption } from './resumption.ts';
import { createTools } from './tools.ts';

/** @param root  a folder to chroot into */
export async function checkTls(checks: Checks, root: string): Promise<void> {
  const tools = createTools(root);
  // Two things at once: testssl.sh mostly sleeps.
  await Promise.all([
    checkCoverage(checks, tools).then(() => checkResumption(checks, tools)),
    checkAgreement(checks, tools, { testssl: process.env.INSIDE === 'namespace' }),
  ]);
}

if (import.meta.main) {
  const checks = createChecks();
  await checkTls(checks, process.argv[2] ?? '/');
  process.exitCode = checks.finish() ? 0 : 1;
}
