/**
 * SMTP over one byte stream: commands out, replies in, everything kept in a transcript.
 * When STARTTLS has been answered the stream is exchanged for the protected one, and what was known is forgotten (RFC 3207 §4.2).
 */
import { asciiBytes, printable } from '../core/base/text.ts';
import { ReplyReader } from '../core/smtp/reply.ts';
import type { Session, Step } from '../core/smtp/session.ts';
import type { ByteStream } from './ports.ts';

export type Transcript = Session['transcript'];

export interface SmtpConnectionOptions {
  readonly monotonic: () => number;
  readonly startedAt: number;
  readonly maxTextBytes: number;
  readonly transcript: Transcript;
}

export class SmtpConnection {
  #stream: ByteStream;
  #reader: ReplyReader;
  #options: SmtpConnectionOptions;

  constructor(stream: ByteStream, options: SmtpConnectionOptions) {
    this.#stream = stream;
    this.#options = options;
    this.#reader = new ReplyReader(options.maxTextBytes);
  }

  /** Send one command and wait for its reply. */
  async ask(command: string, timeoutMs: number): Promise<Step> {
    return await this.askAll([command], timeoutMs);
  }

  /**
   * Several commands in one segment, for a server that offers PIPELINING (RFC 2920 §3.1).
   *
   * @param timeoutMs  for each reply
   * @returns the last reply, or why one did not come
   */
  async askAll(commands: readonly string[], timeoutMs: number): Promise<Step> {
    this.send(...commands);
    let step = await this.reply(timeoutMs);
    for (let i = 1; i < commands.length && 'reply' in step; i++) step = await this.reply(timeoutMs);
    return step;
  }

  /** In one segment; nobody waits for a reply. */
  send(...commands: readonly string[]): void {
    for (const command of commands) this.note('client', command);
    this.#stream.write(asciiBytes(commands.map((command) => `${command}\r\n`).join('')));
  }

  /** Wait for a whole reply, `timeoutMs` in all, however slowly its bytes come. */
  async reply(timeoutMs: number): Promise<Step> {
    const end = this.#options.monotonic() + timeoutMs;
    for (;;) {
      const progress = this.#reader.next();
      if (progress.kind === 'reply') {
        for (const line of replyLines(progress.reply)) this.note('server', line);
        return { reply: progress.reply };
      }
      if (progress.kind === 'failure') return this.fail(progress.failure);
      const leftMs = end - this.#options.monotonic();
      const received = leftMs > 0 ? await this.#stream.read(leftMs) : { kind: 'timeout' as const };
      switch (received.kind) {
        case 'data':
          this.#reader.feed(received.bytes);
          break;
        case 'timeout':
          return this.fail({ kind: 'timeout', detail: `no whole reply within ${Math.round(timeoutMs)} ms` });
        case 'closed':
          return this.fail({ kind: 'closed', detail: 'the server closed the connection' });
        case 'reset':
          return this.fail({ kind: 'reset', detail: received.detail });
        default:
          return received satisfies never;
      }
    }
  }

  /** What has come beyond the last reply. */
  takeRest(): Uint8Array {
    return this.#reader.takeRest();
  }

  /** The raw stream, for the handshake; `secured` puts the protected one in its place. */
  get stream(): ByteStream {
    return this.#stream;
  }

  secured(stream: ByteStream): void {
    this.#stream = stream;
    this.#reader = new ReplyReader(this.#options.maxTextBytes);
  }

  note(from: Transcript[number]['from'], text: string): void {
    const atMilliseconds = Math.round(this.#options.monotonic() - this.#options.startedAt);
    this.#options.transcript.push({ atMilliseconds, from, text });
  }

  close(): void {
    this.#stream.close();
  }

  private fail(failure: Extract<Step, { failure: unknown }>['failure']): Step {
    const rest = printable(this.#reader.takeRest().subarray(0, 200));
    this.note('probe', rest === '' ? failure.detail : `${failure.detail} (unfinished: ${rest})`);
    return { failure };
  }
}

function replyLines(reply: { code: number; lines: string[] }): string[] {
  const last = reply.lines.length - 1;
  return reply.lines.map((line, i) => `${reply.code}${i < last ? '-' : ' '}${line}`);
}
