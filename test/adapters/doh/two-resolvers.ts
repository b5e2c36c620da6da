/**
 * Two resolvers behind one fetch, for the tests of fail-over: what each answers is a function of the query.
 */
import { createResolve } from '../../../src/adapters/doh/resolver.ts';
import { type AskedQuery, a, extendedError, makeFetch, type Reply, writeResponse } from './responder.ts';

export const one = 'https://one.test/dns-query';
export const two = 'https://two.test/dns-query';

/** Answer by resolver; the question is put into each message. */
export function makeResolve(
  first: (query: AskedQuery) => Reply,
  second: (query: AskedQuery) => Reply = () => new TypeError('not there'),
) {
  const { fetch, asked } = makeFetch((query) => (query.url === one ? first(query) : second(query)));
  return { resolve: createResolve({ resolvers: [one, two], fetch, timeoutMs: 50 }), asked };
}

export const questionOf = (query: AskedQuery) => ({ name: query.name, type: query.type });
export const good = (query: AskedQuery) =>
  writeResponse({ question: questionOf(query), answers: [a(query.name, '192.0.2.1')], ad: true });
export const servfail = (query: AskedQuery, ede: [number, string] | undefined = undefined) =>
  writeResponse({
    question: questionOf(query),
    rcode: 2,
    additionals: ede === undefined ? [] : [extendedError(...ede)],
  });
