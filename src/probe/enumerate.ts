/**
 * The enumeration of one address (`depth=full`): four connections at once, each brought up to its hello and then given the question that is
 * due (core/tls/enumerate.ts). It keeps within the connections and the time of the probe; what it can't ask it says.
 */
import type { Session } from '../core/smtp/session.ts';
import { type Ask, createEnumerator, type Enumerator } from '../core/tls/enumerate.ts';
import type { Enumeration } from '../core/tls/enumeration.ts';
import type { Handshake } from '../core/tls/facts.ts';
import type { AddressConnections } from './address-connections.ts';
import { timeUsedUp } from './budgets.ts';
import {
  type EarlyConnection,
  type EnumerationTarget,
  type Prepared,
  prepare,
  put,
} from './enumerate-connection.ts';
import { EnumerationRecord } from './enumeration-record.ts';
import type { SessionContext } from './session.ts';

export interface EnumerationPlan {
  readonly target: EnumerationTarget;
  readonly serverName: string | null;
  /** Handshakes made already: they are not asked again. */
  readonly seen?: readonly Handshake[];
  /** The ordinary sessions, once they have ended: their EHLO counts too, and their handshakes have grown. */
  readonly ordinary?: Promise<readonly Session[]>;
  readonly connections: AddressConnections;
  /** One that is under way already. */
  readonly early?: EarlyConnection | undefined;
}

export interface EnumerationResult {
  readonly enumeration: Enumeration;
  /** Sessions that showed a certificate not seen before: rules judge every certificate a server has (C41). */
  readonly sessions: readonly Session[];
}

const lanes = 4;
/** So many connections in a row that come to nothing mean that the server has had enough of us. */
const patience = 3;

/** Never rejects for what the peer does. */
export async function enumerate(plan: EnumerationPlan, context: SessionContext): Promise<EnumerationResult> {
  const run = new Run(plan, context);
  await Promise.all(Array.from({ length: lanes }, (_, i) => run.lane(i === 0 ? plan.early : undefined)));
  return await run.result();
}

const isSilentEnd = ({ failure, hello }: Handshake): boolean =>
  failure?.step === 'server-hello' &&
  (failure.kind === 'closed' || failure.kind === 'reset') &&
  hello !== 'sslv2';

class Run {
  readonly #plan: EnumerationPlan;
  readonly #context: SessionContext;
  readonly #enumerator: Enumerator;
  readonly #record: EnumerationRecord;
  #underWay = 0;
  #failures = 0;
  #stopped: string | undefined;
  #wake: (() => void)[] = [];
  /** CVE-2011-0411: what was sent in the clear behind STARTTLS must be forgotten once TLS stands (RFC 3207 §4.2). One connection tries. */
  #injectionTried: boolean;
  #commandInjection: string | undefined;

  constructor(plan: EnumerationPlan, context: SessionContext) {
    this.#plan = plan;
    this.#context = context;
    this.#injectionTried = plan.target.implicit;
    const { serverName, seen = [], connections } = plan;
    this.#record = new EnumerationRecord(seen, context.cryptography);
    this.#enumerator = createEnumerator({ serverName, seen, connectionsLeft: () => connections.left });
  }

