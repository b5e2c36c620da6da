/**
 * What was due and what came instead, in words: the `expected` and `received` of facts.
 */
import { handshakeName } from './code-points.ts';
import { type FaultFact, type HandshakeFault, misbehaved } from './fault.ts';
import type { State } from './handshake-context.ts';

export type Ending = 'closed' | 'reset' | 'timeout';

const endTexts: Readonly<Record<Ending, string>> = {
  closed: 'the server closed the connection',
  reset: 'the connection was reset',
  timeout: 'nothing came',
};

/** IANA names of the messages a state waits for. */
export const expectedBy = (state: State): string =>
  state.established === true
    ? 'application data'
    : [...state.accepts.keys()].map(handshakeName).join(' or ') || 'change_cipher_spec';

export const unexpected = (state: State, received: string): HandshakeFault =>
  misbehaved('unexpected_message', {
    code: 'unexpected-message',
    expected: expectedBy(state),
    received,
    detail: `${received} where ${expectedBy(state)} was due`,
  });

/** @param partialBytes of a record whose rest did not come */
export function endFact(state: State, how: Ending, partialBytes: number): FaultFact {
  const due = expectedBy(state);
  return {
    kind: how,
    expected: due,
    ...(partialBytes > 0 && { received: `${partialBytes} bytes of an unfinished record` }),
    detail: `${endTexts[how]} while ${due} was due`,
  };
}
