/**
 * A whole DNS in one literal, after the manner of mox's mock resolver: records, and lists of names that fail, that are signed, that are not.
 * Answers as a validating resolver would, aliases followed; counts what was asked. For every test that needs a `Resolve`.
 */
import { isAskableName, normaliseName } from '../../../src/core/base/host-name.ts';
import { followAliases } from '../../../src/core/dns/alias-chain.ts';
import type { DnsAnswer, DnsRecord, RecordType, Resolve } from '../../../src/core/dns/answer.ts';

/** How a question fails: as a `DnsAnswer.outcome`, or `bogus`: SERVFAIL, and data with CD set. */
export type WorldFailure =
  | 'servfail'
  | 'bogus'
  | 'refused'
  | 'timeout'
  | 'unreachable'
  | 'malformed'
  | 'other-rcode';

export interface WorldLiteral {
  /** `'mx.example.test A': ['192.0.2.1']`; MX `10 mx.example.test`, TLSA `3 1 1 abcd`, TXT one string or strings joined by `|`. */
  readonly records?: Readonly<Record<string, readonly string[]>>;
  /** `'_25._tcp.mx.example.test TLSA': 'timeout'`; a key without a type fails every question at that name. */
  readonly failing?: Readonly<Record<string, WorldFailure>>;
  /** Is every name signed, but those of `inauthentic`? Default: none is, but those of `authentic`. */
  readonly allAuthentic?: boolean;
  /** Names, or `name TYPE`; a name stands for everything below it too. */
  readonly authentic?: readonly string[];
  readonly inauthentic?: readonly string[];
}

export interface World {
  readonly resolve: Resolve;
  /** `name TYPE` of every question, in the order asked. */
  readonly asked: readonly string[];
}

const resolver = 'https://resolver.test/dns-query';
const ttlSeconds = 300;

/** Build the world. @throws RangeError for a literal that does not parse: a mistake in the test */
export function makeWorld(literal: WorldLiteral): World {
  const asked: string[] = [];
  const table = new Map(
    Object.entries(literal.records ?? {}).map(([key, values]) => [
      key.toLowerCase(),
      values.map((value) => parseRecord(key, value)),
    ]),
  );
  return {
    asked,
    resolve: async (name, type) => {
      const question = { name: normaliseName(name), type };
      asked.push(`${question.name} ${type}`);
      return answerQuestion(literal, table, question);
    },
  };
}

type Table = ReadonlyMap<string, readonly DnsRecord[]>;
type Question = { readonly name: string; readonly type: RecordType };

function answerQuestion(literal: WorldLiteral, table: Table, question: Question): DnsAnswer {
  const base = {
    ...question,
    records: [],
    cnames: [],
    ede: [],
    ttlSeconds: null,
    resolver,
    failedResolvers: [],
  };
  const nothing = { ...base, ad: false, rcode: null, dnssec: 'indeterminate' } as const;
  if (!isAskableName(question.name)) return { ...nothing, outcome: 'name-error' };
  const owned = <T>(owner: string, data: T) => ({ owner, ttlSeconds, data });
  const aliases = [...table].flatMap(([key, records]) =>
    key.endsWith(' cname')
      ? records.flatMap((data) => (data.type === 'CNAME' ? [owned(key.slice(0, -6), data.target)] : []))
      : [],
  );
  const records = [...table].flatMap(([key, values]) =>
    key.endsWith(` ${question.type.toLowerCase()}`)
      ? values.map((data) => owned(key.split(' ')[0] ?? '', data))
      : [],
  );
  const chain = followAliases(question, { aliases, records });
  if (!chain.ok) return { ...nothing, outcome: 'malformed' };
  const { cnames } = chain.value;
  const names = [question.name, ...cnames.map((alias) => alias.to)];
  const failure = names
    .map((name) => findFailure(literal, name, question.type))
    .find((kind) => kind !== undefined);
  if (failure !== undefined) return failedAnswer({ ...nothing, cnames: [] }, failure);
  const ad = names.every((name) => isAuthentic(literal, name, question.type));
  const last = names.at(-1) ?? question.name;
  const exists = [...table.keys()].some((key) =>
    (key.split(' ')[0] ?? '').match(`(^|\\.)${escapeDots(last)}$`),
  );
  const found = chain.value.records.map((record) => record.data);
  return {
    ...base,
    outcome: found.length > 0 ? 'answer' : exists ? 'no-data' : 'name-error',
    rcode: exists ? 'NOERROR' : 'NXDOMAIN',
    records: found,
    cnames,
    ad,
    dnssec: ad ? 'secure' : 'insecure',
    ttlSeconds,
  };
}

function failedAnswer(nothing: Omit<DnsAnswer, 'outcome'>, failure: WorldFailure): DnsAnswer {
  const rcodes = {
    servfail: 'SERVFAIL',
    bogus: 'SERVFAIL',
    refused: 'REFUSED',
    'other-rcode': 'NOTIMP',
  } as const;
  const rcode = failure in rcodes ? rcodes[failure as keyof typeof rcodes] : null;
  if (failure === 'bogus') return { ...nothing, rcode, outcome: 'servfail', dnssec: 'bogus' };
  return { ...nothing, rcode, outcome: failure };
}

function findFailure(literal: WorldLiteral, name: string, type: RecordType): WorldFailure | undefined {
  return literal.failing?.[`${name} ${type}`] ?? literal.failing?.[name];
}

/** The longest entry that covers the question decides. */
function isAuthentic(literal: WorldLiteral, name: string, type: RecordType): boolean {
  const longest = (entries: readonly string[] = []): number =>
    Math.max(
      -1,
      ...entries
        .filter((entry) => entry === `${name} ${type}` || name === entry || name.endsWith(`.${entry}`))
        .map((entry) => entry.length),
    );
  const yes = longest(literal.authentic);
  const no = longest(literal.inauthentic);
  return yes === no ? (literal.allAuthentic ?? false) : yes > no;
}

function parseRecord(key: string, value: string): DnsRecord {
  const type = key.split(' ')[1];
  const words = value.split(' ');
  switch (type) {
    case 'A':
    case 'AAAA':
      return { type, address: value };
    case 'MX':
      return { type, preference: Number(words[0]), exchange: words.slice(1).join(' ') };
    case 'TXT':
      return { type, strings: value.split('|') };
    case 'CNAME':
      return { type, target: value };
    case 'TLSA': {
      const [usage, selector, matchingType] = words.map(Number);
      return {
        type,
        usage: usage ?? 0,
        selector: selector ?? 0,
        matchingType: matchingType ?? 0,
        data: words[3] ?? '',
      };
    }
    default:
      throw new RangeError(`not a record type: ${key}`);
  }
}

function escapeDots(name: string): string {
  return name.replace(/[.+*?^$()[\]{}|\\]/g, '\\$&');
}
