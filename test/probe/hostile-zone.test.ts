/**
 * Zones made to hurt, through the whole flow: looked up, observed, judged, printed. Whatever they hold is bounded, named and never fatal.
 * Messages that break the wire format are test/adapters/doh/hostile-messages.test.ts; here the records are well-formed and mad.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toAscii } from '../../src/adapters/to-ascii.ts';
import {
  type DnsAnswer,
  type DnsRecord,
  dnsOutcomes,
  dnssecStates,
  type RecordType,
  type Resolve,
} from '../../src/core/dns/answer.ts';
import { observationSchema } from '../../src/core/observation.ts';
import { verdictSchema } from '../../src/core/report/schema.ts';
import { renderText } from '../../src/core/report/text.ts';
import { reportTls } from '../../src/core/tls-rpt/report.ts';
import { judge } from '../../src/core/verdict.ts';
import { defaultBudgets } from '../../src/probe/budgets.ts';
import { observe } from '../../src/probe/observe.ts';
import type { ProbePorts } from '../../src/probe/ports.ts';
import { anchors, cryptography } from '../core/judging.ts';
import { dnsAnswer } from '../core/observation-builder.ts';
import { FakeClock } from './scripted-server.ts';

/** Per mail host: A, AAAA, the alias itself, TLSA at two names, and two questions that tell why one failed. */
const questionsPerHost = 9;
/** MX, the implicit MX's addresses, two TXT. */
const questionsPerDomain = 5;
const maxQuestions = questionsPerDomain + defaultBudgets.mailHosts * questionsPerHost;
/** Two of each family, each asked with SNI, without, and in clear. */
const maxDials = defaultBudgets.mailHosts * 4 * 3;
const maxVerdictBytes = 8 * 1024 * 1024;

