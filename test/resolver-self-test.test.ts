/**
 * The resolver self-test from the setting to the verdict: two resolvers in process, one that validates and one that answers everything
 * without AD, through the service as the entries wire it.
 */
import { expect, test } from 'vitest';
import { cryptography } from '../src/adapters/cryptography.ts';
import { judge } from '../src/core/verdict.ts';
import { createObserve } from '../src/service.ts';
import { type AskedQuery, a, codes, makeFetch, mx, writeResponse } from './adapters/doh/responder.ts';
import { anchors } from './core/judging.ts';

const dnssecTest = { signed: 'signed.test', broken: 'broken.test' };
const request = { target: { input: 'a.test', host: 'a.test', form: 'domain' }, port: 25 } as const;

const servfail = 2;

function answerTo(query: AskedQuery, validates: boolean): Uint8Array {
  const { name, type, checkingDisabled } = query;
  const question = { name, type };
  if (validates && name === dnssecTest.broken && !checkingDisabled) {
    return writeResponse({ question, rcode: servfail });
  }
  const ad = validates && name === dnssecTest.signed;
  if (type === codes.MX) return writeResponse({ question, answers: [mx(name, 10, 'mx.a.test')] });
  return writeResponse({ question, ad, ...(type === codes.A && { answers: [a(name, '192.0.2.1')] }) });
}

async function probe(resolvers: readonly string[], names: typeof dnssecTest | undefined) {
  const { fetch, asked } = makeFetch((query) => answerTo(query, !query.url.includes('careless')));
  const observe = createObserve({
    settings: {
      resolvers,
      ehloName: 'probe.test',
      allowSpecialAddresses: true,
      egressReferences: [],
      ...(names && { dnssecTest: names }),
    },
    fetch,
    dial: async () => ({ kind: 'refused', detail: 'nobody is there' }),
    fetchPolicy: async () => {
      throw new Error('there is no policy');
    },
    vantage: { id: 'test', runtime: 'test' },
  });
  const observation = await observe(request);
  const verdict = judge(observation, { anchors, cryptography });
  return { observe, observation, verdict, asked };
}

const careful = 'https://careful.test/dns-query';
const careless = 'https://careless.test/dns-query';

test('a resolver that validates may say insecure', async () => {
  const { observation, verdict } = await probe([careful], dnssecTest);
  expect(observation.routing).toEqual({ kind: 'mx', dnssec: 'insecure' });
  expect(observation.vantage.resolverTests).toMatchObject([{ resolver: careful, validates: 'yes' }]);
  expect(verdict.findings.map(({ id }) => id)).not.toContain('dns.resolver-does-not-validate');
});

test('C9 one that does not may not: every state is indeterminate, and the finding says why', async () => {
  const { observation, verdict } = await probe([careless], dnssecTest);
  expect(new Set(observation.dns.map(({ dnssec }) => dnssec))).toEqual(new Set(['indeterminate']));
  expect(observation.hosts[0]).toMatchObject({ addressDnssec: 'indeterminate', tlsa: { kind: 'skipped' } });
  const finding = verdict.findings.find(({ id }) => id === 'dns.resolver-does-not-validate');
  expect(finding).toMatchObject({ acts: 'nobody', evidence: { resolver: careless } });
  expect(verdict.vantage.resolverTests).toMatchObject([{ validates: 'no' }]);
});

test('the test names are no part of the evidence on the domain, and are asked once for two probes', async () => {
  const { observe, observation, asked } = await probe([careful], dnssecTest);
  expect(observation.dns.map(({ name }) => name)).not.toContain('signed.test');
  await observe(request);
  expect(asked.filter(({ name }) => name === 'signed.test')).toHaveLength(1);
});

test('without the setting nothing is asked, and the resolver is believed', async () => {
  const { observation, asked } = await probe([careless], undefined);
  expect(observation.routing).toEqual({ kind: 'mx', dnssec: 'insecure' });
  expect(observation.vantage).not.toHaveProperty('resolverTests');
  expect(asked.some(({ name }) => name === 'signed.test')).toBe(false);
});
