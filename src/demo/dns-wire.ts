/**
 * The few bytes of DNS (RFC 1035 §4) that an authoritative toy needs: read one query, write one answer.
 * No name compression (answers are short), no AXFR, no signatures: DNSSEC is shown by the AD bit alone, as a validating resolver would.
 */
import { Reader, ShortInput, Writer } from '../core/base/bytes.ts';
import { fail, ok, type Result } from '../core/base/result.ts';
import { asciiBytes, fromHex, printable } from '../core/base/text.ts';
import type { DnsRecord } from '../core/dns/answer.ts';

/** RFC 1035 §3.2.2, RFC 3596, RFC 6698 §7.1 */
export const typeCodes = { A: 1, CNAME: 5, SOA: 6, MX: 15, TXT: 16, AAAA: 28, OPT: 41, TLSA: 52 } as const;

/** RFC 1035 §4.1.1 */
export const rcodes = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;
export type Rcode = keyof typeof rcodes;

/** RFC 8914 §4 */
export const extendedErrors = { 'DNSSEC Bogus': 6, 'No Reachable Authority': 22 } as const;
export type ExtendedError = keyof typeof extendedErrors;

export interface DnsQuery {
  readonly id: number;
  /** The question section as it came, to be sent back byte for byte. */
  readonly question: Uint8Array;
  /** Lower case, no trailing dot. */
  readonly name: string;
  readonly type: number;
  readonly recursionDesired: boolean;
  /** The client can read an AD bit: it set AD or DO (RFC 6840 §5.7). */
  readonly wantsAuthenticData: boolean;
  readonly checkingDisabled: boolean;
  readonly edns: boolean;
}

export interface DnsReply {
  readonly rcode: Rcode;
  readonly authenticData: boolean;
  readonly answers: readonly { readonly name: string; readonly record: DnsRecord }[];
  readonly ttlSeconds: number;
  /** Owner of the SOA shown with an answer that has no records (RFC 2308 §2). */
  readonly zone: string;
  readonly extendedError?: ExtendedError;
}

const flag = { qr: 0x8000, aa: 0x0400, rd: 0x0100, ra: 0x0080, ad: 0x0020, cd: 0x0010 } as const;
const headerLength = 12;
const internetClass = 1;
const dnssecOk = 0x8000;
const extendedErrorOption = 15;

/** Read a query of one question. The error is what is wrong with it. */
export function readQuery(bytes: Uint8Array): Result<DnsQuery, string> {
  try {
    const reader = new Reader(bytes);
    const id = reader.uint16();
    const flags = reader.uint16();
    if ((flags & flag.qr) !== 0) return fail('a response, not a query');
    if (reader.uint16() !== 1) return fail('not exactly one question');
    reader.take(4);
    const additional = reader.uint16();
    const name = readName(reader);
    const type = reader.uint16();
    if (reader.uint16() !== internetClass) return fail('not class IN');
    const question = bytes.subarray(headerLength, bytes.length - reader.remaining);
    const options = additional > 0 ? readOpt(reader) : null;
    return ok({
      id,
      question,
      name,
      type,
      recursionDesired: (flags & flag.rd) !== 0,
      wantsAuthenticData: (flags & flag.ad) !== 0 || options?.dnssecOk === true,
      checkingDisabled: (flags & flag.cd) !== 0,
      edns: options !== null,
    });
  } catch (error) {
    if (error instanceof ShortInput) return fail(error.message);
    throw error;
  }
}

