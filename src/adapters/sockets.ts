/**
 * TCP by address over node:net, which Node and workerd both have. The only place that opens a raw socket.
 * It knows no policy but one: a port that was not named when it was made is never dialled (that is our own mistake, and throws).
 */
import { connect, isIP, type Socket } from 'node:net';
import type { ByteStream, Dial, DialResult, ReadResult } from '../probe/ports.ts';

/** A peer that talks faster than we read is told to wait beyond this many bytes. */
const highWaterMark = 256 * 1024;

/** Where a lab's or the demo's server for a well-known port really listens; loopback only. */
export type PortMap = (address: string, port: number) => number;

/**
 * @param options.ports    the only ports that may be dialled
 * @param options.portMap  for the demo and tests: another port on the same loopback address
 */
export function createDial(options: { readonly ports: readonly number[]; readonly portMap?: PortMap }): Dial {
  return ({ address, port }, { timeoutMs }) => {
    if (!options.ports.includes(port)) throw new RangeError(`port ${port} is not among those allowed`);
    if (isIP(address) === 0) throw new TypeError(`not an address: ${address}`);
    const mapped = options.portMap?.(address, port) ?? port;
    if (mapped !== port && !isLoopback(address))
      throw new RangeError(`${address} is not loopback: no port map`);
    return dial(address, mapped, timeoutMs);
  };
}

const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';

function dial(host: string, port: number, timeoutMs: number): Promise<DialResult> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true });
    const timer = setTimeout(
      () => give({ kind: 'timeout', detail: `no answer within ${timeoutMs} ms` }),
      timeoutMs,
    );
    const give = (result: DialResult): void => {
      clearTimeout(timer);
      socket.off('error', onError);
      socket.off('connect', onConnect);
      if (result.kind !== 'connected') {
        socket.on('error', ignoreLateError);
        socket.destroy();
      }
      resolve(result);
    };
    const onError = (error: Error): void => give(nameDialError(error));
    const onConnect = (): void => give({ kind: 'connected', stream: new SocketStream(socket) });
    socket.once('error', onError);
    socket.once('connect', onConnect);
  });
}

const ignoreLateError = (): void => {
  // The socket is being destroyed and its fate is already told.
};

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';

function nameDialError(error: Error): DialResult {
  const detail = error.message;
  const code = codeOf(error);
  if (code === 'ECONNREFUSED') return { kind: 'refused', detail };
  if (code === 'ECONNRESET') return { kind: 'reset', detail };
  if (code === 'ETIMEDOUT') return { kind: 'timeout', detail };
  // workerd says only that it could not connect, refused connections included.
  return { kind: 'unreachable', detail };
}

class SocketStream implements ByteStream {
  #socket: Socket;
  #chunks: Uint8Array[] = [];
  #queued = 0;
  #end: ReadResult | undefined;
  #wake: (() => void) | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Uint8Array) => {
      this.#chunks.push(chunk);
      this.#queued += chunk.length;
      if (this.#queued > highWaterMark) socket.pause();
      this.#wake?.();
    });
    socket.on('end', () => this.finish({ kind: 'closed' }));
    socket.on('close', () => this.finish({ kind: 'closed' }));
    socket.on('error', (error) => this.finish({ kind: 'reset', detail: codeOf(error) || error.message }));
  }

  async read(timeoutMs: number): Promise<ReadResult> {
    if (this.#chunks.length === 0 && this.#end === undefined) await this.wait(timeoutMs);
    const bytes = this.#chunks.shift();
    if (bytes === undefined) return this.#end ?? { kind: 'timeout' };
    this.#queued -= bytes.length;
    if (this.#queued <= highWaterMark) this.#socket.resume();
    return { kind: 'data', bytes };
  }

  write(bytes: Uint8Array): void {
    if (this.#end === undefined && bytes.length > 0) this.#socket.write(bytes);
  }

  close(): void {
    this.finish({ kind: 'closed' });
    this.#socket.destroy();
  }

  private finish(end: ReadResult): void {
    this.#end ??= end;
    this.#wake?.();
  }

  private wait(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), timeoutMs);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
    });
  }
}
