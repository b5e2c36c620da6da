/**
 * Where and whether an address is enumerated: once its ordinary sessions are made, and only where one of them got as far as a ClientHello.
 */
import type { AddressObservation } from '../core/observation.ts';
import type { ProbeContext } from './context.ts';
import { enumerate } from './enumerate.ts';

/** @returns the address with what the enumeration adds; unchanged where TLS was never asked for */
export async function enumerateAddress(
  seen: AddressObservation,
  mailHost: string,
  context: ProbeContext,
): Promise<AddressObservation> {
  const { ports, budgets, deadline, port, gate } = context;
  const made = [...seen.sessions, ...(seen.otherKeys ?? [])];
  const asSenders = seen.asSenders?.length ?? 0;
  if (!made.some(({ handshake }) => handshake !== undefined && handshake.failure?.kind !== 'not-tls'))
    return seen;
  const sessionContext = { ...ports, ehloName: ports.vantage.ehloName, deadline, budgets };
  const { enumeration, sessions } = await enumerate(
    {
      target: { address: seen.ip, port, implicit: port === 465 },
      serverName: mailHost,
      sessions: made,
      asSenders,
      connections: budgets.connectionsPerAddress - made.length - asSenders,
      gate: (task) => gate.run(task),
    },
    sessionContext,
  );
  // A handshake that ordinary senders do not get is no stand-in for theirs.
  const completed = seen.sessions.some(({ handshake }) => handshake?.outcome === 'completed');
  return { ...seen, sessions: [...seen.sessions, ...(completed ? sessions : [])], enumeration };
}
