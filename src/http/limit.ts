/**
 * Two courtesies of one process: the same question asked twice at once is measured once, and not more than so many are measured at once.
 */
import type { Observation } from '../core/observation.ts';
import type { ObserveRequest } from '../probe/observe.ts';
import { Overloaded } from './overloaded.ts';

type Observe = (request: ObserveRequest) => Promise<Observation>;

/** @returns `observe`, which rejects with Overloaded when `atOnce` others are under way */
export function limitObserve(observe: Observe, options: { readonly atOnce: number }): Observe {
  const underWay = new Map<string, Promise<Observation>>();
  return async (request) => {
    const { host, form, input } = request.target;
    const key = JSON.stringify([host, form, request.port, request.depth ?? 'normal']);
    const shared = underWay.get(key);
    if (shared !== undefined) return { ...(await shared), input };
    if (underWay.size >= options.atOnce) throw new Overloaded(`${underWay.size} probes are under way`);
    const own = observe(request).finally(() => underWay.delete(key));
    underWay.set(key, own);
    return await own;
  };
}
