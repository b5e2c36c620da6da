/**
 * The command line, read into what is to be done. Refusals are sentences that name the option at fault.
 */
import { parseArgs } from 'node:util';
import { parseResolverUrl } from '../adapters/doh/resolver-url.ts';
import { toAscii } from '../adapters/to-ascii.ts';
import { fail, ok, type Result } from '../core/base/result.ts';
import { parseTime } from '../core/base/time.ts';
import { type DnssecTest, parseDnssecTest } from '../core/dns/resolver-test.ts';
import { type Port, ports } from '../core/observation.ts';
import { type ProbeRequest, readSenders } from '../core/request.ts';
import { parseTarget } from '../core/target.ts';

/** An MTA-STS policy from before: its text is in the file. */
export interface KnownPolicy {
  readonly file: string;
  /** Of the record then. */
  readonly id: string;
  /** Absent: it is held since just now. */
  readonly fetchedAt?: Date;
}

export interface ProbeCommand {
  readonly kind: 'probe';
  readonly request: ProbeRequest;
  readonly json: boolean;
  readonly resolvers?: readonly string[];
  /** Given: this pair, or none at all. */
  readonly dnssecTest?: { readonly names: DnssecTest | undefined };
  readonly rootsFile?: string;
  readonly ehloName?: string;
  readonly timeoutMs?: number;
  readonly observationFile?: string;
  readonly allowSpecialAddresses: boolean;
  readonly at?: Date;
  readonly knownPolicy?: KnownPolicy;
}

export type Command =
  | ProbeCommand
  | {
      readonly kind: 'replay';
      readonly file: string;
      readonly json: boolean;
      readonly senders?: readonly string[];
      readonly rootsFile?: string;
      readonly at?: Date;
      readonly knownPolicy?: KnownPolicy;
    }
  | {
      readonly kind: 'cert';
      readonly file: string;
      readonly host: string;
      readonly port: Port;
      readonly json: boolean;
      readonly rootsFile?: string;
      readonly at?: Date;
    }
  | { readonly kind: 'senders' | 'rules'; readonly json: boolean; readonly id?: string }
  | { readonly kind: 'help' | 'version' };

const options = {
  json: { type: 'boolean', default: false },
  full: { type: 'boolean', default: false },
  host: { type: 'string' },
  port: { type: 'string', default: '25' },
  senders: { type: 'string' },
  resolver: { type: 'string', multiple: true },
  'dnssec-test': { type: 'string' },
  roots: { type: 'string' },
  ehlo: { type: 'string' },
  timeout: { type: 'string' },
  observation: { type: 'string' },
  replay: { type: 'string' },
  at: { type: 'string' },
  'known-policy': { type: 'string' },
  'known-policy-id': { type: 'string' },
  'known-policy-at': { type: 'string' },
  'allow-special-addresses': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false, short: 'h' },
  version: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof parse>['values'];

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options, allowPositionals: true, tokens: true });
}

/** Only --resolver may come again; of two hosts or times one would be ignored without a word. */
function findRepeated({ tokens }: ReturnType<typeof parse>): string | undefined {
  const names = tokens.flatMap((token) =>
    token.kind === 'option' && token.value !== undefined ? [token.name] : [],
  );
  return names.find((name, i) => name !== 'resolver' && names.indexOf(name) < i);
}

/** @returns what to do, or a sentence about what is wrong */
export function readArguments(args: readonly string[]): Result<Command, string> {
  const parsed = tryParse(args);
  if (!parsed.ok) return parsed;
  const { values, positionals } = parsed.value;
  const repeated = findRepeated(parsed.value);
  if (repeated !== undefined) return fail(`--${repeated} is given twice`);
  if (values.help) return ok({ kind: 'help' });
  if (values.version) return ok({ kind: 'version' });
  const [word, ...more] = positionals;
  if (word === 'senders' || word === 'rules') return readList(word, more, values);
  if (word === 'cert') return readCertificate(more, values);
  if (more.length > 0) return fail(`one host at a time: ${more.join(' ')} is too many`);
  return values.replay === undefined ? readProbe(word, values) : readReplay(word, values.replay, values);
}

function tryParse(args: readonly string[]): Result<ReturnType<typeof parse>, string> {
  try {
    return ok(parse(args));
  } catch (error) {
    // parseArgs throws a TypeError with a code of its own for what the user typed.
    if (error instanceof TypeError && 'code' in error) return fail(error.message);
    throw error;
  }
}

function readList(
  kind: 'senders' | 'rules',
  ids: readonly string[],
  { json }: Values,
): Result<Command, string> {
  const [id, ...more] = ids;
  if (more.length > 0) return fail(`one id at a time: ${more.join(' ')} is too many`);
  return ok({ kind, json, ...(id !== undefined && { id }) });
}

/** What is about measuring, senders or policies: passed over, it would seem to have been looked at. */
const probeOnly = [
  'full',
  'senders',
  'resolver',
  'dnssec-test',
  'ehlo',
  'timeout',
  'observation',
  'replay',
  'known-policy',
  'known-policy-id',
  'known-policy-at',
  'allow-special-addresses',
] as const;