/** Write the answer to a query. @throws RangeError when a record is no valid one (our own mistake) */
export function writeReply(query: DnsQuery, reply: DnsReply): Uint8Array {
  const ad = reply.authenticData && query.wantsAuthenticData ? flag.ad : 0;
  const rd = query.recursionDesired ? flag.rd : 0;
  const cd = query.checkingDisabled ? flag.cd : 0;
  const negative =
    reply.answers.length === 0 && (reply.rcode === 'NOERROR' || reply.rcode === 'NXDOMAIN') ? 1 : 0;
  const writer = new Writer()
    .uint16(query.id)
    .uint16(flag.qr | flag.ra | rd | ad | cd | rcodes[reply.rcode])
    .uint16(1)
    .uint16(reply.answers.length)
    .uint16(negative)
    .uint16(query.edns ? 1 : 0)
    .bytes(query.question);
  for (const { name, record } of reply.answers) {
    writeName(writer, name).uint16(typeCodes[record.type]).uint16(internetClass).uint32(reply.ttlSeconds);
    writer.vector(2, (data) => writeData(data, record));
  }
  if (negative) writeStartOfAuthority(writer, reply);
  if (query.edns) writeOpt(writer, reply.extendedError);
  return writer.finish();
}

function readName(reader: Reader): string {
  const labels: string[] = [];
  for (let label = reader.vector(1); label.length > 0; label = reader.vector(1)) {
    // A compression pointer cannot stand in a question; it reads as an over-long label.
    if (label.length > 63) throw new ShortInput('a label of more than 63 bytes');
    labels.push(printable(label).toLowerCase());
  }
  return labels.join('.');
}

function readOpt(reader: Reader): { readonly dnssecOk: boolean } | null {
  if (reader.uint8() !== 0 || reader.uint16() !== typeCodes.OPT) return null;
  reader.take(4);
  const flags = reader.uint16();
  return { dnssecOk: (flags & dnssecOk) !== 0 };
}

function writeName(writer: Writer, name: string): Writer {
  // The root is no label at all, with or without its dot.
  for (const label of name.split('.').filter((each) => each !== '')) {
    writer.vector(1, (inner) => inner.bytes(asciiBytes(label)));
  }
  return writer.uint8(0);
}

function writeData(writer: Writer, record: DnsRecord): void {
  switch (record.type) {
    case 'A':
      return void writer.bytes(Uint8Array.from(record.address.split('.'), Number));
    case 'AAAA':
      return void writer.bytes(ipv6Bytes(record.address));
    case 'MX':
      return void writeName(writer.uint16(record.preference), record.exchange);
    case 'TXT':
      for (const text of record.strings) writer.vector(1, (inner) => inner.bytes(asciiBytes(text)));
      return;
    case 'CNAME':
      return void writeName(writer, record.target);
    case 'TLSA': {
      const data = fromHex(record.data);
      if (!data.ok) throw new RangeError(`TLSA data: ${data.error}`);
      return void writer
        .uint8(record.usage)
        .uint8(record.selector)
        .uint8(record.matchingType)
        .bytes(data.value);
    }
    default:
      record satisfies never;
  }
}

/** Text form with at most one `::` and no embedded IPv4 (RFC 4291 §2.2). */
function ipv6Bytes(address: string): Uint8Array {
  const [head = '', tail] = address.split('::');
  const groups = (text: string | undefined): number[] =>
    text ? text.split(':').map((group) => Number.parseInt(group, 16)) : [];
  const [left, right] = [groups(head), groups(tail)];
  const middle = new Array<number>(8 - left.length - right.length).fill(0);
  const writer = new Writer();
  for (const group of [...left, ...middle, ...right]) writer.uint16(group);
  return writer.finish();
}

function writeStartOfAuthority(writer: Writer, { zone, ttlSeconds }: DnsReply): void {
  writeName(writer, zone).uint16(typeCodes.SOA).uint16(internetClass).uint32(ttlSeconds);
  writer.vector(2, (data) => {
    writeName(data, `ns.${zone}`);
    writeName(data, `hostmaster.${zone}`);
    for (const value of [1, 3600, 600, 86_400, ttlSeconds]) data.uint32(value);
  });
}

function writeOpt(writer: Writer, extendedError: ExtendedError | undefined): void {
  writer.uint8(0).uint16(typeCodes.OPT).uint16(1232).uint32(0);
  writer.vector(2, (options) => {
    if (extendedError === undefined) return;
    options.uint16(extendedErrorOption);
    options.vector(2, (value) => value.uint16(extendedErrors[extendedError]));
  });
}
