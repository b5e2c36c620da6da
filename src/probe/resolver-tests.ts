/**
 * The resolver self-test in use: each resolver that answers is tested once, and remembered for a while, so that "insecure" is never
 * said on the word of one that can not validate. The questions and what they mean: core/dns/resolver-test.ts.
 */
import type { Resolve } from '../core/dns/answer.ts';
import {
  type DnssecTest,
  discountState,
  type ResolverTest,
  testResolver,
} from '../core/dns/resolver-test.ts';
import type { Clock, TestResolver } from './ports.ts';

/** A resolver's configuration changes seldom; two questions an hour are no burden. */
const lifeMs = 3_600_000;
/** One that could not be tested is tried again soon. */
const unknownLifeMs = 60_000;

/**
 * @param options.resolveWith  a `Resolve` that asks this one resolver and no other
 * @returns a test with a memory; make one per process, or per probe where there is no longer-lived place
 */
export function createResolverTests(options: {
  readonly names: DnssecTest;
  readonly resolveWith: (resolver: string) => Resolve;
  readonly clock: Clock;
}): TestResolver {
  const { names, resolveWith, clock } = options;
  // Results, not promises: in Workers one request may not wait for what another began.
  const known = new Map<string, { readonly until: number; readonly test: ResolverTest }>();
  return async (resolver) => {
    const before = known.get(resolver);
    if (before && clock.monotonic() < before.until) return before.test;
    const result = await testResolver(resolveWith(resolver), names);
    const test = { resolver, ...result, testedAt: clock.now().toISOString() };
    const life = result.validates === 'unknown' ? unknownLifeMs : lifeMs;
    known.set(resolver, { until: clock.monotonic() + life, test });
    return test;
  };
}

/** A `Resolve` whose answers claim no more than their resolver is good for, and the tests that it rests on. */
export interface DiscountedResolve {
  readonly resolve: Resolve;
  /** Of the resolvers that answered, in the order of their first answer. */
  tests(): Promise<ResolverTest[]>;
}

/** Wrap `resolve` for one probe; without a test every answer passes as it is. */
export function discountAnswers(resolve: Resolve, test: TestResolver | undefined): DiscountedResolve {
  if (test === undefined) return { resolve, tests: async () => [] };
  const tests = new Map<string, Promise<ResolverTest>>();
  return {
    async resolve(name, type) {
      const answer = await resolve(name, type);
      if (answer.dnssec !== 'secure' && answer.dnssec !== 'insecure') return answer;
      const tested = tests.get(answer.resolver) ?? test(answer.resolver);
      tests.set(answer.resolver, tested);
      return discountState(answer, await tested);
    },
    tests: () => Promise.all(tests.values()),
  };
}