function readCertificate(files: readonly string[], values: Values): Result<Command, string> {
  const [file, ...more] = files;
  if (file === undefined)
    return fail('cert wants a PEM file, or - for standard input: the chain, the server certificate first');
  if (more.length > 0) return fail(`one file at a time: ${more.join(' ')} is too many`);
  const stray = probeOnly.find((name) => values[name] !== undefined && values[name] !== false);
  if (stray !== undefined) return fail(`--${stray} says nothing to cert, which dials nobody`);
  const { host, json } = values;
  if (host === undefined) return fail('cert wants --host, the name of the mail host');
  const port = readPort(values.port);
  if (port === undefined) return fail(portRefusal);
  const judging = readJudging(values);
  if (!judging.ok) return judging;
  const { senders: _, knownPolicy: __, ...rest } = judging.value;
  return ok({ kind: 'cert', file, host, port, json, ...rest });
}

function readReplay(word: string | undefined, file: string, values: Values): Result<Command, string> {
  if (word !== undefined) return fail('--replay takes its host from the file');
  const judging = readJudging(values);
  return judging.ok ? ok({ kind: 'replay', file, json: values.json, ...judging.value }) : judging;
}

function readProbe(word: string | undefined, values: Values): Result<Command, string> {
  const target = parseTarget(word, { toAscii });
  if (!target.ok) return fail(target.error.detail);
  const port = readPort(values.port);
  if (port === undefined) return fail(portRefusal);
  for (const resolver of values.resolver ?? []) {
    const url = parseResolverUrl(resolver);
    if (!url.ok) return fail(`--resolver: ${url.error}`);
  }
  const dnssecTest = values['dnssec-test'] === undefined ? undefined : parseDnssecTest(values['dnssec-test']);
  if (dnssecTest && !dnssecTest.ok) return fail(`--dnssec-test: ${dnssecTest.error}`);
  const seconds = values.timeout === undefined ? undefined : Number(values.timeout);
  if (seconds !== undefined && !(seconds >= 1 && seconds <= 600)) return fail('--timeout: 1 to 600 seconds');
  if (values.ehlo !== undefined && !/^[\x21-\x7e]{1,255}$/.test(values.ehlo))
    return fail('--ehlo: one word of ASCII');
  const judging = readJudging(values);
  if (!judging.ok) return judging;
  const { senders, ...rest } = judging.value;
  return ok({
    kind: 'probe',
    request: {
      target: target.value,
      port,
      ...(values.full && { depth: 'full' }),
      ...(senders !== undefined && { senders }),
    },
    json: values.json,
    allowSpecialAddresses: values['allow-special-addresses'],
    ...(values.resolver !== undefined && { resolvers: values.resolver }),
    ...(dnssecTest && { dnssecTest: { names: dnssecTest.value } }),
    ...(values.ehlo !== undefined && { ehloName: values.ehlo }),
    ...(seconds !== undefined && { timeoutMs: seconds * 1000 }),
    ...(values.observation !== undefined && { observationFile: values.observation }),
    ...rest,
  });
}

const portRefusal = `--port: one of ${ports.join(', ')}`;

function readPort(text: string): Port | undefined {
  return ports.find((known) => String(known) === text);
}

interface Judging {
  readonly senders?: readonly string[];
  readonly rootsFile?: string;
  readonly at?: Date;
  readonly knownPolicy?: KnownPolicy;
}

/** The id is what tells whether senders that hold the policy look again (RFC 8461 §3.1: 1 to 32 letters and digits). */
function readKnown(values: Values): Result<KnownPolicy | undefined, string> {
  const { 'known-policy': file, 'known-policy-id': id, 'known-policy-at': at } = values;
  if (file === undefined) {
    const stray = id !== undefined || at !== undefined;
    return stray ? fail('--known-policy-id and --known-policy-at want --known-policy') : ok(undefined);
  }
  if (id === undefined || !/^[A-Za-z0-9]{1,32}$/.test(id)) {
    return fail('--known-policy wants --known-policy-id, the id that the _mta-sts record had then');
  }
  const fetchedAt = at === undefined ? undefined : parseTime(at);
  if (at !== undefined && fetchedAt === undefined) {
    return fail('--known-policy-at: an ISO 8601 time, e.g. 2026-11-22T10:00:00Z');
  }
  return ok({ file, id, ...(fetchedAt !== undefined && { fetchedAt }) });
}

function readJudging(values: Values): Result<Judging, string> {
  const senders = values.senders === undefined ? undefined : readSenders(values.senders);
  if (senders !== undefined && !senders.ok) return fail(`--senders: ${senders.error.detail}`);
  const at = values.at === undefined ? undefined : parseTime(values.at);
  if (values.at !== undefined && at === undefined) {
    return fail('--at: an ISO 8601 time, e.g. 2026-11-22T10:00:00Z');
  }
  const known = readKnown(values);
  if (!known.ok) return known;
  return ok({
    ...(known.value !== undefined && { knownPolicy: known.value }),
    ...(senders !== undefined && { senders: senders.value }),
    ...(values.roots !== undefined && { rootsFile: values.roots }),
    ...(at !== undefined && { at }),
  });
}
