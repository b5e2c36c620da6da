/**
 * One HTTP/1.1 response to a GET, read as it comes (RFC 9112): bytes in, a state out, no I/O.
 * Just enough for a policy file: identity and chunked bodies, small bounds, every departure from the grammar named.
 * Left out on purpose: content codings (none is asked for), trailers (skipped), bodies of anything but a 200 (nobody reads them).
 */
import { concat } from '../../core/base/bytes.ts';
import {
  type Framing,
  framingOf,
  type Head,
  type HttpFault,
  type HttpFaultCode,
  headEnd,
  httpFault,
  latin1,
  maxHeadBytes,
  parseHead,
} from './http-head.ts';

/** A chunk-size line with its extensions, or a trailer line. */
const maxLineBytes = 1024;
/** Interim responses (100, 103) that are put up with before the real one. */
const maxInterim = 4;

export interface HttpResponse {
  readonly status: number;
  /** As sent; the first, were there several. */
  readonly contentType?: string;
  /** Empty for anything but a 200. */
  readonly body: Uint8Array;
}

export type HttpProgress =
  | { readonly kind: 'more' }
  | { readonly kind: 'response'; readonly response: HttpResponse }
  | {
      readonly kind: 'failed';
      readonly code: HttpFaultCode;
      readonly detail: string;
      /** Present once the status line was read. */
      readonly status?: number;
    };

type Step = { readonly kind: 'wait' } | { readonly kind: 'next' } | { readonly kind: 'done' } | HttpFault;
type Phase = 'head' | 'body' | 'chunk-size' | 'chunk-data' | 'chunk-end' | 'trailer';

/** Reads one response. */
export class HttpResponseReader {
  #maxBodyBytes: number;
  #pending: Uint8Array = new Uint8Array();
  #body: Uint8Array[] = [];
  #bodyBytes = 0;
  #lineBytes = 0;
  #phase: Phase = 'head';
  #framing: Framing = { kind: 'until-close' };
  #chunkLeft = 0;
  #interim = 0;
  #head: Head | undefined;
  #settled: HttpProgress | undefined;

  /** @param maxBodyBytes a longer body is `body-too-large` */
  constructor(maxBodyBytes: number) {
    this.#maxBodyBytes = maxBodyBytes;
  }

