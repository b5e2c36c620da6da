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
  const known = new Map<string, { readonly until: number; readonly test: Promise<ResolverTest> }>();
  return (resolver) => {
    const before = known.get(resolver);
    if (before && clock.monotonic() < before.until) return before.test;
    const test = testResolver(resolveWith(resolver), names).then((result) => {
      if (result.validates === 'unknown') {
        known.set(resolver, { until: clock.monotonic() + unknownLifeMs, test });
      }
      return { resolver, ...result, testedAt: clock.now().toISOString() };
    });
    known.set(resolver, { until: clock.monotonic() + lifeMs, test });
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
  const used = new Set<string>();
  return {
    async resolve(name, type) {
      const answer = await resolve(name, type);
      if (answer.dnssec !== 'secure' && answer.dnssec !== 'insecure') return answer;
      used.add(answer.resolver);
      return discountState(answer, await test(answer.resolver));
    },
    tests: () => Promise.all([...used].map((resolver) => test(resolver))),
  };
}
