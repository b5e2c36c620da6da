/**
 * Raises badmx once for a whole test run and tells the tests, in Node and in workerd, where it is.
 */
import { serve } from '@hono/node-server';
import type { TestProject } from 'vitest/node';
import { cryptography } from '../src/adapters/cryptography.ts';
import { createNodeFetch } from '../src/adapters/doh/node-fetch.ts';
import { createDial } from '../src/adapters/sockets.ts';
import { toAscii } from '../src/adapters/to-ascii.ts';
import { asciiBytes } from '../src/core/base/text.ts';
import { startDohServer } from '../src/demo/doh-server.ts';
import type { PortTable } from '../src/demo/port-map.ts';
import { type Badmx, type BadmxHost, startBadmx } from '../src/demo/town.ts';
import { createApp } from '../src/http/app.ts';
import {
  createCertificateJudge,
  createJudgeContext,
  createObserve,
  createPolicyFetch,
  createProbe,
} from '../src/service.ts';

export interface Town {
  readonly dohUrl: string;
  readonly rootsPem: string;
  readonly ports: PortTable;
  readonly hosts: readonly Pick<BadmxHost, 'name' | 'expect'>[];
  readonly hostile: readonly string[];
  /** A Node vantage that may dial the town. */
  readonly vantage: { readonly url: string; readonly token: string };
  /** A resolver that knows one domain, far.test, whose mail host has a public address that no test dials. */
  readonly farDohUrl: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    town: Town;
  }
}

const vantageToken = 'the token of the tests';

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const town = await startBadmx({ hostile: true, dripMs: 1_000 });
  const vantage = await startVantage(town);
  const far = await startDohServer({ zone: { apexes: ['far.test'], names: farNames } });
  project.provide('town', {
    dohUrl: town.dohUrl,
    rootsPem: town.rootsPem,
    ports: town.ports,
    hosts: town.hosts.map(({ name, expect }) => ({ name, expect })),
    hostile: town.hostile.map(({ name }) => name),
    vantage: { url: vantage.url, token: vantageToken },
    farDohUrl: far.url,
  });
  return async () => {
    await vantage.stop();
    await far.listener.stop();
    await town.stop();
  };
}

const farNames = {
  'far.test': { records: [{ type: 'MX' as const, preference: 10, exchange: 'mx.far.test' }] },
  'mx.far.test': { records: [{ type: 'A' as const, address: '11.0.0.1' }] },
};

async function startVantage(town: Badmx): Promise<{ url: string; stop: () => Promise<void> }> {
  const settings = {
    resolvers: [town.dohUrl],
    ehloName: 'vantage.badmx.test',
    allowSpecialAddresses: true,
    egressReferences: [],
  };
  const context = createJudgeContext(town.rootsPem);
  if (!context.ok) throw new Error(context.error);
  const resolverFetch = createNodeFetch();
  const observe = createObserve({
    settings,
    fetch: resolverFetch.fetch,
    dial: createDial({ ports: [25, 465, 587], portMap: town.portMap }),
    fetchPolicy: createPolicyFetch({
      ...settings,
      dial: createDial({ ports: [443], portMap: town.portMap }),
    }),
    vantage: { id: 'node', runtime: 'node' },
  });
  const app = createApp({
    probe: createProbe(observe, context.value),
    judgeCertificate: createCertificateJudge(context.value),
    toAscii,
    report: (error) => console.error(error),
    vantage: {
      token: vantageToken,
      observe,
      hash: (text) => cryptography.hash('sha256', asciiBytes(text)),
    },
  });
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
      const stop = async (): Promise<void> => {
        await new Promise((closed) => server.close(closed));
        await resolverFetch.close();
      };
      resolve({ url: `http://127.0.0.1:${port}`, stop });
    });
  });
}