  /** Feed what came, in any pieces. After anything but `more` the answer stays the same. */
  push(bytes: Uint8Array): HttpProgress {
    if (this.#settled) return this.#settled;
    this.#pending = concat(this.#pending, bytes);
    let step: Step = { kind: 'next' };
    while (step.kind === 'next') step = this.#step();
    return this.#settle(step);
  }

  /** The connection ended: the end of a body without a length (RFC 9112 §6.3), or a truncation. */
  end(): HttpProgress {
    if (this.#settled) return this.#settled;
    if (this.#phase === 'body' && this.#framing.kind === 'until-close') return this.#settle({ kind: 'done' });
    return this.#settle(httpFault('truncated', `the connection ended within the ${this.#phase}`));
  }

  #step(): Step {
    switch (this.#phase) {
      case 'head':
        return this.#readHead();
      case 'body':
        return this.#readBody();
      case 'chunk-size':
        return this.#readChunkSize();
      case 'chunk-data':
        return this.#readChunkData();
      case 'chunk-end':
      case 'trailer':
        return this.#readLineEnd(this.#phase);
      default:
        return this.#phase satisfies never;
    }
  }

  #readHead(): Step {
    const start = latin1(this.#pending.subarray(0, 'HTTP/'.length));
    if (!'HTTP/'.startsWith(start)) {
      return httpFault('not-http', `begins with ${JSON.stringify(latin1(this.#pending.subarray(0, 24)))}`);
    }
    const end = headEnd(this.#pending);
    if ((end ?? this.#pending.length) > maxHeadBytes)
      return httpFault('head-too-large', `over ${maxHeadBytes} bytes`);
    if (end === undefined) return { kind: 'wait' };
    const head = parseHead(latin1(this.#consume(end)));
    if ('kind' in head) return head;
    if (head.status < 200) {
      this.#interim++;
      const many = this.#interim > maxInterim;
      return many ? httpFault('too-many-interim', `${this.#interim} interim responses`) : { kind: 'next' };
    }
    this.#head = head;
    if (head.status !== 200) return { kind: 'done' };
    const framing = framingOf(head.headers, this.#maxBodyBytes);
    if (framing.kind === 'failed') return framing;
    this.#framing = framing;
    this.#phase = framing.kind === 'chunked' ? 'chunk-size' : 'body';
    return { kind: 'next' };
  }

  #readBody(): Step {
    const framing = this.#framing;
    const wanted = framing.kind === 'length' ? framing.length - this.#bodyBytes : this.#pending.length;
    const failed = this.#keep(this.#consume(wanted));
    if (failed) return failed;
    return framing.kind === 'length' && this.#bodyBytes === framing.length
      ? { kind: 'done' }
      : { kind: 'wait' };
  }

  #readChunkSize(): Step {
    const line = this.#takeLine();
    if (typeof line !== 'string') return line;
    const size = /^([0-9a-f]{1,8})[ \t]*(;.*)?$/i.exec(line)?.[1];
    if (size === undefined)
      return httpFault('chunk', `${JSON.stringify(line.slice(0, 40))} is no chunk size`);
    this.#chunkLeft = Number.parseInt(size, 16);
    this.#phase = this.#chunkLeft === 0 ? 'trailer' : 'chunk-data';
    return { kind: 'next' };
  }

  #readChunkData(): Step {
    const piece = this.#consume(this.#chunkLeft);
    this.#chunkLeft -= piece.length;
    const failed = this.#keep(piece);
    if (failed) return failed;
    if (this.#chunkLeft > 0) return { kind: 'wait' };
    this.#phase = 'chunk-end';
    return { kind: 'next' };
  }

  #readLineEnd(phase: 'chunk-end' | 'trailer'): Step {
    const line = this.#takeLine();
    if (typeof line !== 'string') return line;
    if (phase === 'trailer') return { kind: line === '' ? 'done' : 'next' };
    if (line !== '') return httpFault('chunk', 'a chunk is longer than its size says');
    this.#phase = 'chunk-size';
    return { kind: 'next' };
  }

  #takeLine(): string | Step {
    const end = this.#pending.indexOf(0x0a);
    if ((end < 0 ? this.#pending.length : end) > maxLineBytes) {
      return httpFault('chunk', `a line of over ${maxLineBytes} bytes`);
    }
    if (end < 0) return { kind: 'wait' };
    // Chunk sizes, their extensions and trailers are bounded like a body: a peer could send nothing else, for ever.
    this.#lineBytes += end + 1;
    if (this.#lineBytes > this.#maxBodyBytes)
      return httpFault('chunk', 'more framing than a body may have bytes');
    return latin1(this.#consume(end + 1)).replace(/\r?\n$/, '');
  }

  #consume(count: number): Uint8Array {
    const taken = this.#pending.slice(0, count);
    // A view: a copy for each of thousands of one-byte chunks would be quadratic.
    this.#pending = this.#pending.subarray(count);
    return taken;
  }

  #keep(bytes: Uint8Array): HttpFault | undefined {
    this.#bodyBytes += bytes.length;
    if (this.#bodyBytes > this.#maxBodyBytes)
      return httpFault('body-too-large', `over ${this.#maxBodyBytes} bytes`);
    if (bytes.length > 0) this.#body.push(bytes);
    return undefined;
  }

  #settle(step: Step): HttpProgress {
    if (step.kind === 'wait' || step.kind === 'next') return { kind: 'more' };
    if (step.kind === 'failed') {
      this.#settled = { ...step, ...(this.#head && { status: this.#head.status }) };
      return this.#settled;
    }
    const contentType = this.#head?.headers.get('content-type')?.[0];
    const response = {
      status: this.#head?.status ?? 0,
      ...(contentType !== undefined && { contentType }),
      body: concat(...this.#body),
    };
    this.#settled = { kind: 'response', response };
    return this.#settled;
  }
}
