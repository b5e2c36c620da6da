/**
 * How many questions one probe may put to the resolver: a zone of ten mail hosts with long alias chains must not turn one request
 * into hundreds of look-ups at somebody else's service. An honest domain needs a few dozen. What is not asked is `budget`, so unknown,
 * and blamed on nobody.
 */
import type { DnsAnswer, Resolve } from '../core/dns/answer.ts';

/** Wrap `resolve` for one probe; what it answers after `most` questions was never asked. */
export function limitQuestions(
  resolve: Resolve,
  { most, resolver }: { readonly most: number; readonly resolver: string },
): Resolve {
  let left = most;
  return async (name, type) => {
    if (left <= 0) {
      const error = `not asked: more than ${most} questions for one probe`;
      return { ...unasked, name, type, resolver, failedResolvers: [{ resolver, error }] };
    }
    left--;
    return await resolve(name, type);
  };
}

const unasked = {
  outcome: 'budget',
  records: [],
  cnames: [],
  rcode: null,
  ad: false,
  dnssec: 'indeterminate',
  ede: [],
  ttlSeconds: null,
} satisfies Partial<DnsAnswer>;
