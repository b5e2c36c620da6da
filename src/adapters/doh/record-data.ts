/**
 * The data of DNS records as the core has them. What does not exactly fill its RDLENGTH is malformed, and spoils no other record.
 * Names are read from the whole message, since they may be compressed (RFC 3597 §4: in MX, CNAME and SOA, not in TLSA or RRSIG).
 */
import { parseIpAddress } from '../../core/base/ip-address.ts';
import { printable, toHex } from '../../core/base/text.ts';
import type { DnsRecord, RecordType } from '../../core/dns/answer.ts';
import { decodeRecordData } from './codec.ts';
import { type FramedRecord, FrameError, readNameAt } from './frame.ts';

/** Codes of the record types we ask for or read beside them (IANA, Resource Record TYPEs). */
export const typeCodes = {
  A: 1,
  CNAME: 5,
  SOA: 6,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  OPT: 41,
  RRSIG: 46,
  TLSA: 52,
} as const;

/**
 * One record's data.
 *
 * @param bytes  the whole message
 * @returns undefined when it is not what `type` and RDLENGTH promise
 * @throws never
 */
export function readRecordData(
  bytes: Uint8Array,
  record: FramedRecord,
  type: RecordType,
): DnsRecord | undefined {
  if (type === 'MX') return readMx(bytes, record);
  if (type === 'CNAME') {
    const target = readNameWithin(bytes, record, record.dataStart);
    return target?.next === record.dataEnd ? { type, target: target.name } : undefined;
  }
  const decoded = decodeRecordData(typeCodes[type], bytes.subarray(record.dataStart, record.dataEnd));
  switch (decoded?.type) {
    case 'A':
      return { type: 'A', address: decoded.data };
    case 'AAAA': {
      // dns-packet's own text shortens another run of zeros than RFC 5952 does; equal addresses must be equal strings.
      const address = parseIpAddress(decoded.data);
      return address && { type: 'AAAA', address: address.text };
    }
    case 'TXT': {
      const strings = [decoded.data].flat().map((part) => printable(bytesOf(part)));
      return strings.length === 0 ? undefined : { type: 'TXT', strings };
    }
    case 'TLSA': {
      const { usage, selector, matchingType, certificate } = decoded.data;
      return { type: 'TLSA', usage, selector, matchingType, data: toHex(certificate) };
    }
    default:
      return undefined;
  }
}

/** The TTL the zone gave the records this signature covers (RFC 4034 §3.1.4); none for other records and other types. */
export function readOriginalTtl(
  bytes: Uint8Array,
  record: FramedRecord,
  covered: RecordType,
): { readonly owner: string; readonly ttlSeconds: number }[] {
  if (record.type !== typeCodes.RRSIG) return [];
  const decoded = decodeRecordData(record.type, bytes.subarray(record.dataStart, record.dataEnd));
  if (decoded?.type !== 'RRSIG' || decoded.data.typeCovered !== covered) return [];
  return [{ owner: record.owner, ttlSeconds: decoded.data.originalTTL }];
}

/** How long an absence may be remembered: the smaller of the SOA's TTL and its MINIMUM (RFC 2308 §5); null when it can't be read. */
export function readNegativeTtl(bytes: Uint8Array, soa: FramedRecord): number | null {
  const mname = readNameWithin(bytes, soa, soa.dataStart);
  const rname = mname && readNameWithin(bytes, soa, mname.next);
  if (rname === undefined || rname.next + 20 !== soa.dataEnd) return null;
  const minimum = new DataView(bytes.buffer, bytes.byteOffset).getUint32(rname.next + 16);
  return Math.min(soa.ttlSeconds, minimum);
}

function readMx(bytes: Uint8Array, record: FramedRecord): DnsRecord | undefined {
  const exchange = readNameWithin(bytes, record, record.dataStart + 2);
  if (exchange?.next !== record.dataEnd) return undefined;
  const preference = new DataView(bytes.buffer, bytes.byteOffset).getUint16(record.dataStart);
  return { type: 'MX', preference, exchange: exchange.name };
}

/** A name that must end within its record; a bad one makes the record malformed, not the message. */
function readNameWithin(
  bytes: Uint8Array,
  record: FramedRecord,
  start: number,
): { readonly name: string; readonly next: number } | undefined {
  if (start >= record.dataEnd) return undefined;
  try {
    const name = readNameAt(bytes, start);
    return name.next <= record.dataEnd ? name : undefined;
  } catch (error) {
    if (error instanceof FrameError) return undefined;
    throw error;
  }
}

function bytesOf(part: string | Uint8Array): Uint8Array {
  return typeof part === 'string' ? new TextEncoder().encode(part) : part;
}
