/**
 * How much one connection may make us read: the budget of all that is no application data, and of records that hold nothing.
 */
import { misbehaved } from './fault.ts';
import { handshakeBudget, overBudget } from './handshake-reader.ts';

/** As OpenSSL has it: one at a time has a use (it starts a chain of CBC blocks anew), a stream of them has none. */
const maxEmptyInARow = 32;

export class Limits {
  #received = 0;
  #emptyInARow = 0;

  /** @throws HandshakeFault handshake-budget */
  spend(bytes: number): void {
    this.#received += bytes;
    if (this.#received > handshakeBudget) throw overBudget(`${this.#received} bytes`);
  }

  /** A record of application data. @throws HandshakeFault too-many-empty-records */
  sawData(length: number): void {
    this.#emptyInARow = length === 0 ? this.#emptyInARow + 1 : 0;
    if (this.#emptyInARow <= maxEmptyInARow) return;
    throw misbehaved('unexpected_message', {
      code: 'too-many-empty-records',
      expected: `at most ${maxEmptyInARow} records in a row without data`,
      received: `${this.#emptyInARow} of them`,
      detail: 'the server sends records that hold nothing, one after another',
    });
  }
}
