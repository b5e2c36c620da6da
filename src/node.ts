/** The Node entry: serves the API, probes from here, and is a vantage for others where VANTAGE_TOKEN is set. Wiring only. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { serve } from '@hono/node-server';
import { cryptography } from './adapters/cryptography.ts';
import { createNodeFetch } from './adapters/doh/node-fetch.ts';
import { createPolicyMemory } from './adapters/policy-memory.ts';
import { createDial } from './adapters/sockets.ts';
import { toAscii } from './adapters/to-ascii.ts';
import { asciiBytes } from './core/base/text.ts';
import { ports } from './core/observation.ts';
import { createApp } from './http/app.ts';
import { limitObserve } from './http/limit.ts';
import {
  createCertificateJudge,
  createJudgeContext,
  createObserve,
  createPolicyFetch,
  createProbe,
  rememberPolicies,
} from './service.ts';
import { readSettings } from './settings.ts';

/** Sockets and memory for this many probes at once are no strain for a small machine. */
const probesAtOnce = 32;

const settings = readSettings(process.env, { ehloName: hostname() });
if (!settings.ok) stop(settings.error);
const { rootsFile, rootsPem, vantageToken, port, listenAddress } = settings.value;
const context = createJudgeContext(rootsFile === undefined ? rootsPem : readRoots(rootsFile));
if (!context.ok) stop(`ROOTS_FILE: ${context.error}`);

const measure = createObserve({
  settings: settings.value,
  fetch: createNodeFetch().fetch,
  dial: createDial({ ports }),
  fetchPolicy: createPolicyFetch({ ...settings.value, dial: createDial({ ports: [443] }) }),
  dialIssuers: createDial({ ports: [80] }),
  vantage: { id: hostname(), runtime: `node ${process.versions.node}` },
});
const memory = createPolicyMemory(Date.now);
const observe = limitObserve(rememberPolicies(measure, context.value, memory), { atOnce: probesAtOnce });
const app = createApp({
  probe: createProbe(observe, context.value),
  judgeCertificate: createCertificateJudge(context.value),
  toAscii,
  report: (error) => console.error(error),
  ...(vantageToken !== undefined && {
    vantage: {
      token: vantageToken,
      observe,
      hash: (text: string) => cryptography.hash('sha256', asciiBytes(text)),
    },
  }),
});
const listen = { port, ...(listenAddress !== undefined && { hostname: listenAddress }) };
const server = serve({ fetch: app.fetch, ...listen }, (info) => {
  const place =
    listenAddress === undefined
      ? `every address, e.g. http://localhost:${info.port}`
      : `${listenAddress} port ${info.port}`;
  console.log(`starttls-probe listens on ${place}`);
});
server.on('error', (error) => stop(error.message));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close());

function readRoots(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // The file system's refusal is the operator's to mend; it names the file.
    if (error instanceof Error && 'code' in error) return stop(`ROOTS_FILE: ${error.message}`);
    throw error;
  }
}

function stop(sentence: string): never {
  console.error(`starttls-probe: ${sentence}`);
  process.exit(78);
}
