/**
 * The connections to one address: how many were made, how many may still be, and a place among those that stand at once.
 */
import { type Budgets, Gate } from './budgets.ts';

export class AddressConnections {
  readonly #gate: Gate;
  readonly #ofProbe: Gate;
  readonly #limit: number;
  #made = 0;

  /** @param gate  all connections of the probe */
  constructor({ budgets, gate }: { readonly budgets: Budgets; readonly gate: Gate }) {
    this.#gate = new Gate(budgets.connectionsAtOncePerAddress);
    this.#ofProbe = gate;
    this.#limit = budgets.connectionsPerAddress;
  }

  /** So far, those under way included. */
  get made(): number {
    return this.#made;
  }

  get left(): number {
    return this.#limit - this.#made;
  }

  /** Run a task that makes one connection, once there is a place for it. */
  run<T>(task: () => Promise<T>): Promise<T> {
    return this.hold(() => {
      this.count();
      return task();
    });
  }

  /** A place for a task that says itself when it connects. */
  hold<T>(task: () => Promise<T>): Promise<T> {
    return this.#gate.run(() => this.#ofProbe.run(task));
  }

  /** Nobody waits for a place. */
  get hasPlace(): boolean {
    return this.#gate.hasPlace && this.#ofProbe.hasPlace;
  }

  count(): void {
    this.#made++;
  }
}
