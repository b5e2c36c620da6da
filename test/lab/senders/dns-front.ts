/**
 * Name servers that fail: each stands before the NSD that has the data (dns.sh, `filtered`) and hands questions on, but for those it was
 * told to fail. UDP only: nothing in these zones is long.
 */
import { createSocket } from 'node:dgram';
import { addresses as dns } from '../dnssec/places.ts';
import type { FaultyServer } from './zone-plan.ts';

const rcodes = { servfail: 2, refused: 5 } as const;
const patienceMs = 5_000;

/** @throws when its address cannot be bound */
export function raiseFront({ address, faults }: FaultyServer): Promise<void> {
  const front = createSocket('udp4');
  front.on('message', (question, client) => {
    const { name, type } = questionIn(question);
    const fault = faults.find((each) => each.name === name && each.type === type)?.fault;
    if (fault === 'silence') return;
    const reply = (message: Buffer): void => front.send(message, client.port, client.address);
    if (fault === undefined) handOn(question, reply);
    else reply(failure(question, rcodes[fault]));
  });
  return new Promise((resolve, reject) => {
    front.once('error', reject).bind(53, address, resolve);
  });
}

function handOn(question: Buffer, reply: (message: Buffer) => void): void {
  const back = createSocket('udp4');
  const end = setTimeout(() => back.close(), patienceMs);
  back.on('message', (answer) => {
    reply(answer);
    clearTimeout(end);
    back.close();
  });
  back.send(question, 53, dns.behindFilter);
}

/** The question as an answer that is none: QR set, an RCODE (RFC 1035 §4.1.1). */
function failure(question: Buffer, rcode: number): Buffer {
  const message = Buffer.from(question);
  message[2] = (message[2] ?? 0) | 0x80;
  message[3] = ((message[3] ?? 0) & 0xf0) | rcode;
  return message;
}

/** The one question (RFC 1035 §4.1.2); names in questions are not compressed. */
function questionIn(message: Buffer): { readonly name: string; readonly type: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length !== 0; length = message[at] ?? 0) {
    labels.push(message.subarray(at + 1, at + 1 + length).toString('latin1'));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1) };
}
