/**
 * `Resolve` over DNS-over-HTTPS resolvers: the next one is asked where one fails, a SERVFAIL is asked again with CD to tell bogus
 * from broken, and the same question is asked once. Make one per probe: its memory is the probe's.
 */
import { isAskableName, normaliseName } from '../../core/base/host-name.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { followAliases } from '../../core/dns/alias-chain.ts';
import type { DnsAnswer, RecordType, Resolve } from '../../core/dns/answer.ts';
import { isConclusive, judgeDnssec } from '../../core/dns/dnssec.ts';
import { blamesDnssec } from '../../core/dns/extended-error.ts';
import { rcodeName, rcodeOutcome } from '../../core/dns/rcode.ts';
import type { DnsResponse, Question } from './message.ts';
import { defaultResolvers, parseResolverUrl } from './resolver-url.ts';
import { exchange, type WireClient, type WireFailure } from './wire.ts';

export interface ResolverOptions extends WireClient {
  /** DoH URLs, asked in this order; default: Cloudflare's, then Google's. */
  readonly resolvers?: readonly string[];
  /** What is left of the probe's time, in milliseconds; no exchange takes longer. Default: no limit. */
  readonly leftMs?: () => number;
}

/** What one resolver made of a question, before it is known who else was asked. */
type Draft = Omit<DnsAnswer, 'failedResolvers'>;

/**
 * Make a resolver for one probe.
 *
 * @param options.timeoutMs  for one HTTP exchange; a question takes at most three exchanges with each resolver
 * @returns never rejects because of the network: that is an outcome
 * @throws TypeError for a resolver URL that may not be asked, or none: our own configuration
 */
export function createResolve(options: ResolverOptions): Resolve {
  const resolvers = (options.resolvers ?? defaultResolvers).map(checkResolver);
  if (resolvers.length === 0) throw new TypeError('no resolver given');
  // One that has not answered goes to the end of the line: its time-out is paid once a probe, not once a question.
  const silent = new Set<string>();
  return (name, type) => {
    const order = resolvers.toSorted((a, b) => Number(silent.has(a)) - Number(silent.has(b)));
    return askInOrder({ client: options, order, silent }, { name: normaliseName(name), type });
  };
}

function checkResolver(text: string): string {
  const url = parseResolverUrl(text);
  if (!url.ok) throw new TypeError(url.error);
  return url.value;
}

/**
 * A conclusive answer ends the search, and so does a bogus one: validation that failed is not shopped around.
 * Else the first resolver that answered at all is believed, since its code says more than a time-out.
 */
async function askInOrder(
  asked: {
    readonly client: ResolverOptions;
    readonly order: readonly string[];
    readonly silent: Set<string>;
  },
  question: Question,
): Promise<DnsAnswer> {
  if (!isAskableName(question.name)) return answerUnasked(question);
  const failedResolvers: DnsAnswer['failedResolvers'] = [];
  let inconclusive: Draft | undefined;
  let last: WireFailure = { kind: 'unreachable', detail: 'no resolver' };
  for (const resolver of asked.order) {
    const draft = await askResolver(asked.client, resolver, question);
    if (draft.ok && (isConclusive(draft.value.outcome) || draft.value.dnssec === 'bogus')) {
      return { ...draft.value, failedResolvers };
    }
    if (draft.ok) inconclusive ??= draft.value;
    else {
      last = draft.error;
      if (last.kind !== 'malformed') asked.silent.add(resolver);
    }
    const error = draft.ok ? (draft.value.rcode ?? draft.value.outcome) : draft.error.detail;
    failedResolvers.push({ resolver, error });
  }
  if (inconclusive === undefined) {
    // Cut short by our own budget, a time-out says nothing about the zone.
    const outcome = last.cut ? 'budget' : last.kind;
    return { ...silence(question, asked.order.at(-1) ?? ''), outcome, failedResolvers };
  }
  const { resolver } = inconclusive;
  return {
    ...inconclusive,
    failedResolvers: failedResolvers.filter((failed) => failed.resolver !== resolver),
  };
}

/** A name over the DNS's limits, or with letters no host name has, is in no zone: there is nothing to ask. */
function answerUnasked(question: Question): DnsAnswer {
  const failedResolvers = [{ resolver: '', error: 'not asked: no such name can exist' }];
  return { ...silence(question, ''), outcome: 'name-error', failedResolvers };
}

