/**
 * Everything a server has, in few handshakes: a pure machine that says which hello comes next and reads what came of it (probe/enumerate.ts
 * makes the connections). Its parts are chains, each a story of its own: enumerate-lists (TLS 1.3), enumerate-suites (older ones),
 * enumerate-rest. Chains run side by side and learn from each other through Knowledge.
 */
import { versionName, versions } from './code-points.ts';
import { enumerate12, enumerate13, greet13 } from './enumerate-lists.ts';
import {
  ancientVersions,
  everyKey,
  fallbackScsv,
  olderVersions,
  orderedSuites,
  placeInList,
  unlikelySuites,
  withoutServerName,
} from './enumerate-rest.ts';
import { eliminateSuites } from './enumerate-suites.ts';
import type { Enumeration } from './enumeration.ts';
import { type Ask, type Chain, Knowledge } from './enumeration-knowledge.ts';
import type { Handshake } from './facts.ts';
import { groupName } from './groups.ts';
import { signatureSchemeName } from './signature-schemes.ts';
import { findSuite, suiteName } from './suites.ts';

export type { Ask } from './enumeration-knowledge.ts';

/** `wait`: everything that could be asked now hangs on answers that are still out. */
export type Next = Ask | 'wait' | 'done';

/** What a caller adds: it knows the certificates' digests and the connections. */
export type EnumerationCore = Omit<
  Enumeration,
  'certificates' | 'connections' | 'complete' | 'deadVersions' | 'disagreements'
>;

export interface Enumerator {
  /** What to ask next; the answer to each Ask has to be given to `heard` or `lost`. */
  next(): Next;
  heard(ask: Ask, facts: Handshake): void;
  /** The question could not be put (no connection): its chain ends, the enumeration is not complete. */
  lost(ask: Ask): void;
  /** Connections that could be of use now, at most: infinite while an elimination is under way. */
  readonly demand: number;
  /** False once a question was lost. */
  readonly whole: boolean;
  /** What is known, at any time. */
  result(): EnumerationCore;
  /** Leafs by server name and kind of key, as base64. */
  readonly leafs: Knowledge['leafs'];
}

/**
 * Begin to enumerate one address.
 *
 * @param options.serverName  SNI of all hellos but those that are about its absence
 * @param options.seen  handshakes made already: they are not asked again
 */
export function createEnumerator(options: {
  readonly serverName: string | null;
  readonly seen: readonly Handshake[];
}): Enumerator {
  return new Machine(options.serverName, options.seen);
}

interface Running {
  readonly chain: Chain;
  /** The question that is due; nothing while its answer is out. */
  pending: Ask | undefined;
  out: Ask | undefined;
}

class Machine implements Enumerator {
  readonly #knowledge: Knowledge;
  /** Long ones, then (once those are done) the single questions. */
  #chains: Running[] = [];
  #later: (() => Chain)[];
  #whole = true;

  constructor(serverName: string | null, seen: readonly Handshake[]) {
    const knowledge = new Knowledge(serverName);
    this.#knowledge = knowledge;
    for (const facts of seen) knowledge.note(facts);
    this.#start(greet13(knowledge));
    this.#start(everythingElse(knowledge));
    this.#later = [
      ancientVersions,
      fallbackScsv,
      placeInList,
      unlikelySuites,
      withoutServerName,
      everyKey,
    ].map((chain) => () => chain(knowledge));
  }

  get whole(): boolean {
    return this.#whole;
  }

  get leafs(): Knowledge['leafs'] {
    return this.#knowledge.leafs;
  }

  get demand(): number {
    if (this.#later.length > 0) return Number.POSITIVE_INFINITY;
    return this.#chains.filter(({ pending, out }) => pending !== undefined || out !== undefined).length;
  }

  next(): Next {
    if (this.#chains.length === 0) {
      const later = this.#later;
      this.#later = [];
      for (const make of later) this.#start(make());
    }
    const due = this.#chains.find(({ pending }) => pending !== undefined);
    if (due?.pending === undefined) return this.#chains.length > 0 ? 'wait' : 'done';
    due.out = due.pending;
    due.pending = undefined;
    return due.out;
  }

  heard(ask: Ask, facts: Handshake): void {
    const running = this.#take(ask);
    this.#knowledge.note(facts);
    this.#advance(running, running.chain.next(facts));
  }

  lost(ask: Ask): void {
    const running = this.#take(ask);
    this.#whole = false;
    this.#chains = this.#chains.filter((one) => one !== running);
  }

  result(): EnumerationCore {
    return resultOf(this.#knowledge);
  }

  #start(chain: Chain): void {
    const running: Running = { chain, pending: undefined, out: undefined };
    this.#chains.push(running);
    this.#advance(running, chain.next());
  }

  #advance(running: Running, step: IteratorResult<Ask, void>): void {
    running.out = undefined;
    if (step.done) this.#chains = this.#chains.filter((one) => one !== running);
    else running.pending = step.value;
  }

  #take(ask: Ask): Running {
    const running = this.#chains.find(({ out }) => out === ask);
    if (running === undefined) throw new TypeError('an answer to a question that is not out');
    return running;
  }
}

/** The newest version before TLS 1.3 in full, with groups and schemes; what TLS 1.3 adds to them; then what is older. */
function* everythingElse(knowledge: Knowledge): Chain {
  for (const version of [versions.tls12, versions.tls11, versions.tls10]) {
    if (knowledge.measured === undefined) yield* eliminateSuites(knowledge, version);
  }
  const suites = knowledge.suites.get(versions.tls12) ?? [];
  const signed = suites.filter(
    (code) =>
      ['ecdhe', 'dhe'].includes(findSuite(code)?.keyExchange ?? '') &&
      findSuite(code)?.authentication !== 'anonymous',
  );
  const ecdhe = signed.filter((code) => findSuite(code)?.keyExchange === 'ecdhe');
  if (signed.length > 0) yield* enumerate12(knowledge, ecdhe.length > 0 ? ecdhe : signed);
  yield* enumerate13(knowledge);
  yield* olderVersions(knowledge);
}

function resultOf(knowledge: Knowledge): EnumerationCore {
  const { flags, measured } = knowledge;
  const found = [...knowledge.versions].toSorted((a, b) => b - a);
  return {
    versions: found.map(versionName),
    suites: Object.fromEntries(
      found
        .filter((version) => knowledge.suites.has(version))
        .map((version) => [versionName(version), listed(knowledge, version).map(suiteName)]),
    ),
    inferred: [...knowledge.inferred].toSorted((a, b) => b - a).map(versionName),
    serverOrder: measured === undefined ? null : knowledge.serverOrder(measured),
    groups: [...knowledge.groups].map(groupName),
    signatureAlgorithms: [...knowledge.schemes].map(signatureSchemeName),
    dhBits: [...knowledge.dhBits].toSorted((a, b) => a - b),
    ...flags,
    intolerances: [...knowledge.intolerances],
  };
}

function listed(knowledge: Knowledge, version: number): readonly number[] {
  return knowledge.contests.has(version)
    ? orderedSuites(knowledge, version)
    : (knowledge.suites.get(version) ?? []);
}
