/**
 * The command line, read into what is to be done. Refusals are sentences that name the option at fault.
 */
import { parseArgs } from 'node:util';
import { parseResolverUrl } from '../adapters/doh/resolver-url.ts';
import { toAscii } from '../adapters/to-ascii.ts';
import { fail, ok, type Result } from '../core/base/result.ts';
import { type Port, ports } from '../core/observation.ts';
import { parseTarget } from '../core/target.ts';
import { type ProbeRequest, readSenders } from '../http/probe-query.ts';

export interface ProbeCommand {
  readonly kind: 'probe';
  readonly request: ProbeRequest;
  readonly json: boolean;
  readonly resolvers?: readonly string[];
  readonly rootsFile?: string;
  readonly ehloName?: string;
  readonly timeoutMs?: number;
  readonly observationFile?: string;
  readonly allowSpecialAddresses: boolean;
  readonly at?: Date;
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
    }
  | { readonly kind: 'senders' | 'rules'; readonly json: boolean }
  | { readonly kind: 'help' | 'version' };

const options = {
  json: { type: 'boolean', default: false },
  port: { type: 'string', default: '25' },
  senders: { type: 'string' },
  resolver: { type: 'string', multiple: true },
  roots: { type: 'string' },
  ehlo: { type: 'string' },
  timeout: { type: 'string' },
  observation: { type: 'string' },
  replay: { type: 'string' },
  at: { type: 'string' },
  'allow-special-addresses': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false, short: 'h' },
  version: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof parse>['values'];

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options, allowPositionals: true });
}

/** @returns what to do, or a sentence about what is wrong */
export function readArguments(args: readonly string[]): Result<Command, string> {
  const parsed = tryParse(args);
  if (!parsed.ok) return parsed;
  const { values, positionals } = parsed.value;
  if (values.help) return ok({ kind: 'help' });
  if (values.version) return ok({ kind: 'version' });
  const [word, ...more] = positionals;
  if (more.length > 0) return fail(`one host at a time: ${more.join(' ')} is too many`);
  if (word === 'senders' || word === 'rules') return ok({ kind: word, json: values.json });
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

function readReplay(word: string | undefined, file: string, values: Values): Result<Command, string> {
  if (word !== undefined) return fail('--replay takes its host from the file');
  const judging = readJudging(values);
  return judging.ok ? ok({ kind: 'replay', file, json: values.json, ...judging.value }) : judging;
}

function readProbe(word: string | undefined, values: Values): Result<Command, string> {
  const target = parseTarget(word, { toAscii });
  if (!target.ok) return fail(target.error.detail);
  const port: Port | undefined = ports.find((known) => String(known) === values.port);
  if (port === undefined) return fail(`--port: one of ${ports.join(', ')}`);
  for (const resolver of values.resolver ?? []) {
    const url = parseResolverUrl(resolver);
    if (!url.ok) return fail(`--resolver: ${url.error}`);
  }
  const seconds = values.timeout === undefined ? undefined : Number(values.timeout);
  if (seconds !== undefined && !(seconds >= 1 && seconds <= 600)) return fail('--timeout: 1 to 600 seconds');
  if (values.ehlo !== undefined && !/^[\x21-\x7e]{1,255}$/.test(values.ehlo))
    return fail('--ehlo: one word of ASCII');
  const judging = readJudging(values);
  if (!judging.ok) return judging;
  const { senders, ...rest } = judging.value;
  return ok({
    kind: 'probe',
    request: { target: target.value, port, ...(senders !== undefined && { senders }) },
    json: values.json,
    allowSpecialAddresses: values['allow-special-addresses'],
    ...(values.resolver !== undefined && { resolvers: values.resolver }),
    ...(values.ehlo !== undefined && { ehloName: values.ehlo }),
    ...(seconds !== undefined && { timeoutMs: seconds * 1000 }),
    ...(values.observation !== undefined && { observationFile: values.observation }),
    ...rest,
  });
}

interface Judging {
  readonly senders?: readonly string[];
  readonly rootsFile?: string;
  readonly at?: Date;
}

function readJudging(values: Values): Result<Judging, string> {
  const senders = values.senders === undefined ? undefined : readSenders(values.senders);
  if (senders !== undefined && !senders.ok) return fail(`--senders: ${senders.error.detail}`);
  const at = values.at === undefined ? undefined : new Date(values.at);
  if (at !== undefined && (Number.isNaN(at.getTime()) || !/^\d{4}-\d{2}-\d{2}/.test(values.at ?? ''))) {
    return fail('--at: an ISO 8601 time, e.g. 2026-11-22T10:00:00Z');
  }
  return ok({
    ...(senders !== undefined && { senders: senders.value }),
    ...(values.roots !== undefined && { rootsFile: values.roots }),
    ...(at !== undefined && { at }),
  });
}
