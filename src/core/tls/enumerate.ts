/**
 * Everything a server has, in few handshakes: a pure machine that says which hello comes next and reads what came of it (probe/enumerate.ts
 * makes the connections). Its parts are chains, each a story of its own, which run side by side and learn from each other through Knowledge:
 * first TLS 1.3 (enumerate-greeting, enumerate-lists) beside the long elimination of older suites (enumerate-suites); then, when it is
 * done or when connections run short, the single questions (enumerate-rest).
 */
import { versions } from './code-points.ts';
import { greet } from './enumerate-greeting.ts';
import { groupsAndSchemes, otherSuitesOf13, usualSuitesOf13 } from './enumerate-lists.ts';
import {
  ancientVersions,
  everyKey,
  fallbackScsv,
  olderVersions,
  placeInList,
  unlikelySuites,
  withoutServerName,
} from './enumerate-rest.ts';
import { eliminateSuites } from './enumerate-suites.ts';
import { type Ask, type Chain, Knowledge } from './enumeration-knowledge.ts';
import { type EnumerationCore, resultOf } from './enumeration-result.ts';
import type { Handshake } from './facts.ts';

export type { Ask } from './enumeration-knowledge.ts';
export type { EnumerationCore } from './enumeration-result.ts';

/** `wait`: everything that could be asked now hangs on answers that are still out. */
export type Next = Ask | 'wait' | 'done';

export interface Enumerator {
  /** What to ask next; the answer to each Ask has to be given to `heard` or `lost`. */
  next(): Next;
  heard(ask: Ask, facts: Handshake): void;
  /** What a session that was tried out showed after its handshake: a ticket, say. */
  heardMore(facts: Handshake): void;
  /** The question could not be put (no connection): its chain ends, the enumeration is not complete. */
  lost(ask: Ask): void;
  /** Connections that could be of use now, at most: infinite while an elimination is under way. */
  readonly demand: number;
  /** What was not asked to its end, in words; empty once all is known. */
  readonly open: readonly string[];
  /** What is known, at any time. */
  result(): EnumerationCore;
  /** Leafs by server name and kind of key, as base64. */
  readonly leafs: Knowledge['leafs'];
  /** Versions with which hellos that offer TLS 1.3 and 1.2 were answered: more than one is more than one server. */
  readonly best: readonly string[];
}

export interface EnumeratorOptions {
  /** SNI of all hellos but those that are about its absence. */
  readonly serverName: string | null;
  /** Handshakes made already: they are not asked again. */
  readonly seen: readonly Handshake[];
  /** When these run short, what is short and weighty goes before what is long. Default: no end of them. */
  readonly connectionsLeft?: () => number;
}

/** Begin to enumerate one address. */
export function createEnumerator(options: EnumeratorOptions): Enumerator {
  return new Machine(options);
}

interface Part {
  readonly about: string;
  readonly chain: (knowledge: Knowledge) => Chain;
  /** May it begin before all that stands in front of it has ended? Default: no. */
  readonly early?: (knowledge: Knowledge) => boolean;
}

const long: Part = { about: 'suites before TLSv1.3', chain: olderSuites };
const stages: readonly (readonly Part[])[] = [
  [{ about: 'suites of TLSv1.3', chain: modernSuites }, long],
  // Several that can be asked at once: connections that stand ready when the long elimination turns out to be over are of use.
  [
    { about: 'suites of TLSv1.3', chain: otherSuitesOf13 },
    { about: 'versions before TLSv1.2', chain: olderVersions },
    { about: 'fallback SCSV', chain: fallbackScsv },
    {
      about: 'groups and signature schemes',
      chain: groupsAndSchemes,
      early: ({ ridersDone, modernDone }) => ridersDone && modernDone,
    },
    { about: 'place of suites in the list', chain: placeInList },
    { about: 'certificates without server name', chain: withoutServerName },
  ],
  [
    { about: 'versions before TLSv1', chain: ancientVersions },
    { about: 'fallback SCSV', chain: fallbackScsv },
    { about: 'unlikely suites', chain: unlikelySuites },
    { about: 'certificates of other keys', chain: everyKey },
  ],
];

