/**
 * What the peer sends, from bytes to states: records are opened, messages joined, each handed to the state that waits for it; alerts and
 * application data are taken here. Every limit on what a peer may make us read is kept here, and every fault thrown for client.ts to catch.
 */
import { concat } from '../base/bytes.ts';
import { readAlert } from './alert.ts';
import { contentTypes, handshakeName, handshakeTypes, versions } from './code-points.ts';
import { type Ending, endFact, unexpected } from './expectation.ts';
import { type FaultFact, HandshakeFault } from './fault.ts';
import type { HandshakeContext, State } from './handshake-context.ts';
import { decode, type HandshakeMessage } from './handshake-reader.ts';
import { Limits } from './limits.ts';
import { RecordReader, type TlsRecord } from './record-reader.ts';

export class Incoming {
  readonly #context: HandshakeContext;
  readonly #records = new RecordReader();
  readonly #limits = new Limits();
  #state: State;
  #closed = false;
  #applicationData: Uint8Array[] = [];
  #sawApplicationData = false;

  constructor(context: HandshakeContext, first: State) {
    this.#context = context;
    this.#state = first;
  }

  get step(): State['step'] {
    return this.#state.step;
  }

  get isEstablished(): boolean {
    return this.#state.established === true;
  }

  /** The peer has closed, after it had said something. */
  get isClosed(): boolean {
    return this.#closed;
  }

  /** @throws HandshakeFault */
  feed(bytes: Uint8Array): void {
    const wasEstablished = this.isEstablished;
    this.#records.push(bytes);
    for (let record = this.#records.next(); record !== undefined; record = this.#records.next()) {
      this.#onRecord(record, wasEstablished);
      if (this.#closed) return;
    }
  }

  /** @throws HandshakeFault unless the session had come to its use */
  end(how: Ending): void {
    this.#records.end();
    this.#close(this.#endFact(how));
  }

  takeApplicationData(): Uint8Array {
    const bytes = concat(...this.#applicationData);
    this.#applicationData = [];
    return bytes;
  }

  #onRecord(record: TlsRecord, finishedEarlier: boolean): void {
    const established = this.isEstablished;
    if (!established || record.type !== contentTypes.applicationData) {
      this.#limits.spend(record.header.length + record.payload.length);
    }
    if (record.type === contentTypes.changeCipherSpec) {
      if (this.#is13) this.#mustNotCutIn(record.type);
      this.#onChangeCipherSpec(record);
      return;
    }
    const isPlainAlert = this.#isPlainAlert(record);
    if (this.#is13 && !isPlainAlert && record.type !== contentTypes.applicationData && this.#isProtected) {
      throw unexpected(this.#state, `a plaintext record of type ${record.type}`);
    }
    const { type, payload } = isPlainAlert ? record : this.#context.opener.open(record);
    // What is said over TLS has a budget of its own; what is around it has this one.
    if (established && record.type === contentTypes.applicationData) {
      this.#limits.spend(record.header.length + record.payload.length - payload.length);
    }
    if (this.#is13 && type !== contentTypes.handshake && type !== contentTypes.alert)
      this.#mustNotCutIn(type);
    switch (type) {
      case contentTypes.handshake:
        this.#onHandshake(payload, finishedEarlier);
        return;
      case contentTypes.alert:
        this.#onAlert(payload);
        return;
      case contentTypes.applicationData:
        if (!established) throw unexpected(this.#state, 'application data');
        this.#onApplicationData(payload);
        return;
      default:
        throw unexpected(this.#state, `a record of type ${type}`);
    }
  }

  get #is13(): boolean {
    return this.#context.version === versions.tls13;
  }

  get #isProtected(): boolean {
    return this.#state.step !== 'server-hello';
  }

  /** A server that cannot read our handshake has no other way to say so. */
  #isPlainAlert({ type, payload }: TlsRecord): boolean {
    const early = this.#is13 && this.#isProtected && !this.isEstablished;
    return early && type === contentTypes.alert && payload.length === 2;
  }

  #onChangeCipherSpec({ payload }: TlsRecord): void {
    const { changeCipherSpec } = this.#state;
    if (changeCipherSpec === undefined || payload.length !== 1 || payload[0] !== 1) {
      throw unexpected(this.#state, 'change_cipher_spec');
    }
    this.#state = changeCipherSpec();
  }

  /** Between the parts of one handshake message there is nothing else (RFC 8446 §5.1). */
  #mustNotCutIn(type: number): void {
    if (this.#context.messages.isEmpty) return;
    throw unexpected(this.#state, `a record of type ${type} in the middle of a handshake message`);
  }

  #onHandshake(payload: Uint8Array, finishedEarlier: boolean): void {
    if (payload.length === 0) throw unexpected(this.#state, 'an empty handshake record');
    const { messages, facts } = this.#context;
    // Protected records of TLS 1.3 all look like application data, tickets and key updates too.
    if (this.isEstablished) this.#limits.spend(payload.length);
    messages.push(payload);
    for (let message = messages.next(); message !== undefined; message = messages.next()) {
      const wasEstablished = this.isEstablished;
      this.#state = this.#handle(message);
      // Whether it came before our Finished was *sent* shows only if it came along with the server's (RFC 8446 §4.6.1).
      if (
        this.#is13 &&
        wasEstablished &&
        !finishedEarlier &&
        message.type === handshakeTypes.newSessionTicket
      ) {
        facts.ticketBeforeFinished = true;
      }
    }
  }

  #handle(message: HandshakeMessage): State {
    // "Say hello" in the middle of a handshake means nothing, wherever it comes, and is not hashed (RFC 5246 §7.4.1.1).
    if (message.type === handshakeTypes.helloRequest && !this.#is13 && !this.isEstablished) {
      decode('HelloRequest', message.body, () => undefined);
      return this.#state;
    }
    const handler = this.#state.accepts.get(message.type);
    if (handler === undefined) throw unexpected(this.#state, handshakeName(message.type));
    return handler(message);
  }

  #onApplicationData(payload: Uint8Array): void {
    this.#limits.sawData(payload.length);
    this.#sawApplicationData ||= payload.length > 0;
    this.#applicationData.push(payload);
  }

  #onAlert(payload: Uint8Array): void {
    const { kind, level, name } = readAlert(payload, this.#is13);
    if (kind === 'close') {
      this.#close({ ...this.#endFact('closed'), alert: name, alertLevel: level });
    } else if (kind === 'warning') {
      const warnings = this.#context.facts.warnings ?? [];
      if (!warnings.includes(name)) this.#context.facts.warnings = [...warnings, name];
    } else {
      throw new HandshakeFault(
        { kind: 'alert', alert: name, detail: `the server sent the alert ${name}`, received: name },
        null,
      );
    }
  }

  /** After the first application data an end is no fault. */
  #close(fact: FaultFact): void {
    if (!this.isEstablished || !this.#sawApplicationData) throw new HandshakeFault(fact, null);
    this.#closed = true;
  }

  #endFact(how: Ending): FaultFact {
    return endFact(this.#state, how, this.#records.pendingLength);
  }
}
