/**
 * The last wave at one address: handshakes in senders' names (core/senders/targeted-handshakes.ts), within the budget of connections and
 * of time. What the budget cuts off stays open, and the prediction says so.
 */
import type { Port } from '../core/observation.ts';
import { handshakesAsSenders, type TargetedHandshake } from '../core/senders/targeted-handshakes.ts';
import type { Session } from '../core/smtp/session.ts';
import type { AddressConnections } from './address-connections.ts';
import type { Budgets, Deadline } from './budgets.ts';

export interface SenderWave {
  readonly port: Port;
  /** Made so far with our own hellos. */
  readonly sessions: readonly Session[];
  readonly run: (wanted: TargetedHandshake) => Promise<Session>;
  readonly connections: AddressConnections;
  readonly budgets: Budgets;
  readonly deadline: Deadline;
}

/** Kept for what may be asked later: a certificate of each other kind of key. */
const reservedConnections = 3;

/** @returns the sessions made; none where our own hellos told enough */
export async function askAsSenders({
  port,
  sessions,
  run,
  connections,
  budgets,
  deadline,
}: SenderWave): Promise<Session[]> {
  const asSenders: Session[] = [];
  // A step cut short by the deadline would pass for a silent server.
  while (deadline.leftMs >= budgets.stepMs) {
    const wanted = handshakesAsSenders({ port, sessions, asSenders });
    const wave = wanted.slice(0, Math.max(0, connections.left - reservedConnections));
    if (wave.length === 0) break;
    const made = await Promise.all(wave.map(run));
    // A session that came to no handshake (a server that has had enough of us) would be asked for again and again.
    if (made.every(({ handshake }) => !handshake)) break;
    asSenders.push(...made.filter(({ handshake }) => handshake));
    if (made.some(({ handshake }) => !handshake)) break;
  }
  return asSenders;
}
