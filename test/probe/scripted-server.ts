import { asciiBytes, printable } from '../../src/core/base/text.ts';
import type { ByteStream, Clock, Dial, ReadResult } from '../../src/probe/ports.ts';

/** A clock that moves only when somebody waits. */
export class FakeClock implements Clock {
  #elapsedMs = 0;

  now(): Date {
    return new Date(Date.UTC(2026, 10, 22) + this.#elapsedMs);
  }

  monotonic(): number {
    return this.#elapsedMs;
  }

  wait(ms: number): void {
    this.#elapsedMs += ms;
  }
}

/** What the server does next: say something, after a while or at once; or end. */
export type Act =
  | { readonly say: string | Uint8Array; readonly afterMs?: number }
  | { readonly end: ReadResult };

/**
 * A mail server in memory: acts on the connection, then on each command line. A command without a script is never answered.
 */
export class ScriptedServer implements ByteStream {
  readonly commands: string[] = [];
  /** The same, as they came together. */
  readonly segments: string[][] = [];
  closed = 0;
  #clock: FakeClock;
  #acts: Act[];
  #script: (command: string) => Act[];
  #endless: Act | undefined;

  constructor(
    clock: FakeClock,
    options: {
      readonly greeting: Act[];
      readonly script?: (command: string) => Act[];
      readonly endless?: Act;
    },
  ) {
    this.#clock = clock;
    this.#acts = [...options.greeting];
    this.#script = options.script ?? (() => []);
    this.#endless = options.endless;
  }

  async read(timeoutMs: number): Promise<ReadResult> {
    const act = this.#acts.shift() ?? this.#endless;
    if (act === undefined) {
      this.#clock.wait(timeoutMs);
      return { kind: 'timeout' };
    }
    if ('end' in act) return act.end;
    const afterMs = act.afterMs ?? 0;
    if (afterMs > timeoutMs) {
      this.#clock.wait(timeoutMs);
      if (act !== this.#endless) this.#acts.unshift({ ...act, afterMs: afterMs - timeoutMs });
      return { kind: 'timeout' };
    }
    this.#clock.wait(afterMs);
    return { kind: 'data', bytes: typeof act.say === 'string' ? asciiBytes(act.say) : act.say };
  }

  write(bytes: Uint8Array): void {
    const text = printable(bytes);
    const isCommand = text.endsWith('\\x0d\\x0a');
    const commands = isCommand ? text.slice(0, -8).split('\\x0d\\x0a') : ['(bytes)'];
    this.segments.push(commands);
    this.commands.push(...commands);
    for (const command of commands) this.#acts.push(...this.#script(command));
  }

  close(): void {
    this.closed++;
  }

  dial: Dial = async () => ({ kind: 'connected', stream: this });
}
