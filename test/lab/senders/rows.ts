/**
 * From what a sender logged and what the servers saw to a row of the record: outcomes in the verdict's words. The fate is the sender's
 * word; whether a delivery went over TLS is the servers'.
 */
import type { Attempt } from './logs/attempt.ts';
import { maskLine } from './masks.ts';

/** A line of the world's seen.jsonl, as far as it is read here. */
export interface Connection {
  readonly scenario: string;
  readonly from?: string | null;
  readonly accepted: boolean;
  readonly overTls: boolean;
  readonly clientHello: string | null;
}

export type Absence = 'no-outcome-logged' | 'sender-crashed' | 'not-tested';

export type Row =
  | { readonly none: Absence; readonly log?: readonly string[] }
  | {
      readonly first: string;
      readonly retry?: string;
      readonly peer?: string;
      readonly log: readonly string[];
      readonly log2?: readonly string[];
    };

/**
 * @param attempts  those to deliver this one message, in order: after the first and a second after a deferral the rest tells nothing more
 * @param seen  the connections of this scenario
 */
export function makeRow(attempts: readonly Attempt[], seen: readonly Connection[]): Row {
  const [first, second] = attempts;
  if (first === undefined) return { none: 'no-outcome-logged' };
  const accepted = seen.filter((connection) => connection.accepted);
  const outcome = outcomeOf(first, accepted[0]);
  const last = first.fate === 'deferred' ? second : undefined;
  const delivered = [first, last].find((attempt) => attempt?.fate === 'delivered');
  const peer = accepted[0]?.overTls ? delivered?.peer : undefined;
  return {
    first: outcome,
    ...(last && { retry: outcomeOf(last, accepted[0]) }),
    ...(peer !== undefined && { peer }),
    log: first.lines.map(maskLine),
    ...(last && { log2: last.lines.map(maskLine) }),
  };
}

/** @throws Error where the sender says `delivered` and no server took a message: then the log was misread */
function outcomeOf({ fate, domain }: Attempt, accepted: Connection | undefined): string {
  if (fate !== 'delivered') return fate;
  if (accepted === undefined)
    throw new Error(`${domain}: the sender says delivered, no server accepted a message`);
  return accepted.overTls ? 'delivered-tls' : 'delivered-cleartext';
}
