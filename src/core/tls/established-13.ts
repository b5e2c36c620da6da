/**
 * TLS 1.3 after both Finished: tickets are read and the last one kept, KeyUpdate is obeyed (RFC 8446 §4.6).
 * Post-handshake client authentication is refused unless the hello offered it, and then answered with "none".
 */
import { handshakeTypes, versions } from './code-points.ts';
import { misbehaved } from './fault.ts';
import { groupCode } from './groups.ts';
import type { HandshakeContext, State } from './handshake-context.ts';
import { decode, type HandshakeMessage } from './handshake-reader.ts';
import { type Schedule, ticketKey, trafficKeys, updatedSecret } from './key-schedule-13.ts';
import { parseTicket13, type Ticket13, writeMessage } from './messages.ts';
import { type AeadCipher, opener13, sealer13 } from './record-protection.ts';

export interface ApplicationKeys {
  readonly schedule: Schedule;
  readonly cipher: AeadCipher;
  readonly client: Uint8Array;
  readonly server: Uint8Array;
  /** What the keys of tickets are made of. */
  readonly resumption: Uint8Array;
  readonly suite: number;
}

const updateRequested = 1;

export function established13(context: HandshakeContext, keys: ApplicationKeys): State {
  const state: State = {
    step: 'application-data',
    established: true,
    accepts: new Map([
      [
        handshakeTypes.newSessionTicket,
        ({ body }: HandshakeMessage) => {
          keepTicket(context, keys, parseTicket13(body));
          return state;
        },
      ],
      [
        handshakeTypes.keyUpdate,
        (message: HandshakeMessage) => established13(context, update(context, keys, message.body)),
      ],
    ]),
  };
  return state;
}

/** A lifetime of zero says to forget it at once (RFC 8446 §4.6.1). */
function keepTicket(context: HandshakeContext, keys: ApplicationKeys, issued: Ticket13): void {
  context.facts.sessionTicket = true;
  if (issued.lifetimeSeconds === 0) return;
  const { schedule, resumption, suite } = keys;
  context.resumable = {
    kind: 'pre-shared-key',
    version: versions.tls13,
    suite,
    hash: schedule.hash,
    group: groupCode(context.facts.group ?? ''),
    key: ticketKey(schedule, resumption, issued.nonce),
    ticket: issued.ticket,
    ageAdd: issued.ageAdd,
    receivedAt: context.now(),
  };
}

/** Change the peer's keys, and ours if it asks (RFC 8446 §4.6.3). */
function update(context: HandshakeContext, keys: ApplicationKeys, body: Uint8Array): ApplicationKeys {
  const { schedule, cipher } = keys;
  const request = decode('KeyUpdate', body, (reader) => reader.uint8());
  if (request > updateRequested) {
    throw misbehaved('illegal_parameter', {
      code: 'bad-key-update',
      expected: '0 or 1',
      received: String(request),
      detail: 'KeyUpdate asks for something unknown',
    });
  }
  const server = updatedSecret(schedule, keys.server);
  context.openWith(opener13(context.cryptography, trafficKeys(schedule, server, cipher)));
  if (request !== updateRequested) return { ...keys, server };
  context.sendHandshake(writeMessage(handshakeTypes.keyUpdate, (writer) => writer.uint8(0)));
  const client = updatedSecret(schedule, keys.client);
  context.sealer = sealer13(context.cryptography, trafficKeys(schedule, client, cipher));
  return { ...keys, client, server };
}
