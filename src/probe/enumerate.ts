/**
 * The enumeration of one address (`depth=full`): four connections at once, each brought up to its hello and then given the question that is
 * due (core/tls/enumerate.ts). It keeps within the connections and the time of the probe; what it can't ask it says.
 */
import { fromBase64, printable, toHex } from '../core/base/text.ts';
import type { Session } from '../core/smtp/session.ts';
import { createTlsClient } from '../core/tls/client.ts';
import { type Ask, createEnumerator, type Enumerator } from '../core/tls/enumerate.ts';
import type { Enumeration, ServedCertificate } from '../core/tls/enumeration.ts';
import type { Handshake } from '../core/tls/facts.ts';
import { broadHello } from '../core/tls/hellos.ts';
import {
  type EnumerationTarget,
  isPositive,
  type Prepared,
  prepare,
  put,
  shakeHands,
} from './enumerate-connection.ts';
import type { SessionContext } from './session.ts';

export interface EnumerationPlan {
  readonly target: EnumerationTarget;
  readonly serverName: string | null;
  /** The sessions made already: their handshakes are not asked again. */
  readonly sessions: readonly Session[];
  /** How many connections may still be made. */
  readonly connections: number;
  /** Holds a place among all connections of the probe while the task runs. */
  readonly gate: <T>(task: () => Promise<T>) => Promise<T>;
}

export interface EnumerationResult {
  readonly enumeration: Enumeration;
  /** Sessions that showed a certificate not seen before: rules judge every certificate a server has (C41). */
  readonly sessions: readonly Session[];
}

const lanes = 4;
/** So many connections in a row that come to nothing mean that the server has had enough of us. */
const patience = 3;
/** How long an injected command is given to be answered, unasked. */
const injectionMs = 1_000;

/** Never rejects for what the peer does. */
export async function enumerate(plan: EnumerationPlan, context: SessionContext): Promise<EnumerationResult> {
  const run = new Run(plan, context);
  // The injected command needs patience: it takes its time in one lane while the others are busy.
  const first = async (): Promise<string | undefined> => {
    const commandInjection = plan.target.implicit ? undefined : await run.injectCommand();
    await run.lane();
    return commandInjection;
  };
  const others = Array.from({ length: lanes - 1 }, () => run.lane());
  const [commandInjection] = await Promise.all([first(), ...others]);
  return run.result(commandInjection);
}

const isSilentEnd = ({ failure, hello }: Handshake): boolean =>
  failure?.step === 'server-hello' &&
  (failure.kind === 'closed' || failure.kind === 'reset') &&
  hello !== 'sslv2';

class Run {
  readonly #plan: EnumerationPlan;
  readonly #context: SessionContext;
  readonly #enumerator: Enumerator;
  readonly #leafs = new Set<string>();
  readonly #sessions: Session[] = [];
  readonly #ehlos = new Set<string>();
  readonly #dead = new Set<string>();
  #made = 0;
  #underWay = 0;
  #failures = 0;
  #stopped: string | undefined;
  #wake: (() => void)[] = [];

  constructor(plan: EnumerationPlan, context: SessionContext) {
    this.#plan = plan;
    this.#context = context;
    const handshakes = plan.sessions.flatMap(({ handshake }) => (handshake ? [handshake] : []));
    this.#enumerator = createEnumerator({ serverName: plan.serverName, seen: handshakes });
    for (const { certificates } of handshakes)
      if (certificates[0] !== undefined) this.#leafs.add(certificates[0]);
    for (const session of plan.sessions) this.#noteEhlo(session);
  }

