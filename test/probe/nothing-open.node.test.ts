/**
 * When a probe has ended, however its peer behaved, no connection of it is left: counted at the servers' end.
 */
import { expect, test } from 'vitest';
import { createNodeFetch } from '../../src/adapters/doh/node-fetch.ts';
import { createDial } from '../../src/adapters/sockets.ts';
import { startBadmx } from '../../src/demo/town.ts';
import { defaultBudgets } from '../../src/probe/budgets.ts';
import { createObserve, createPolicyFetch } from '../../src/service.ts';
import { ask, forEachHost } from '../town.ts';

test('nothing is left open', { timeout: 120_000 }, async () => {
  const town = await startBadmx({ hostile: true, silenceMs: 60_000 });
  const resolverFetch = createNodeFetch();
  const settings = {
    resolvers: [town.dohUrl],
    ehloName: 'probe.badmx.test',
    allowSpecialAddresses: true,
    egressReferences: [],
  };
  const dial = (ports: readonly number[]) => createDial({ ports, portMap: town.portMap });
  const observe = createObserve({
    settings,
    fetch: resolverFetch.fetch,
    dial: dial([25, 465, 587]),
    fetchPolicy: createPolicyFetch({ ...settings, dial: dial([443]) }),
    vantage: { id: 'test', runtime: 'test' },
    budgets: { ...defaultBudgets, stepMs: 2_000, probeMs: 6_000 },
  });
  try {
    const names = [...town.hosts, ...town.hostile].map(({ name }) => name);
    expect(names.length).toBeGreaterThan(80);
    await forEachHost(names, (name) => observe(ask(name)));
    await forEachHost(names, (name) => observe({ ...ask(name), depth: 'full' }));
    await resolverFetch.close();
    await expect.poll(() => town.openConnections(), { timeout: 10_000 }).toBe(0);
  } finally {
    await town.stop();
  }
});