const hostile = fc.oneof(
  fc.constantFrom(
    '',
    '.',
    'example.test',
    'mx.example.test',
    '192.0.2.1',
    '::1',
    '*.test',
    'a..b',
    '_x.test',
    '-',
  ),
  fc.constantFrom(
    'a'.repeat(63),
    `${'a'.repeat(64)}.test`,
    `${'a.'.repeat(126)}test`,
    'xn--',
    'xn--zzzz9999.test',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.domain(),
);
const digits = fc.oneof(
  fc.constantFrom(
    '',
    'ab',
    'zz',
    'ab'.repeat(32),
    'ab'.repeat(64),
    '30'.repeat(5_000),
    `3082ffff${'00'.repeat(300)}`,
  ),
  fc
    .uint8Array({ maxLength: 80 })
    .map((bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')),
);
const policyTexts = fc.constantFrom(
  'v=STSv1; id=1;',
  'v=STSv1;',
  'v=TLSRPTv1; rua=mailto:a@example.test',
  `v=STSv1; id=${'a'.repeat(5_000)}`,
  `v=TLSRPTv1; rua=${'mailto:a@b.test,'.repeat(500)}`,
  `v=STSv1;${' ;'.repeat(3_000)}`,
);

const recordsOf: Readonly<Record<RecordType, fc.Arbitrary<DnsRecord>>> = {
  A: fc.ipV4().map((ip) => ({ type: 'A', address: ip })),
  AAAA: fc
    .constantFrom('::1', '2001:db8::1', 'fe80::1', '::ffff:127.0.0.1')
    .map((ip) => ({ type: 'AAAA', address: ip })),
  MX: fc.record({ type: fc.constant('MX' as const), preference: fc.nat(65_535), exchange: hostile }),
  TXT: fc.record({
    type: fc.constant('TXT' as const),
    strings: fc.array(fc.oneof(policyTexts, fc.string({ unit: 'binary', maxLength: 255 })), {
      minLength: 1,
      maxLength: 4,
    }),
  }),
  CNAME: hostile.map((target) => ({ type: 'CNAME', target })),
  TLSA: fc.record({
    type: fc.constant('TLSA' as const),
    usage: fc.nat(255),
    selector: fc.nat(3),
    matchingType: fc.nat(4),
    data: digits,
  }),
};

interface Shape {
  readonly outcome: DnsAnswer['outcome'];
  readonly dnssec: DnsAnswer['dnssec'];
  readonly records: readonly DnsRecord[];
  readonly cnames: DnsAnswer['cnames'];
  readonly ede: DnsAnswer['ede'];
}

const shapeOf = (type: RecordType): fc.Arbitrary<Shape> =>
  fc.record({
    // Mostly answers: a zone that fails is not the dangerous one.
    outcome: fc.oneof(
      { weight: 3, arbitrary: fc.constant('answer' as const) },
      { weight: 1, arbitrary: fc.constantFrom(...dnsOutcomes) },
    ),
    dnssec: fc.constantFrom(...dnssecStates),
    records: fc.array(recordsOf[type], { maxLength: 24 }),
    cnames: fc.array(fc.record({ from: hostile, to: hostile }), { maxLength: 17 }),
    ede: fc.array(fc.record({ code: fc.nat(65_535), name: hostile, text: hostile }), { maxLength: 3 }),
  });

const zone = fc.record({
  A: shapeOf('A'),
  AAAA: shapeOf('AAAA'),
  MX: shapeOf('MX'),
  TXT: shapeOf('TXT'),
  CNAME: shapeOf('CNAME'),
  TLSA: shapeOf('TLSA'),
});

/** Every name has the same records: a zone of one wildcard, the cheapest way to be endless. */
function resolverOf(shapes: Readonly<Record<RecordType, Shape>>): { resolve: Resolve; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    resolve: async (name, type) => {
      asked.push(`${name} ${type}`);
      const { outcome, dnssec, records, cnames, ede } = shapes[type];
      const shown = outcome === 'answer' ? records : [];
      return dnsAnswer(name, type, shown, {
        outcome,
        dnssec,
        cnames: [...cnames],
        ede: [...ede],
        ad: dnssec === 'secure',
      });
    },
  };
}

/** As many mail hosts as 64 KiB hold, none of which is one. */
const policyBody = `version: STSv1\nmode: enforce\nmax_age: 1\n${Array.from({ length: 4_000 }, (_, i) => `mx: a${i}.other`).join('\n')}`;

async function run(shapes: Readonly<Record<RecordType, Shape>>, refuse = true) {
  const { resolve, asked } = resolverOf(shapes);
  const clock = new FakeClock();
  let dials = 0;
  const ports: ProbePorts = {
    dial: async () => {
      dials++;
      return { kind: refuse ? 'refused' : 'timeout', detail: 'nobody is there' };
    },
    createResolve: () => ({ resolve, resolvers: ['https://resolver.test/dns-query'] }),
    fetchPolicy: async (domain) => ({
      url: `https://mta-sts.${domain}/.well-known/mta-sts.txt`,
      outcome: 'response',
      detail: '',
      status: 200,
      contentType: 'text/plain',
      body: policyBody,
    }),
    cryptography,
    clock,
    vantage: { id: 'test', runtime: 'test', ehloName: 'probe.test' },
    egressReferences: [],
    allowSpecialAddresses: true,
    toAscii,
  };
  const target = { input: 'example.test', host: 'example.test', form: 'domain' } as const;
  const observation = await observe({ target, port: 25 }, ports);
  return { observation, asked, dials: () => dials };
}

function judgeAll(observation: Awaited<ReturnType<typeof run>>['observation']): number {
  expect(observationSchema.safeParse(observation).error).toBeUndefined();
  const verdict = judge(observation, { anchors, cryptography });
  expect(verdictSchema.safeParse(verdict).error).toBeUndefined();
  expect(renderText(verdict, { width: 80 }).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  expect(() => reportTls(verdict, { organization: 'x', contact: 'a@b.test' })).not.toThrow();
  return JSON.stringify(verdict).length;
}

const empty: Shape = { outcome: 'no-data', dnssec: 'secure', records: [], cnames: [], ede: [] };
const answer = (records: readonly DnsRecord[]): Shape => ({ ...empty, outcome: 'answer', records });
const bare = { A: empty, AAAA: empty, MX: empty, TXT: empty, CNAME: empty, TLSA: empty };
const manyHosts = Array.from(
  { length: 256 },
  (_, index): DnsRecord => ({
    type: 'MX',
    preference: index,
    exchange: `mx${index}.example.test`,
  }),
);
const manyAddresses = Array.from(
  { length: 256 },
  (_, index): DnsRecord => ({ type: 'A', address: `192.0.2.${index}` }),
);

describe('hostile zones', () => {
  test('any zone is looked up within bounds and judged', async () => {
    await fc.assert(
      fc.asyncProperty(zone, fc.boolean(), async (shapes, refuse) => {
        const { observation, asked, dials } = await run(shapes, refuse);
        expect(asked.length).toBeLessThanOrEqual(maxQuestions);
        expect(dials()).toBeLessThanOrEqual(maxDials);
        expect(judgeAll(observation)).toBeLessThan(maxVerdictBytes);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  test('256 mail hosts with 256 addresses: ten are asked, two addresses each, the rest is named', {
    timeout: 60_000,
  }, async () => {
    const { observation, asked, dials } = await run({
      ...bare,
      MX: answer(manyHosts),
      A: answer(manyAddresses),
    });
    expect(observation.hosts).toHaveLength(256);
    expect(observation.hosts.filter(({ unknown }) => unknown?.reason === 'budget')).toHaveLength(246);
    expect(asked.length).toBeLessThanOrEqual(maxQuestions);
    expect(dials()).toBe(defaultBudgets.mailHosts * defaultBudgets.addressesPerFamily * 3);
    expect(judgeAll(observation)).toBeLessThan(maxVerdictBytes);
  });

  test('TLSA records that fill every message are judged, and shown cut', { timeout: 60_000 }, async () => {
    // 64 KiB are the most that one message holds: here as one record, and as many small ones.
    const big: DnsRecord = {
      type: 'TLSA',
      usage: 2,
      selector: 0,
      matchingType: 0,
      data: '30'.repeat(65_000),
    };
    const small = Array.from(
      { length: 256 },
      (_, index): DnsRecord => ({
        type: 'TLSA',
        usage: 2,
        selector: index % 2,
        matchingType: 1,
        data: index.toString(16).padStart(64, '0'),
      }),
    );
    for (const records of [[big], small]) {
      const shapes = {
        ...bare,
        MX: answer(manyHosts),
        A: answer(manyAddresses.slice(0, 2)),
        TLSA: answer(records),
      };
      const { observation } = await run(shapes);
      expect(judgeAll(observation)).toBeLessThan(maxVerdictBytes);
    }
  });

  test('a mail host is shown with its U-labels, but for what nobody could see', async () => {
    const exchanges = ['xn--bcher-kva.test', 'xn--11b2ezcw70k.test', 'xn--a.test', 'mx.test'];
    const mx = exchanges.map((exchange, preference): DnsRecord => ({ type: 'MX', preference, exchange }));
    const { observation } = await run({ ...bare, MX: answer(mx) });
    expect(observation.hosts.map(({ unicodeName }) => unicodeName)).toEqual([
      'bücher.test',
      undefined,
      undefined,
      undefined,
    ]);
    expect(judgeAll(observation)).toBeLessThan(maxVerdictBytes);
    const { mx: shown } = judge(observation, { anchors, cryptography });
    expect(shown[0]).toMatchObject({ host: 'xn--bcher-kva.test', unicodeHost: 'bücher.test' });
  });

  test('an alias that leads to itself is asked for once', async () => {
    const loop = { ...answer([]), cnames: [{ from: 'example.test', to: 'example.test' }] };
    const { asked, observation } = await run({ ...bare, A: { ...loop, outcome: 'malformed' }, MX: loop });
    expect(asked.length).toBe(new Set(asked).size);
    expect(judgeAll(observation)).toBeLessThan(maxVerdictBytes);
  });
});