function silence(question: Question, resolver: string): Omit<Draft, 'outcome'> {
  return {
    ...question,
    records: [],
    cnames: [],
    rcode: null,
    ad: false,
    dnssec: 'indeterminate',
    ede: [],
    ttlSeconds: null,
    resolver,
  };
}

async function askResolver(
  client: ResolverOptions,
  resolver: string,
  question: Question,
): Promise<Result<Draft, WireFailure>> {
  const ask = async (checkingDisabled: boolean): Promise<Result<DnsResponse, WireFailure>> => {
    const timeoutMs = Math.ceil(Math.min(client.timeoutMs, client.leftMs?.() ?? client.timeoutMs));
    if (timeoutMs <= 0) return fail({ kind: 'timeout', detail: 'not asked: no time was left', cut: true });
    const response = await exchange({ ...client, timeoutMs }, { resolver, question, checkingDisabled });
    const cut = !response.ok && response.error.kind === 'timeout' && timeoutMs < client.timeoutMs;
    return cut ? fail({ ...response.error, cut: true }) : response;
  };
  const started = Date.now();
  const first = await ask(false);
  const failedAfterMs = Date.now() - started;
  if (!first.ok || rcodeName(first.value.rcode) !== 'SERVFAIL')
    return draftFrom(first, { resolver, question, failedAfterMs });
  const unchecked = draftFrom(await ask(true), { resolver, question });
  const uncheckedOutcome = unchecked.ok ? unchecked.value.outcome : undefined;
  const aliases = unchecked.ok ? unchecked.value.cnames : [];
  const found = { resolver, question, failedAfterMs, uncheckedOutcome, aliases };
  if (uncheckedOutcome === undefined || !isConclusive(uncheckedOutcome)) return draftFrom(first, found);
  // The data came with validation off. Unless the resolver itself blames DNSSEC, a fault that has passed in between looks the same.
  if (blamesDnssec(first.value.extendedErrors)) return draftFrom(first, found);
  const again = await ask(false);
  const stillFails = !again.ok || rcodeName(again.value.rcode) === 'SERVFAIL';
  return stillFails ? draftFrom(first, found) : draftFrom(again, { resolver, question });
}

function draftFrom(
  response: Result<DnsResponse, WireFailure>,
  found: {
    readonly resolver: string;
    readonly question: { readonly name: string; readonly type: RecordType };
    readonly failedAfterMs?: number;
    readonly uncheckedOutcome?: DnsAnswer['outcome'] | undefined;
    /** With checking disabled: a SERVFAIL itself has none. */
    readonly aliases?: DnsAnswer['cnames'];
  },
): Result<Draft, WireFailure> {
  if (!response.ok) return response;
  const { value } = response;
  const chain = followAliases(found.question, value);
  if (!chain.ok) return fail({ kind: 'malformed', detail: chain.error });
  const { cnames: own, records } = chain.value;
  const cnames = own.length > 0 ? own : (found.aliases ?? []);
  const outcome = rcodeOutcome(value.rcode, records.length > 0);
  const malformed = records.filter((record) => record.data === undefined).length;
  const owner = own.at(-1)?.to ?? found.question.name;
  const original = value.originalTtls.filter((ttl) => ttl.owner === owner).map((ttl) => ttl.ttlSeconds);
  const ttls = [chain.value.ttlSeconds, outcome === 'answer' ? null : value.negativeTtlSeconds];
  const knownTtls = ttls.filter((ttl) => ttl !== null);
  return ok({
    ...found.question,
    outcome,
    records: records.flatMap((record) => record.data ?? []),
    ...(malformed > 0 && { malformedRecords: malformed }),
    ...(value.omittedRecords > 0 && { omittedRecords: value.omittedRecords }),
    cnames,
    rcode: rcodeName(value.rcode),
    ad: value.authenticData,
    dnssec: judgeDnssec({ outcome, ad: value.authenticData, uncheckedOutcome: found.uncheckedOutcome }),
    ...(found.uncheckedOutcome !== undefined && { uncheckedOutcome: found.uncheckedOutcome }),
    ...(!isConclusive(outcome) &&
      found.failedAfterMs !== undefined && { failedAfterMs: found.failedAfterMs }),
    ede: [...value.extendedErrors],
    ttlSeconds: knownTtls.length === 0 ? null : Math.min(...knownTtls),
    ...(original.length > 0 && { originalTtlSeconds: Math.min(...original) }),
    resolver: found.resolver,
  });
}
