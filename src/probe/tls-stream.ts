/**
 * Our TLS client over a byte stream: the handshake first, then a stream of application data.
 * The client in core is bytes in, bytes out; here are the reads, the writes and the patience.
 */
import { concat } from '../core/base/bytes.ts';
import type { TlsClient, TlsProgress } from '../core/tls/client.ts';
import type { ByteStream, ReadResult } from './ports.ts';

export interface SecuredStream extends ByteStream {
  /** What came over TLS along with the end of the handshake, still to be read. */
  readonly early?: Uint8Array;
}

export interface HandshakeOptions {
  /** For all of it, however slowly its bytes come. */
  readonly timeoutMs: number;
  readonly monotonic: () => number;
  /** Send the hello in two segments. */
  readonly split?: boolean;
}

/** Where a split hello is cut, and the pause there: long enough to leave in two packets. */
const firstSegment = 600;
const segmentPauseMs = 25;

/**
 * Run the handshake to its end, whatever that is: `client.facts` tells it.
 *
 * @returns the protected stream, or undefined where there is none
 */
export async function secureStream(
  stream: ByteStream,
  client: TlsClient,
  { timeoutMs, monotonic, split = false }: HandshakeOptions,
): Promise<SecuredStream | undefined> {
  const end = monotonic() + timeoutMs;
  const hello = client.start();
  let received: ReadResult = { kind: 'data', bytes: new Uint8Array() };
  let first: Uint8Array[] = [];
  if (split && hello.length > firstSegment) {
    stream.write(hello.subarray(0, firstSegment));
    const meanwhile = await stream.read(segmentPauseMs);
    if (meanwhile.kind === 'data') received = meanwhile;
    stream.write(hello.subarray(firstSegment));
  } else stream.write(hello);
  for (;;) {
    const progress = take(client, received);
    stream.write(progress.toSend);
    if (progress.applicationData.length > 0) first = [...first, progress.applicationData];
    if (progress.state === 'established') return new TlsStream(stream, client, first);
    if (progress.state !== 'handshaking') return undefined;
    const leftMs = end - monotonic();
    received = leftMs > 0 ? await stream.read(leftMs) : { kind: 'timeout' };
  }
}

function take(client: TlsClient, received: ReadResult): TlsProgress {
  return received.kind === 'data' ? client.receive(received.bytes) : client.ended(received.kind);
}

export class TlsStream implements SecuredStream {
  #stream: ByteStream;
  #client: TlsClient;
  #ready: Uint8Array[];
  #end: ReadResult | undefined;

  constructor(stream: ByteStream, client: TlsClient, ready: Uint8Array[]) {
    this.#stream = stream;
    this.#client = client;
    this.#ready = ready;
  }

  get early(): Uint8Array {
    return concat(...this.#ready);
  }

  /** One read of the network may bring no application data (a ticket, half a record): `data` with no bytes, then. */
  async read(timeoutMs: number): Promise<ReadResult> {
    const ready = this.#ready.shift();
    if (ready !== undefined) return { kind: 'data', bytes: ready };
    if (this.#end !== undefined) return this.#end;
    const received = await this.#stream.read(timeoutMs);
    if (received.kind === 'timeout') return received;
    const progress = take(this.#client, received);
    this.#stream.write(progress.toSend);
    if (progress.state === 'closed') this.#end = received.kind === 'reset' ? received : { kind: 'closed' };
    if (progress.state === 'failed') {
      const detail = this.#client.facts.failure?.detail ?? 'the TLS session broke';
      this.#end = received.kind === 'data' ? { kind: 'reset', detail } : received;
    }
    return progress.applicationData.length > 0 || this.#end === undefined
      ? { kind: 'data', bytes: progress.applicationData }
      : this.#end;
  }

  write(bytes: Uint8Array): void {
    if (this.#end === undefined) this.#stream.write(this.#client.send(bytes));
  }

  close(): void {
    if (this.#end === undefined) this.#stream.write(this.#client.close());
    this.#end ??= { kind: 'closed' };
    this.#stream.close();
  }
}
