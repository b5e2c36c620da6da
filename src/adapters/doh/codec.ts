/**
 * The one importer of dns-packet: queries to bytes, and the data of one record to values.
 * A record is decoded as a message of its own that ends where its data ends: dns-packet believes the data over RDLENGTH, and so cannot
 * read past it. That works for every type whose data has no compressed name; MX, CNAME and SOA are read in record-data.ts.
 */
import { Buffer } from 'node:buffer';
import dnsPacket, { type Answer } from 'dns-packet';
import type { RecordType } from '../../core/dns/answer.ts';

/** What fits unfragmented; over HTTP it limits nothing, yet some servers heed it. */
const ednsPayloadSize = 1232;
const headerLength = 12;
/** Root name, type, class, TTL, RDLENGTH. */
const recordHeadLength = 11;

/** A query: id 0 so that it caches (RFC 8484 §4.1), RD, AD (RFC 6840 §5.7), EDNS with DO (RFC 3225), CD on request. */
export function encodeQuery(
  question: { readonly name: string; readonly type: RecordType },
  options: { readonly checkingDisabled: boolean },
): Uint8Array {
  const { RECURSION_DESIRED, AUTHENTIC_DATA, CHECKING_DISABLED, DNSSEC_OK } = dnsPacket;
  const message = dnsPacket.encode({
    type: 'query',
    id: 0,
    flags: RECURSION_DESIRED | AUTHENTIC_DATA | (options.checkingDisabled ? CHECKING_DISABLED : 0),
    questions: [{ name: question.name, type: question.type, class: 'IN' }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: ednsPayloadSize,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: DNSSEC_OK,
        flag_do: true,
        options: [],
      },
    ],
  });
  return Uint8Array.from(message);
}

/**
 * Decode the data of one record without compressed names.
 *
 * @param type  its code
 * @returns undefined when the data is not what the type asks, or does not end where it should
 * @throws never
 */
export function decodeRecordData(type: number, data: Uint8Array): Answer | undefined {
  const message = Buffer.alloc(headerLength + recordHeadLength + data.length);
  message.writeUInt16BE(0x8000, 2);
  message.writeUInt16BE(1, 6);
  message.writeUInt16BE(type, headerLength + 1);
  message.writeUInt16BE(1, headerLength + 3);
  message.writeUInt16BE(data.length, headerLength + 9);
  message.set(data, headerLength + recordHeadLength);
  try {
    const { answers } = dnsPacket.decode(message);
    return dnsPacket.decode.bytes === message.length ? answers?.[0] : undefined;
  } catch (error) {
    // Its Error for what it finds wrong, Buffer's RangeError where the data ends too soon.
    if (error instanceof Error) return undefined;
    throw error;
  }
}
