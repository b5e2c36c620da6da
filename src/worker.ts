/**
 * The Worker entry: the same API at the edge. In production it may not dial port 25, so it asks the vantages that VANTAGES names;
 * without one, a probe of port 25 ends in `egress-blocked`, never in a wrong "no STARTTLS". Wiring only.
 */
import { createCachePolicyMemory, type PlatformCache } from './adapters/policy-memory.ts';
import { createDial } from './adapters/sockets.ts';
import { toAscii } from './adapters/to-ascii.ts';
import { askVantages } from './adapters/vantages.ts';
import { ports } from './core/observation.ts';
import type { JudgeContext } from './core/verdict.ts';
import { createApp } from './http/app.ts';
import { workerBudgets } from './probe/budgets.ts';
import { observeNothing } from './probe/observe-nothing.ts';
import type { Dial } from './probe/ports.ts';
import {
  createCertificateJudge,
  createJudgeContext,
  createObserve,
  createPolicyFetch,
  createProbe,
  type ObserveService,
  rememberPolicies,
} from './service.ts';
import { readSettings, type Settings } from './settings.ts';

/** The platform's own; libraries for other runtimes know no `default`. */
declare const caches: { readonly default: PlatformCache };

type Env = Readonly<Record<string, string | undefined>>;

/** A vantage's own budget, and the way there and back. */
const vantageTimeoutMs = 40_000;
const fullVantageTimeoutMs = 130_000;

/** Built once for each environment, since routes and settings do not change between requests. */
const apps = new WeakMap<Env, ReturnType<typeof createApp>>();

export default {
  fetch(request: Request, env: Env): Response | Promise<Response> {
    const app = apps.get(env) ?? createWorkerApp(env);
    apps.set(env, app);
    return app.fetch(request);
  },
};

/** @throws TypeError when the deployment's settings are wrong: every request then fails, and the log names the variable */
function createWorkerApp(env: Env): ReturnType<typeof createApp> {
  const settings = readSettings(env, { ehloName: 'starttls-probe.invalid' });
  if (!settings.ok) throw new TypeError(settings.error);
  const context = createJudgeContext(settings.value.rootsPem);
  if (!context.ok) throw new TypeError(`ROOTS_PEM: ${context.error}`);
  return createApp({
    probe: createProbe(chooseObserve(settings.value, context.value), context.value),
    judgeCertificate: createCertificateJudge(context.value),
    toAscii,
    report: (error) => console.error(error),
  });
}

function chooseObserve(settings: Settings, context: JudgeContext): ObserveService {
  const measure = createObserve({
    settings,
    fetch: (url, init) => fetch(url, init),
    dial: edgeDial(settings),
    fetchPolicy: createPolicyFetch({
      ...settings,
      dial: settings.allowSpecialAddresses ? createDial({ ports: [443] }) : undefined,
    }),
    dialIssuers: createDial({ ports: [80] }),
    vantage: { id: 'worker', runtime: 'workerd' },
    budgets: workerBudgets,
  });
  const here = rememberPolicies(measure, context, createCachePolicyMemory(caches.default, Date.now));
  const { vantages, vantageToken } = settings;
  if (vantages.length === 0 || vantageToken === undefined) return here;
  return async (request) => {
    if (request.port !== 25) return await here(request);
    const options = {
      vantages,
      token: vantageToken,
      fetch: (url: URL, init: RequestInit) => fetch(url, init),
      timeoutMs: request.depth === 'full' ? fullVantageTimeoutMs : vantageTimeoutMs,
    };
    const answer = await askVantages(request, options);
    return answer.ok
      ? answer.value
      : observeNothing(request, { reason: 'vantage-failed', detail: answer.error }, new Date());
  };
}

/** Cloudflare refuses connections to port 25; local workerd, where labs run, does not. */
function edgeDial(settings: Settings): Dial {
  const dial = createDial({ ports });
  if (settings.allowSpecialAddresses) return dial;
  return async (endpoint, options) =>
    endpoint.port === 25
      ? { kind: 'egress-blocked', detail: 'Workers may not dial port 25 and no vantage is set' }
      : await dial(endpoint, options);
}
