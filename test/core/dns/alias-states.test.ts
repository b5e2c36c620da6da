/** C19-C21, C5: the DNSSEC state of each link of an alias chain. */
import { describe, expect, test } from 'vitest';
import { lookupAddresses } from '../../../src/core/dns/addresses.ts';
import { describeAlias, unsignedName, withAliasStates } from '../../../src/core/dns/alias-states.ts';
import type { DnsAlias, Resolve } from '../../../src/core/dns/answer.ts';
import { rememberAnswers } from '../../../src/core/dns/evidence.ts';
import { lookupMtaStsRecord } from '../../../src/core/dns/policy-records.ts';
import { lookupTlsa } from '../../../src/core/dns/tlsa.ts';
import { makeWorld, type WorldLiteral } from './world.ts';

const chain = {
  'mx.test CNAME': ['a.example'],
  'a.example CNAME': ['b.example'],
  'b.example A': ['192.0.2.1'],
};

async function statesOf(literal: WorldLiteral) {
  const world = makeWorld(literal);
  const { resolve } = rememberAnswers(world.resolve);
  const { cnames } = await lookupAddresses(resolve, 'mx.test');
  return { states: cnames.map(({ dnssec }) => dnssec), asked: world.asked };
}

describe('the state of each link', () => {
  test.each<[string, Pick<WorldLiteral, 'authentic' | 'inauthentic' | 'allAuthentic'>, string[]]>([
    ['no link signed', {}, ['insecure', 'insecure']],
    ['the first alone', { authentic: ['mx.test'] }, ['secure', 'insecure']],
    ['the second alone', { authentic: ['a.example'] }, ['insecure', 'secure']],
    ['both, and not the end', { authentic: ['mx.test', 'a.example'] }, ['secure', 'secure']],
    ['everything', { allAuthentic: true }, ['secure', 'secure']],
  ])('C19, C20: %s', async (_, signed, expected) => {
    const { states } = await statesOf({ records: chain, ...signed });
    expect(states).toEqual(expected);
  });

  test('C19: costs no question where the chain as a whole is secure', async () => {
    const { asked } = await statesOf({ records: chain, allAuthentic: true });
    expect(asked).toEqual(['mx.test A', 'mx.test AAAA']);
  });

  test('C20: is asked for once, however many answers share the chain', async () => {
    const { asked } = await statesOf({ records: chain, authentic: ['mx.test'] });
    expect(asked.filter((question) => question.endsWith('CNAME'))).toEqual([
      'mx.test CNAME',
      'a.example CNAME',
    ]);
  });

  test('C21: tells where a TLSA alias leaves the signed DNS', async () => {
    const world = makeWorld({
      records: {
        'mx.test A': ['192.0.2.1'],
        '_25._tcp.mx.test CNAME': ['tlsa.example'],
        'tlsa.example TLSA': ['3 1 1 00ff'],
      },
      authentic: ['mx.test'],
    });
    const { resolve } = rememberAnswers(world.resolve);
    const lookup = await lookupTlsa(resolve, await lookupAddresses(resolve, 'mx.test'), 25);
    const [answer] = lookup.kind === 'asked' ? lookup.answers : [];
    expect(answer?.cnames).toEqual([{ from: '_25._tcp.mx.test', to: 'tlsa.example', dnssec: 'secure' }]);
    expect(unsignedName(answer?.cnames ?? [])).toBe('tlsa.example');
  });

  test('C49: an aliased _mta-sts record shows the state of its alias', async () => {
    const world = makeWorld({
      records: {
        '_mta-sts.example.test CNAME': ['_mta-sts.provider.test'],
        '_mta-sts.provider.test TXT': ['v=STSv1; id=1;'],
      },
      authentic: ['example.test'],
    });
    const { cnames } = await lookupMtaStsRecord(rememberAnswers(world.resolve).resolve, 'example.test');
    expect(cnames).toMatchObject([{ dnssec: 'secure' }]);
  });

  test('C5: a skipped TLSA look-up names the link that is not signed', async () => {
    const world = makeWorld({ records: chain, authentic: ['a.example'] });
    const { resolve } = rememberAnswers(world.resolve);
    const lookup = await lookupTlsa(resolve, await lookupAddresses(resolve, 'mx.test'), 25);
    expect(lookup).toEqual({
      kind: 'skipped',
      detail: 'mx.test is an alias, and mx.test -> a.example is not signed with DNSSEC',
    });
  });
});

