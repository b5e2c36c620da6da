/**
 * Everything a server has, in few handshakes: a pure machine that says which hello comes next and reads what came of it (probe/enumerate.ts
 * makes the connections). Its parts are chains, each a story of its own, which run side by side and learn from each other through Knowledge:
 * first TLS 1.3 (enumerate-greeting, enumerate-lists) beside the long elimination of older suites (enumerate-suites); then, when it is
 * done or when connections run short, the single questions (enumerate-rest, enumerate-keys).
 */
import type { Ask, Chain } from './enumeration-choice.ts';
import { Knowledge } from './enumeration-knowledge.ts';
import { type EnumerationCore, resultOf } from './enumeration-result.ts';
import { long, type Part, resumption, stages } from './enumeration-stages.ts';
import type { Handshake } from './facts.ts';
import type { ResumableSession } from './resumable-session.ts';

export type { Ask } from './enumeration-choice.ts';
export type { EnumerationCore } from './enumeration-result.ts';

/** `wait`: everything that could be asked now hangs on answers that are still out. */
export type Next = Ask | 'wait' | 'done';

export interface Enumerator {
  /** What to ask next; the answer to each Ask has to be given to `heard` or `lost`. */
  next(): Next;
  /** @param session  as it can be resumed, where that is tried; kept in memory, and told nobody */
  heard(ask: Ask, facts: Handshake, session?: ResumableSession): void;
  /** What a session that was tried out showed after its handshake: a ticket, say. */
  heardMore(facts: Handshake, session?: ResumableSession): void;
  /** The question could not be put (no connection): its chain ends, the enumeration is not complete. */
  lost(ask: Ask): void;
  /** Connections that could be of use now, at most: infinite while an elimination is under way. */
  readonly demand: number;
  /** What was not asked to its end, in words; empty once all is known. */
  readonly open: readonly string[];
  /** How the server broke the protocol, by the names of facts; what it said then is not believed. */
  readonly disbelieved: readonly string[];
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
  #longBegun = false;
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

  get disbelieved(): readonly string[] {
    return [...this.#knowledge.disbelieved];
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
    // The long one begins at once, as each of its questions waits for an answer; then it takes what the single ones leave.
    const first = due.find(({ part }) => (part === long) !== this.#longBegun) ?? due[0];
    if (first?.pending === undefined) return this.#chains.length > 0 ? 'wait' : 'done';
    if (first.part === long) this.#longBegun = true;
    first.out = first.pending;
    first.pending = undefined;
    return first.out;
  }

  heard(ask: Ask, facts: Handshake, session?: ResumableSession): void {
    const running = this.#take(ask);
    this.heardMore(facts, session);
    if (ask.everything === true) this.#knowledge.noteBest(facts);
    this.#advance(running, running.chain.next(facts));
    this.#beginWhatMay();
  }

  heardMore(facts: Handshake, session?: ResumableSession): void {
    this.#knowledge.note(facts);
    if (session === undefined) return;
    this.#knowledge.keepSession(session);
    for (const part of resumption) if (this.#started.has(part)) this.#start(part);
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
