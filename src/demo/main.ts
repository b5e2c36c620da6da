/**
 * `npm run demo`: raises badmx on loopback, probes every host through the API, with leave to dial it, and prints what would become of the mail.
 * Then serves the API on PORT (default 8787); with --once it ends after the table and listens nowhere.
 */
import { serve } from '@hono/node-server';
import { createNodeFetch } from '../adapters/doh/node-fetch.ts';
import { createDial } from '../adapters/sockets.ts';
import { toAscii } from '../adapters/to-ascii.ts';
import { ports } from '../core/observation.ts';
import type { Verdict } from '../core/report/schema.ts';
import { createApp } from '../http/app.ts';
import { Gate } from '../probe/budgets.ts';
import {
  createCertificateJudge,
  createJudgeContext,
  createObserve,
  createPolicyFetch,
  createProbe,
} from '../service.ts';
import { demoTable } from './table.ts';
import { type Badmx, startBadmx } from './town.ts';

const listenPort = Number(process.env.PORT ?? '8787');
/** More would make this machine, not the servers, the slow part. */
const probesAtOnce = 12;
const once = process.argv.includes('--once');

const town = await startBadmx();
try {
  const app = createApp({ ...createTownService(town), toAscii, report: (error) => console.error(error) });
  // Before the probes: who can't serve afterwards should know at once.
  const server = once ? undefined : await listen(app.fetch);
  console.log(demoTable(await probeAll(app), process.stdout.columns));
  if (server === undefined) await town.stop();
  else serveUntilStopped(server);
} catch (error) {
  // Servers would keep a process alive that has nothing more to show.
  await town.stop();
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
  console.error(`demo: port ${listenPort} is taken. Another: PORT=8788 npm run demo`);
  process.exitCode = 1;
}

async function probeAll(app: ReturnType<typeof createApp>): Promise<Verdict[]> {
  const gate = new Gate(probesAtOnce);
  const probe = async (host: string): Promise<Verdict> => {
    const response = await app.request(`/probe?host=${host}`);
    if (response.status !== 200) throw new Error(`${host}: ${await response.text()}`);
    return (await response.json()) as Verdict;
  };
  return await Promise.all(town.hosts.map(({ name }) => gate.run(() => probe(name))));
}

function serveUntilStopped(server: ReturnType<typeof serve>): void {
  console.log(goOn(`http://127.0.0.1:${listenPort}`));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.close();
      town.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(70);
        },
      );
    });
  }
}

/** The real service, with the town's resolver, anchor and ports. */
function createTownService(badmx: Badmx) {
  const context = createJudgeContext(badmx.rootsPem);
  if (!context.ok) throw new Error(context.error);
  const settings = {
    resolvers: [badmx.dohUrl],
    ehloName: 'probe.badmx.test',
    allowSpecialAddresses: true,
    egressReferences: [],
  };
  const portMap = badmx.portMap.bind(badmx);
  const observe = createObserve({
    settings,
    fetch: createNodeFetch().fetch,
    dial: createDial({ ports, portMap }),
    fetchPolicy: createPolicyFetch({ ...settings, dial: createDial({ ports: [443], portMap }) }),
    dialIssuers: createDial({ ports: [80], portMap }),
    vantage: { id: 'demo', runtime: `node ${process.versions.node}` },
  });
  return {
    probe: createProbe(observe, context.value),
    judgeCertificate: createCertificateJudge(context.value),
  };
}

function listen(fetch: Parameters<typeof serve>[0]['fetch']): Promise<ReturnType<typeof serve>> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port: listenPort, hostname: '127.0.0.1' }, () => resolve(server));
    server.once('error', reject);
  });
}

function goOn(base: string): string {
  return [
    `Serving on ${base} (Ctrl-C stops). Try:`,
    `  curl -s '${base}/probe?host=key-usage.badmx.test' | jq '.senders[] | {id, first, final, log}'`,
    `  curl -s -H 'Accept: text/plain' '${base}/probe?host=expired.badmx.test'`,
    `  ${base}/ in a browser`,
  ].join('\n');
}
