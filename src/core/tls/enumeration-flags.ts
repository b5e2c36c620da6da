/**
 * What handshakes say about themselves beside what was chosen, over all of an enumeration: extensions, tickets, renegotiation.
 */
import type { Handshake } from './facts.ts';

export interface Flags {
  extendedMasterSecret?: boolean;
  encryptThenMac?: boolean;
  secureRenegotiation?: boolean;
  compression?: boolean;
  sessionTickets?: boolean;
  sessionIds?: boolean;
  fallbackScsv?: 'refused' | 'ignored';
}

export function noteFlags(flags: Flags, facts: Handshake): void {
  const seen = {
    extendedMasterSecret: facts.extendedMasterSecret,
    encryptThenMac: facts.encryptThenMac,
    sessionTickets: facts.sessionTicket,
    sessionIds: facts.sessionId,
  };
  // Once is enough to have it.
  for (const name of Object.keys(seen) as (keyof typeof seen)[]) {
    const now = seen[name];
    if (now !== undefined) flags[name] = now || flags[name] === true;
  }
  const { secureRenegotiation } = facts;
  // One handshake without it is enough to be at fault.
  if (secureRenegotiation !== undefined)
    flags.secureRenegotiation = secureRenegotiation && flags.secureRenegotiation !== false;
}
