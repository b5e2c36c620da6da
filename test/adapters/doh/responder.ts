/**
 * DNS responses for the adapter's tests: built byte by byte, so that each can be wrong in one way; and an in-process fetch that serves them.
 */
import type { Fetch, FetchResponse } from '../../../src/adapters/doh/wire.ts';
import { Writer } from '../../../src/core/base/bytes.ts';
import { asciiBytes } from '../../../src/core/base/text.ts';

export const codes = {
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

export interface RecordLiteral {
  readonly owner: string;
  readonly type: number;
  readonly data: Uint8Array;
  readonly ttl?: number;
  readonly class?: number;
}

export interface ResponseLiteral {
  readonly id?: number;
  readonly flags?: number;
  readonly ad?: boolean;
  readonly rcode?: number;
  readonly question?: { readonly name: string; readonly type: number; readonly class?: number } | null;
  readonly answers?: readonly RecordLiteral[];
  readonly authorities?: readonly RecordLiteral[];
  readonly additionals?: readonly RecordLiteral[];
}

/** QR, RD, RA. */
const responseFlags = 0x8180;

export function writeName(name: string): Uint8Array {
  const writer = new Writer();
  for (const label of name.split('.').filter((part) => part !== '')) {
    writer.vector(1, (inner) => inner.bytes(asciiBytes(label)));
  }
  return writer.uint8(0).finish();
}

export function writeResponse(literal: ResponseLiteral): Uint8Array {
  const {
    question = { name: 'mx.test', type: codes.A },
    answers = [],
    authorities = [],
    additionals = [],
  } = literal;
  const flags = (literal.flags ?? responseFlags) | (literal.ad ? 0x20 : 0) | (literal.rcode ?? 0);
  const writer = new Writer();
  writer
    .uint16(literal.id ?? 0)
    .uint16(flags)
    .uint16(question === null ? 0 : 1);
  writer.uint16(answers.length).uint16(authorities.length).uint16(additionals.length);
  if (question !== null) {
    writer
      .bytes(writeName(question.name))
      .uint16(question.type)
      .uint16(question.class ?? 1);
  }
  for (const record of [...answers, ...authorities, ...additionals]) {
    writer
      .bytes(writeName(record.owner))
      .uint16(record.type)
      .uint16(record.class ?? 1);
    writer.uint32(record.ttl ?? 300).vector(2, (inner) => inner.bytes(record.data));
  }
  return writer.finish();
}

export const a = (owner: string, ip: string, ttl?: number): RecordLiteral => ({
  owner,
  type: codes.A,
  data: Uint8Array.from(ip.split('.'), Number),
  ...(ttl !== undefined && { ttl }),
});

export const cname = (owner: string, target: string, ttl?: number): RecordLiteral => ({
  owner,
  type: codes.CNAME,
  data: writeName(target),
  ...(ttl !== undefined && { ttl }),
});

export const mx = (owner: string, preference: number, exchange: string): RecordLiteral => ({
  owner,
  type: codes.MX,
  data: new Writer().uint16(preference).bytes(writeName(exchange)).finish(),
});

/** An OPT record with one extended error (RFC 8914 §2). */
export const extendedError = (code: number, text: string): RecordLiteral => ({
  owner: '',
  type: codes.OPT,
  class: 1232,
  ttl: 0x8000,
  data: new Writer()
    .uint16(15)
    .vector(2, (inner) => inner.uint16(code).bytes(asciiBytes(text)))
    .finish(),
});

export interface AskedQuery {
  readonly url: string;
  readonly name: string;
  readonly type: number;
  readonly checkingDisabled: boolean;
  readonly bytes: Uint8Array;
}

export type Reply = Uint8Array | FetchResponse | Error | 'silence';

/** A fetch that hands each query to `answer`; a message is served as a 200 with the right media type. */
export function makeFetch(answer: (query: AskedQuery) => Reply): {
  readonly fetch: Fetch;
  readonly asked: AskedQuery[];
} {
  const asked: AskedQuery[] = [];
  return {
    asked,
    fetch: async (url, request) => {
      const query = readQuery(url, request.body);
      asked.push(query);
      const reply = answer(query);
      if (reply === 'silence') return new Promise(() => undefined);
      if (reply instanceof Error) throw reply;
      return reply instanceof Uint8Array ? serve([reply]) : reply;
    },
  };
}

/** An HTTP response whose body comes in these parts. */
export function serve(
  parts: readonly Uint8Array[],
  head: { readonly status?: number; readonly type?: string | null } = {},
): FetchResponse & { readonly state: { cancelled: boolean; read: number } } {
  const state = { cancelled: false, read: 0 };
  const waiting = [...parts];
  return {
    state,
    status: head.status ?? 200,
    headers: {
      get: (name) =>
        name.toLowerCase() !== 'content-type' || head.type === null
          ? null
          : (head.type ?? 'application/dns-message'),
    },
    body: {
      getReader: () => ({
        read: async () => {
          const value = waiting.shift();
          state.read += value?.length ?? 0;
          return value === undefined ? { done: true } : { done: false, value };
        },
        cancel: async () => {
          state.cancelled = true;
        },
      }),
    },
  };
}

function readQuery(url: string, bytes: Uint8Array): AskedQuery {
  const labels: string[] = [];
  let at = 12;
  for (let length = bytes[at] ?? 0; length > 0; length = bytes[at] ?? 0) {
    labels.push(String.fromCharCode(...bytes.subarray(at + 1, at + 1 + length)));
    at += length + 1;
  }
  const type = (bytes[at + 1] ?? 0) * 256 + (bytes[at + 2] ?? 0);
  return { url, name: labels.join('.'), type, checkingDisabled: ((bytes[3] ?? 0) & 0x10) !== 0, bytes };
}
