/**
 * SMTP replies out of a byte stream (RFC 5321 §4.2), in whatever pieces they come.
 * Lenient where real servers are sloppy (bare LF, no text, codes that change within one reply: the last line decides, and all are told),
 * strict about what is no reply at all. Bounded: a peer may not make us hold more than `maxBytes` over the whole connection.
 */
import { concat } from '../base/bytes.ts';
import { printable } from '../base/text.ts';
import type { Reply, StepFailure } from './session.ts';

const LF = 0x0a;
const CR = 0x0d;
const longestShown = 200;

/** What `next` found: a whole reply, a reason why there will be none, or nothing yet. */
export type ReplyProgress =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'failure'; readonly failure: StepFailure }
  | { readonly kind: 'incomplete' };

export class ReplyReader {
  #maxBytes: number;
  #received = 0;
  #pending: Uint8Array = new Uint8Array();
  /** How much of #pending is known to hold no line end: each byte is looked at once. */
  #searched = 0;
  #lines: string[] = [];
  #codes: number[] = [];

  /** @param maxBytes of SMTP text in all, over every reply read */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  feed(bytes: Uint8Array): void {
    this.#received += bytes.length;
    this.#pending = concat(this.#pending, bytes);
  }

  /** The next whole reply, if its last line has come. Call again after each `feed`. */
  next(): ReplyProgress {
    for (;;) {
      const end = this.#pending.indexOf(LF, this.#searched);
      if (end < 0) {
        this.#searched = this.#pending.length;
        return this.#received > this.#maxBytes ? this.overBudget() : this.refuseEarly();
      }
      const line = this.takeLine(end);
      const parts = /^([1-5][0-9]{2})(?:([ -])(.*))?$/.exec(line);
      if (parts === null) return notSmtp(line, line.length <= longestShown ? { received: line } : {});
      const [, code = '', separator, text = ''] = parts;
      this.#lines.push(text);
      this.#codes.push(Number(code));
      if (separator === '-') {
        if (this.#received > this.#maxBytes) return this.overBudget();
        continue;
      }
      const [lines, codes] = [this.#lines, this.#codes];
      this.#lines = [];
      this.#codes = [];
      return { kind: 'reply', reply: makeReply(lines, codes) };
    }
  }

  /** Take what has come beyond the last reply: bytes that nobody asked for (RFC 3207 §4). */
  takeRest(): Uint8Array {
    const rest = this.#pending;
    this.#pending = new Uint8Array();
    this.#searched = 0;
    return rest;
  }

  private takeLine(end: number): string {
    const whole = this.#pending.subarray(0, end);
    this.#pending = this.#pending.subarray(end + 1);
    this.#searched = 0;
    return printable(whole[whole.length - 1] === CR ? whole.subarray(0, -1) : whole);
  }

  /** Three bytes that are no code will never become a reply: no need to wait for the line's end. */
  private refuseEarly(): ReplyProgress {
    const start = printable(this.#pending.subarray(0, 3));
    if (this.#pending.length < 3 || /^[1-5][0-9]{2}$/.test(start)) return { kind: 'incomplete' };
    return notSmtp(printable(this.#pending), {});
  }

  private overBudget(): ReplyProgress {
    const detail = `more than ${this.#maxBytes} bytes of SMTP text`;
    return { kind: 'failure', failure: { kind: 'budget', detail } };
  }
}

function makeReply(lines: string[], codes: number[]): Reply {
  const code = codes.at(-1) ?? 0;
  const enhanced = /^[245]\.\d{1,3}\.\d{1,3}(?=\s|$)/.exec(lines.at(-1) ?? '')?.[0];
  return {
    code,
    ...(enhanced !== undefined && { enhanced }),
    lines,
    ...(codes.some((other) => other !== code) && { codes }),
  };
}

function notSmtp(line: string, whole: Pick<StepFailure, 'received'>): ReplyProgress {
  const shown = line.length > longestShown ? `${line.slice(0, longestShown)}…` : line;
  return { kind: 'failure', failure: { kind: 'not-smtp', detail: `not an SMTP reply: ${shown}`, ...whole } };
}