function* modernSuites(knowledge: Knowledge): Chain {
  yield* greet(knowledge);
  yield* usualSuitesOf13(knowledge);
  knowledge.modernDone = true;
}

/** The newest version before TLS 1.3 in full. */
function* olderSuites(knowledge: Knowledge): Chain {
  for (const version of [versions.tls12, versions.tls11, versions.tls10]) {
    if (knowledge.measured !== undefined || version <= knowledge.refusedUpTo) break;
    yield* eliminateSuites(knowledge, version);
  }
  knowledge.suitesDone = true;
  knowledge.ridersDone = true;
}

interface Running {
  readonly part: Part;
  readonly chain: Chain;
  /** The question that is due; nothing while its answer is out. */
  pending: Ask | undefined;
  out: Ask | undefined;
}

class Machine implements Enumerator {
  readonly #knowledge: Knowledge;
  #chains: Running[] = [];
  #begun = 0;
  readonly #started = new Set<Part>();
  readonly #lost: string[] = [];

  constructor({ serverName, seen, connectionsLeft }: EnumeratorOptions) {
    this.#knowledge = new Knowledge(serverName, connectionsLeft);
    for (const facts of seen) this.#knowledge.noteSeen(facts);
    this.#beginWhatMay();
  }

  get leafs(): Knowledge['leafs'] {
    return this.#knowledge.leafs;
  }

  get best(): readonly string[] {
    return [...this.#knowledge.best];
  }

  get open(): readonly string[] {
    const running = this.#chains.map(({ part: { about } }) => about);
    const later = this.#later().map(({ about }) => about);
    return [...new Set([...this.#lost, ...running, ...later])];
  }

  get demand(): number {
    if (this.#chains.some(({ part }) => part === long)) return Number.POSITIVE_INFINITY;
    return this.#chains.filter(({ pending, out }) => pending !== undefined || out !== undefined).length;
  }

  next(): Next {
    this.#beginWhatMay();
    const due = this.#chains.filter(({ pending }) => pending !== undefined);
    // The long one takes what the single questions leave.
    const first = due.find(({ part }) => part !== long) ?? due[0];
    if (first?.pending === undefined) return this.#chains.length > 0 ? 'wait' : 'done';
    first.out = first.pending;
    first.pending = undefined;
    return first.out;
  }

  heard(ask: Ask, facts: Handshake): void {
    const running = this.#take(ask);
    this.#knowledge.note(facts);
    if (ask.everything === true) this.#knowledge.noteBest(facts);
    this.#advance(running, running.chain.next(facts));
    this.#beginWhatMay();
  }

  heardMore(facts: Handshake): void {
    this.#knowledge.note(facts);
  }

  lost(ask: Ask): void {
    const running = this.#take(ask);
    this.#lost.push(running.part.about);
    this.#chains = this.#chains.filter((one) => one !== running);
    this.#beginWhatMay();
  }

  result(): EnumerationCore {
    return resultOf(this.#knowledge);
  }

  /** A stage begins once all before it has ended, but for the long part when connections run short. */
  #beginWhatMay(): void {
    const isFree = (): boolean => this.#chains.every(({ part }) => part === long && this.#knowledge.tight);
    for (const part of this.#later()) if (part.early?.(this.#knowledge)) this.#start(part);
    while (this.#begun < stages.length && isFree()) {
      const parts = stages[this.#begun] ?? [];
      this.#begun++;
      for (const part of parts) if (!this.#started.has(part)) this.#start(part);
    }
  }

  #later(): Part[] {
    return stages.slice(this.#begun).flatMap((parts) => parts.filter((part) => !this.#started.has(part)));
  }

  #start(part: Part): void {
    this.#started.add(part);
    const running: Running = { part, chain: part.chain(this.#knowledge), pending: undefined, out: undefined };
    this.#chains.push(running);
    this.#advance(running, running.chain.next());
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
