/**
 * How much one probe may cost us and the peers (design: courtesy is a feature). Past a budget the rest is `unknown: budget`.
 */
export interface Budgets {
  readonly mailHosts: number;
  /** To the resolver, in all. */
  readonly dnsQuestions: number;
  /** Of each family, IPv4 and IPv6. */
  readonly addressesPerFamily: number;
  readonly connectionsAtOncePerAddress: number;
  /** Over all addresses; 6 in Workers, where a 7th socket would queue (runtime limit). */
  readonly connectionsAtOnce: number;
  readonly connectionsPerAddress: number;
  readonly probeMs: number;
  readonly stepMs: number;
  readonly smtpTextBytes: number;
}

export const defaultBudgets: Budgets = {
  mailHosts: 10,
  dnsQuestions: 200,
  addressesPerFamily: 2,
  connectionsAtOncePerAddress: 4,
  connectionsAtOnce: 64,
  connectionsPerAddress: 24,
  probeMs: 30_000,
  stepMs: 10_000,
  smtpTextBytes: 64 * 1024,
};

/** `depth=full`: more connections to each address, and the time for them; a time that the caller chose stands. */
export function budgetsFor(depth: 'normal' | 'full', budgets: Budgets): Budgets {
  if (depth === 'normal') return budgets;
  const probeMs = budgets.probeMs === defaultBudgets.probeMs ? fullProbeMs : budgets.probeMs;
  return { ...budgets, probeMs, connectionsPerAddress: fullConnectionsPerAddress };
}
const fullProbeMs = 120_000;
const fullConnectionsPerAddress = 64;

export const workerBudgets: Budgets = { ...defaultBudgets, connectionsAtOnce: 6 };

/** Lets at most `size` tasks run at once; the others wait their turn, first come, first served. */
export class Gate {
  #free: number;
  #waiting: (() => void)[] = [];

  constructor(size: number) {
    this.#free = size;
  }

  /** A task would run at once. */
  get hasPlace(): boolean {
    return this.#free > 0;
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}

/** The time one step gets. */
export interface StepTime {
  readonly timeoutMs: number;
  /** Less than a step should have: a time-out then says nothing about the peer. */
  readonly cut: boolean;
}

export const timeUsedUp = 'the time for this probe was used up';

/** The time a probe has left, step by step. */
export class Deadline {
  #monotonic: () => number;
  #end: number;
  #stepMs: number;

  constructor(monotonic: () => number, budgets: Budgets) {
    this.#monotonic = monotonic;
    this.#end = monotonic() + budgets.probeMs;
    this.#stepMs = budgets.stepMs;
  }

  get leftMs(): number {
    return Math.max(0, this.#end - this.#monotonic());
  }

  /** For one ordinary step: the step's own limit, or what is left. */
  stepMs(): number {
    return this.step().timeoutMs;
  }

  step(): StepTime {
    return this.atMost(this.#stepMs);
  }

  /** For a step that may take all that is left, but for one more step. */
  longStep(): StepTime {
    return this.atMost(Math.max(this.#stepMs, this.leftMs - this.#stepMs));
  }

  /** For a reply that senders wait minutes for (RFC 5321 §4.5.3.2): half of what is left, so that there is time for what follows it. */
  patientStep(): StepTime {
    return this.atMost(Math.max(this.#stepMs, this.leftMs / 2));
  }

  private atMost(limitMs: number): StepTime {
    // Whole milliseconds: AbortSignal.timeout takes no others.
    const timeoutMs = Math.ceil(Math.min(limitMs, this.leftMs));
    return { timeoutMs, cut: timeoutMs < this.#stepMs };
  }

  get passed(): boolean {
    return this.leftMs === 0;
  }
}