  /** One of several that run side by side: prepare a connection, wait for a question, put it. */
  async lane(early?: EarlyConnection): Promise<void> {
    if (early !== undefined) {
      this.#underWay++;
      await this.#oneConnection(early);
      early.release();
      this.#underWay--;
      this.#changed();
    }
    for (;;) {
      if (this.#isOver()) return;
      if (this.#underWay >= this.#useful) {
        if (this.#enumerator.demand === 0) return;
        await this.#change();
        continue;
      }
      this.#underWay++;
      await this.#plan.connections.hold(() => this.#oneConnection());
      this.#underWay--;
      this.#changed();
    }
  }

  /** So many connections may be under way. The last ones are not made in vain: one that waits for a question may find that none is left. */
  get #useful(): number {
    const { demand } = this.#enumerator;
    return this.#plan.connections.left < lanes ? Math.min(demand, 1) : demand;
  }

  async #oneConnection(early?: EarlyConnection): Promise<void> {
    if (early === undefined && this.#isOver()) return;
    const inject = !this.#injectionTried;
    this.#injectionTried = true;
    const prepared = early ? this.#noted(await early.prepared, true) : await this.#prepare(inject);
    if (prepared === undefined) return;
    for (let ask = this.#enumerator.next(); ; ask = this.#enumerator.next()) {
      if (ask === 'done' || this.#stopped !== undefined) {
        if (ask !== 'done' && ask !== 'wait') this.#enumerator.lost(ask);
        prepared.connection.close();
        return;
      }
      if (ask === 'wait') {
        await this.#change();
        continue;
      }
      await this.#put(ask, prepared);
      return;
    }
  }

  /**
   * A connection that just ends may have waited too long, or met a busy server: only the second one counts. Nor does it count what comes
   * of a hello behind an injected command.
   */
  async #put(ask: Ask, prepared: Prepared): Promise<void> {
    const isNews = (seen: Handshake): boolean => this.#record.isNews(seen);
    let used: Prepared | undefined = prepared;
    let answer = await put(ask, used, this.#context, isNews);
    const isInDoubt = used.injected && ask.whole === true && answer.facts().outcome === 'failed';
    if (isSilentEnd(answer.facts()) || isInDoubt) {
      await answer.end;
      used = this.#isOver() ? undefined : await this.#prepare(false);
      if (used === undefined) {
        this.#enumerator.lost(ask);
        return;
      }
      answer = await put(ask, used, this.#context, isNews);
    }
    if (answer.facts().failure?.kind === 'timeout' && this.#isCut) {
      await answer.end;
      this.#enumerator.lost(ask);
      return;
    }
    // The others need not wait until the session was tried out.
    this.#enumerator.heard(ask, answer.facts(), answer.resumable());
    this.#changed();
    await answer.end;
    this.#enumerator.heardMore(answer.facts(), answer.resumable());
    this.#commandInjection ??= used.injectedReply;
    this.#record.keep(used.session, answer.facts(), ask.whole === true && !this.#isCut);
  }

  /** So little time is left that silence says nothing of the server. */
  get #isCut(): boolean {
    return this.#context.deadline.step().cut;
  }

  async #prepare(inject: boolean): Promise<Prepared | undefined> {
    this.#plan.connections.count();
    return this.#noted(await prepare(this.#plan.target, this.#context, inject), inject);
  }

  #noted(prepared: Prepared | string, inject: boolean): Prepared | undefined {
    if (typeof prepared !== 'string') {
      this.#failures = 0;
      this.#record.noteEhlo(prepared.session);
      return prepared;
    }
    // A server that ends a session for what stands behind STARTTLS is right to do so.
    if (!inject && !this.#context.deadline.passed) this.#failures++;
    if (this.#failures >= patience) this.#stop(`${patience} connections in a row failed: ${prepared}`);
    return undefined;
  }

  #isOver(): boolean {
    if (this.#context.deadline.passed) this.#stop(`unknown: budget (${timeUsedUp})`);
    else if (this.#plan.connections.left <= 0) {
      this.#stop(`unknown: budget (${this.#plan.connections.made} connections were made)`);
    }
    return this.#stopped !== undefined;
  }

  #stop(why: string): void {
    this.#stopped ??= why;
    this.#changed();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  #changed(): void {
    const wake = this.#wake;
    this.#wake = [];
    for (const resolve of wake) resolve();
  }

  async result(): Promise<EnumerationResult> {
    for (const session of (await this.#plan.ordinary) ?? []) {
      this.#record.noteEhlo(session);
      if (session.handshake) this.#enumerator.heardMore(session.handshake);
    }
    const { open, disbelieved } = this.#enumerator;
    const why = this.#stopped ?? 'a question could not be put';
    const gaps = [
      ...(open.length > 0 ? [`${why}: not asked to the end: ${open.join(', ')}`] : []),
      ...(disbelieved.length > 0
        ? [`the server broke the protocol (${disbelieved.join(', ')}): what it then said is not believed`]
        : []),
    ];
    const enumeration: Enumeration = {
      ...this.#enumerator.result(),
      ...this.#record.tell(this.#enumerator),
      ...(this.#commandInjection !== undefined && { commandInjection: this.#commandInjection }),
      connections: this.#plan.connections.made,
      complete: gaps.length === 0,
      ...(gaps.length > 0 && { incomplete: gaps.join('; ') }),
    };
    return { enumeration, sessions: this.#record.sessions };
  }
}