  /** One of several that run side by side: prepare a connection, wait for a question, put it. */
  async lane(): Promise<void> {
    for (;;) {
      if (this.#isOver()) return;
      if (this.#underWay >= this.#enumerator.demand) {
        if (this.#enumerator.demand === 0) return;
        await this.#change();
        continue;
      }
      this.#underWay++;
      await this.#plan.gate(() => this.#oneConnection());
      this.#underWay--;
      this.#changed();
    }
  }

  async #oneConnection(): Promise<void> {
    if (this.#isOver()) return;
    const prepared = await this.#prepare('STARTTLS');
    if (prepared === undefined) return;
    for (let ask = this.#enumerator.next(); ; ask = this.#enumerator.next()) {
      if (ask === 'done' || this.#stopped !== undefined) {
        prepared.connection.close();
        return;
      }
      if (ask === 'wait') {
        await this.#change();
        continue;
      }
      await this.#put(ask, prepared);
      this.#changed();
      return;
    }
  }

  /** A connection that just ends may have waited too long, or met a busy server: only the second one counts. */
  async #put(ask: Ask, prepared: Prepared): Promise<void> {
    const isNews = (seen: Handshake): boolean => this.#isNews(seen);
    let used: Prepared | undefined = prepared;
    let facts = await put(ask, used, this.#context, isNews);
    if (isSilentEnd(facts)) {
      used = this.#isOver() ? undefined : await this.#prepare('STARTTLS');
      if (used === undefined) {
        this.#enumerator.lost(ask);
        return;
      }
      facts = await put(ask, used, this.#context, isNews);
    }
    this.#keep(used.session, facts, ask.whole === true);
    this.#enumerator.heard(ask, facts);
  }

  async #prepare(command: string): Promise<Prepared | undefined> {
    this.#made++;
    const prepared = await prepare(this.#plan.target, this.#context, command);
    if (typeof prepared !== 'string') {
      this.#failures = 0;
      this.#noteEhlo(prepared.session);
      return prepared;
    }
    this.#failures++;
    if (this.#failures >= patience) this.#stop(`${patience} connections in a row failed: ${prepared}`);
    return undefined;
  }

  #isOver(): boolean {
    if (this.#context.deadline.passed) this.#stop('the time for this probe was used up');
    else if (this.#made >= this.#plan.connections)
      this.#stop(`${this.#plan.connections} connections were made`);
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

  #isNews({ certificates: [leaf] }: Handshake): boolean {
    return leaf !== undefined && !this.#leafs.has(leaf);
  }

  #keep(session: Session, facts: Handshake, whole: boolean): void {
    const [leaf] = facts.certificates;
    if (facts.outcome !== 'completed') return;
    const { version } = facts;
    if (whole && version !== undefined && !isPositive(session.ehloOverTls)) this.#dead.add(version);
    if (leaf === undefined || this.#leafs.has(leaf)) return;
    this.#leafs.add(leaf);
    this.#sessions.push(session);
  }

  /** The keywords only: the first line greets, and may tell the time. */
  #noteEhlo({ extensions, helo }: Session): void {
    if (extensions === undefined || helo === true) return;
    this.#ehlos.add(
      extensions
        .map((line) => line.toUpperCase())
        .toSorted()
        .join(', '),
    );
  }

  /**
   * CVE-2011-0411: what was sent in the clear behind STARTTLS must be forgotten once TLS stands (RFC 3207 §4.2). A NOOP does no harm.
   *
   * @returns the reply that should not be there
   */
  async injectCommand(): Promise<string | undefined> {
    const { deadline, cryptography } = this.#context;
    if (this.#isOver()) return undefined;
    return await this.#plan.gate(async () => {
      const prepared = await this.#prepare('STARTTLS\r\nNOOP');
      if (prepared === undefined) return undefined;
      const client = createTlsClient({
        hello: broadHello,
        helloName: 'enumeration injection',
        serverName: this.#plan.serverName,
        cryptography,
      });
      try {
        const stream = await shakeHands(
          client,
          { ...prepared, split: false, enough: () => false },
          this.#context,
        );
        if (stream === undefined) return undefined;
        for (let silent = false; !silent; ) {
          const received = await stream.read(Math.min(injectionMs, deadline.leftMs));
          if (received.kind !== 'data') silent = true;
          else if (received.bytes.length > 0) return printable(received.bytes.subarray(0, 200));
        }
        return undefined;
      } finally {
        prepared.connection.close();
      }
    });
  }

  result(commandInjection: string | undefined): EnumerationResult {
    const complete = this.#stopped === undefined && this.#enumerator.whole;
    const enumeration: Enumeration = {
      ...this.#enumerator.result(),
      certificates: this.#certificates(),
      deadVersions: [...this.#dead],
      disagreements: this.#disagreements(),
      ...(commandInjection !== undefined && { commandInjection }),
      connections: this.#made + this.#plan.sessions.length,
      complete,
      ...(!complete && { incomplete: this.#stopped ?? 'a question could not be put' }),
    };
    return { enumeration, sessions: this.#sessions };
  }

  #certificates(): ServedCertificate[] {
    return [...this.#enumerator.leafs].flatMap(([serverName, byKind]) =>
      [...byKind].flatMap(([key, leafs]) =>
        [...leafs].map((leaf) => ({ serverName, key, sha256: this.#digest(leaf) })),
      ),
    );
  }

  #digest(leaf: string): string {
    const der = fromBase64(leaf);
    if (!der.ok) throw new TypeError(`a certificate of ours is no base64: ${der.error}`);
    return toHex(this.#context.cryptography.hash('sha256', der.value));
  }

  /** The same question, other answers: several servers behind one address, and not alike. */
  #disagreements(): Enumeration['disagreements'] {
    const certificates = [...this.#enumerator.leafs.values()]
      .flatMap((byKind) => [...byKind.values()])
      .filter((leafs) => leafs.size > 1)
      .map((leafs) => ({
        about: 'certificate' as const,
        values: [...leafs].map((leaf) => this.#digest(leaf)),
      }));
    const ehlo = this.#ehlos.size > 1 ? [{ about: 'ehlo' as const, values: [...this.#ehlos] }] : [];
    return [...certificates, ...ehlo];
  }
}
