#!/usr/bin/env node
/** The command line entry: wiring only. Exit statuses: see cli/usage.ts. */
import { hostname } from 'node:os';
import manifest from '../package.json' with { type: 'json' };
import { createNodeFetch } from './adapters/doh/node-fetch.ts';
import { createDial } from './adapters/sockets.ts';
import { type ObserveCommand, runCli } from './cli/run.ts';
import { fail, ok } from './core/base/result.ts';
import { ports } from './core/observation.ts';
import { defaultBudgets } from './probe/budgets.ts';
import { createObserve, createPolicyFetch } from './service.ts';
import { readSettings } from './settings.ts';

const ourFault = 70;

const observe: ObserveCommand = async (command) => {
  const fromEnvironment = readSettings(process.env, { ehloName: hostname() });
  if (!fromEnvironment.ok) return fail(fromEnvironment.error);
  const allowSpecialAddresses = command.allowSpecialAddresses || fromEnvironment.value.allowSpecialAddresses;
  // Like the egress references, the public pair is for the public DNS.
  const publicTest =
    allowSpecialAddresses && !process.env.DNSSEC_TEST ? undefined : fromEnvironment.value.dnssecTest;
  const dnssecTest = command.dnssecTest === undefined ? publicTest : command.dnssecTest.names;
  const settings = {
    resolvers: command.resolvers ?? fromEnvironment.value.resolvers,
    ehloName: command.ehloName ?? fromEnvironment.value.ehloName,
    allowSpecialAddresses,
    egressReferences: allowSpecialAddresses ? [] : fromEnvironment.value.egressReferences,
    ...(dnssecTest && { dnssecTest }),
  };
  const resolverFetch = createNodeFetch();
  const observeHost = createObserve({
    settings,
    fetch: resolverFetch.fetch,
    dial: createDial({ ports }),
    fetchPolicy: createPolicyFetch({ ...settings, dial: createDial({ ports: [443] }) }),
    dialIssuers: createDial({ ports: [80] }),
    vantage: { id: hostname(), runtime: `node ${process.versions.node}` },
    budgets: { ...defaultBudgets, ...(command.timeoutMs !== undefined && { probeMs: command.timeoutMs }) },
  });
  try {
    return ok(await observeHost(command.request));
  } finally {
    await resolverFetch.close();
  }
};

// A reader that has seen enough (`| head`) is no fault of anybody's.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  throw error;
});

try {
  process.exitCode = await runCli(process.argv.slice(2), {
    output: {
      stdout: (text) => process.stdout.write(text),
      stderr: (text) => process.stderr.write(text),
      width: process.stdout.columns ?? 80,
    },
    observe,
    version: manifest.version,
  });
} catch (error) {
  // The one place where our own mistakes end: told, with where they happened, and the status says whose fault it is.
  console.error(error);
  process.exitCode = ourFault;
}