describe('what is not known', () => {
  test('C20: is the state of an alias that is gone when it is asked for by itself', async () => {
    const world = makeWorld({ records: chain });
    const gone: Resolve = async (name, type) => {
      const answer = await world.resolve(name, type);
      return type === 'CNAME' ? { ...answer, outcome: 'no-data', records: [], dnssec: 'secure' } : answer;
    };
    const { cnames, initialDnssec } = await lookupAddresses(rememberAnswers(gone).resolve, 'mx.test');
    expect(cnames.map(({ dnssec }) => dnssec)).toEqual([undefined, undefined]);
    expect(initialDnssec).toBe('insecure');
  });

  test('stays so beyond the eighth link', async () => {
    const links = Array.from({ length: 12 }, (_, i) => [`l${i}.test CNAME`, [`l${i + 1}.test`]] as const);
    const world = makeWorld({
      records: { ...Object.fromEntries(links), 'l12.test A': ['192.0.2.1'] },
      inauthentic: ['l12.test'],
      allAuthentic: true,
    });
    const { cnames } = await rememberAnswers(world.resolve).resolve('l0.test', 'A');
    expect(cnames.map(({ dnssec }) => dnssec)).toEqual([
      ...Array.from({ length: 8 }, () => 'secure'),
      ...Array.from({ length: 4 }, () => undefined),
    ]);
    expect(world.asked.length).toBe(9);
  });

  test('stays so where the alias changed in between', async () => {
    const world = makeWorld({ records: chain });
    const moved: Resolve = async (name, type) =>
      type === 'CNAME'
        ? { ...(await world.resolve(name, type)), records: [{ type, target: 'c.example' }] }
        : world.resolve(name, type);
    const answer = await withAliasStates(moved, await world.resolve('mx.test', 'A'));
    expect(answer.cnames).toEqual([
      { from: 'mx.test', to: 'a.example' },
      { from: 'a.example', to: 'b.example' },
    ]);
  });

  test('a CNAME answer that brings a chain of its own waits for nothing', async () => {
    const looping: Resolve = async (name, type) => ({
      ...(await makeWorld({ records: chain }).resolve(name, type)),
      cnames: [{ from: 'mx.test', to: 'mx.test' }],
    });
    const { resolve } = rememberAnswers(looping);
    expect((await resolve('mx.test', 'CNAME')).cnames).toEqual([{ from: 'mx.test', to: 'mx.test' }]);
    expect((await resolve('mx.test', 'A')).cnames).toHaveLength(1);
  });

  test('stays so where the resolver can not be believed', async () => {
    const world = makeWorld({ records: chain, allAuthentic: true });
    const answer = { ...(await world.resolve('mx.test', 'A')), dnssec: 'indeterminate' } as const;
    expect(await withAliasStates(world.resolve, answer)).toBe(answer);
    expect(world.asked.length).toBe(1);
  });

  test('a link whose question fails is indeterminate, and one with wrong signatures bogus', async () => {
    const failing = { 'mx.test CNAME': 'servfail', 'a.example CNAME': 'bogus' } as const;
    const { states } = await statesOf({ records: chain, failing });
    expect(states).toEqual(['indeterminate', 'bogus']);
  });
});

test.each<[DnsAlias[], string | undefined]>([
  [[{ from: 'a', to: 'b', dnssec: 'secure' }], 'b'],
  [
    [
      { from: 'a', to: 'b', dnssec: 'secure' },
      { from: 'b', to: 'c', dnssec: 'insecure' },
    ],
    'b',
  ],
  [[{ from: 'a', to: 'b' }], undefined],
  [[{ from: 'a', to: 'b', dnssec: 'bogus' }], undefined],
  [[], undefined],
])('unsignedName(%j) is %s', (cnames, expected) => {
  expect(unsignedName(cnames)).toBe(expected);
});

test('describeAlias says so where a state is not known', () => {
  expect(describeAlias({ from: 'a', to: 'b' })).toBe('a -> b (not known)');
});
