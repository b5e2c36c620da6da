/**
 * The whole service against badmx, as a test in either runtime gets it: the real parts, the town's resolver, anchor and ports.
 */
import { inject } from 'vitest';
import { createDial } from '../src/adapters/sockets.ts';
import { toAscii } from '../src/adapters/to-ascii.ts';
import type { ProbeRequest } from '../src/core/request.ts';
import { parseTarget } from '../src/core/target.ts';
import { portMapFrom } from '../src/demo/port-map.ts';
import { type Budgets, defaultBudgets, Gate } from '../src/probe/budgets.ts';
import { createJudgeContext, createObserve, createPolicyFetch, createProbe } from '../src/service.ts';

/**
 * Short steps, since silence is waited for; long enough for a busy machine's handshakes. A probe is long enough for several of them: where
 * a machine comes late to a silent server, what is left must still be a whole step, or the silence counts as our own.
 */
const budgets = { ...defaultBudgets, stepMs: 5_000, probeMs: 25_000 };

/** More probes at once would make the machine, not the servers, the slow part. */
const probesAtOnce = 16;

export function townService(overrides: Partial<Budgets> = {}) {
  const town = inject('town');
  const settings = {
    resolvers: [town.dohUrl],
    ehloName: 'probe.badmx.test',
    allowSpecialAddresses: true,
    egressReferences: [],
  };
  const portMap = portMapFrom(town.ports);
  const observe = createObserve({
    settings,
    fetch: (url, init) => fetch(url, init),
    dial: createDial({ ports: [25, 465, 587], portMap }),
    fetchPolicy: createPolicyFetch({ ...settings, dial: createDial({ ports: [443], portMap }) }),
    dialIssuers: createDial({ ports: [80], portMap }),
    vantage: { id: 'test', runtime: 'test' },
    budgets: { ...budgets, ...overrides },
  });
  const context = createJudgeContext(town.rootsPem);
  if (!context.ok) throw new Error(context.error);
  return { town, budgets, observe, context: context.value, probe: createProbe(observe, context.value) };
}

/** Do it for each, so many at once. */
export async function forEachHost<T>(
  hosts: readonly string[],
  act: (host: string) => Promise<T>,
): Promise<T[]> {
  const gate = new Gate(probesAtOnce);
  return await Promise.all(hosts.map((host) => gate.run(() => act(host))));
}

/** A request as the API would read it. */
export function ask(host: string, port: ProbeRequest['port'] = 25): ProbeRequest {
  const target = parseTarget(host, { toAscii });
  if (!target.ok) throw new Error(target.error.detail);
  return { target: target.value, port };
}
