/**
 * The checks of the lab, run by `run` beside the servers it started: `node main.ts servers` asks only the servers,
 * `node main.ts all` the project too, `node main.ts signed` the signed world alone, `node main.ts libraries` the TLS libraries alone, `node main.ts tls` the TLS client and the enumeration alone. Reads where things are from the environment that `run` sets. Exit 0: nothing failed.
 */
import { join } from 'node:path';
import { createChecks } from './checks.ts';
import { compareVerdicts } from './compare.ts';
import { compareSigned } from './dnssec/compare.ts';
import { checkLibraries } from './libraries/main.ts';
import { checkReload } from './reload-checks.ts';
import { checkResolver } from './resolver-check.ts';
import { checkSmoke } from './senders/smoke.ts';
import { checkServers } from './server-checks.ts';
import { checkTls } from './tls/main.ts';

/** @throws Error where `run` did not set it */
function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start this through test/lab/run`);
  return value;
}

const checks = createChecks();
const folder = setting('run');
const part = process.argv[2];
if (part === 'libraries' || part === 'all') {
  await checkLibraries(checks, join(setting('lab'), 'roots', 'libraries'));
}
if (part === 'tls' || part === 'all') await checkTls(checks, join(setting('lab'), 'roots', 'tls'));
if (part === 'servers' || part === 'all') {
  const dohUrl = setting('doh_url');
  await checkResolver(checks, dohUrl);
  await checkServers(checks, folder);
  await checkReload(checks, { lab: setting('lab'), folder });
  if (part === 'all') {
    await compareVerdicts(checks, {
      project: setting('project'),
      folder,
      dohUrl,
      workerUrl: setting('worker_url'),
    });
  }
}
if (part === 'signed' || part === 'all') {
  await compareSigned(checks, {
    project: setting('project'),
    lab: setting('lab'),
    folder: join(folder, 'signed'),
  });
}
if (part === 'smoke') await checkSmoke(checks, setting('lab'));
process.exitCode = checks.finish() ? 0 : 1;
