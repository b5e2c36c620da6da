/**
 * The TLS client: bytes in, bytes and facts out; no socket, no clock. It completes a handshake, and proves what it reports.
 * Steps: start() is the ClientHello; receive() splits records, opens them, joins messages and hands each to the state that
 * waits for it (hello-state, handshake-13, handshake-12); whatever goes wrong ends up in `facts` with the step it happened at.
 * It does not judge certificates, and carries nobody's data: constant time and secrecy of memory are no goals.
 */

import { concat } from '../base/bytes.ts';
import { readAlert } from './alert.ts';
import {
  type AlertName,
  alertLevels,
  alerts,
  contentTypes,
  handshakeName,
  handshakeTypes,
  versions,
} from './code-points.ts';
import { type Ending, endFact, unexpected } from './expectation.ts';
import type { Handshake } from './facts.ts';
import { type FaultFact, HandshakeFault } from './fault.ts';
import { HandshakeContext, type State, type TlsClientOptions } from './handshake-context.ts';
import { decode, type HandshakeMessage } from './handshake-reader.ts';
import { helloState } from './hello-state.ts';
import { Limits } from './limits.ts';
import { RecordReader, type TlsRecord } from './record-reader.ts';

export type { TlsClientOptions } from './handshake-context.ts';

export interface TlsProgress {
  readonly state: 'handshaking' | 'established' | 'failed' | 'closed';
  /** Write this to the peer, also after a failure (it is the alert). */
  readonly toSend: Uint8Array;
  readonly applicationData: Uint8Array;
}

export interface TlsClient {
  /** The first flight. */
  start(): Uint8Array;
  /** Feed what the peer sent, split anyhow. Never throws for what a peer sends. */
  receive(bytes: Uint8Array): TlsProgress;
  /** The connection ended, or nothing came for too long. */
  ended(how: Ending): TlsProgress;
  /** Protect application data. @throws TypeError unless established: our own mistake */
  send(data: Uint8Array): Uint8Array;
  /** close_notify; nothing is read afterwards. */
  close(): Uint8Array;
  /**
   * What was learnt so far, complete at any time; `failed` without a `failure` is a handshake still under way.
   * `completed` with a `failure` at step application-data: the server turned away after the handshake.
   */
  readonly facts: Handshake;
}

/** One client for one connection. @throws RangeError for a server name that is not ASCII: our own mistake */
export function createTlsClient(options: TlsClientOptions): TlsClient {
  return new Client(options);
}

const nothing = new Uint8Array();
class Client implements TlsClient {
  readonly #context: HandshakeContext;
  readonly #records = new RecordReader();
  #state: State;
  #over: 'failed' | 'closed' | undefined;
  readonly #limits = new Limits();
  #applicationData: Uint8Array[] = [];
  #sawApplicationData = false;

  constructor(options: TlsClientOptions) {
    this.#context = new HandshakeContext(options);
    this.#state = helloState(this.#context);
  }

  get facts(): Handshake {
    return copyOf(this.#context.facts);
  }

  start(): Uint8Array {
    this.#context.sendHello();
    return this.#context.takeOutput();
  }

  receive(bytes: Uint8Array): TlsProgress {
    const wasEstablished = this.#state.established === true;
    this.#guard(() => {
      this.#records.push(bytes);
      for (let record = this.#records.next(); record !== undefined; record = this.#records.next()) {
        this.#onRecord(record, wasEstablished);
        if (this.#over !== undefined) return;
      }
    });
    return this.#progress();
  }

  ended(how: Ending): TlsProgress {
    this.#guard(() => {
      this.#records.end();
      if (this.#state.established === true && this.#sawApplicationData) this.#over = 'closed';
      else throw new HandshakeFault(this.#endFact(how), null);
    });
    return this.#progress();
  }

  send(data: Uint8Array): Uint8Array {
    if (this.#state.established !== true || this.#over !== undefined) {
      throw new TypeError('send() on a connection that is not established');
    }
    this.#context.send(contentTypes.applicationData, data);
    return this.#context.takeOutput();
  }

  close(): Uint8Array {
    if (this.#over !== undefined) return nothing;
    this.#over = 'closed';
    this.#sendAlert('warning', 'close_notify');
    return this.#context.takeOutput();
  }

  /** The one place where faults are caught. */
  #guard(work: () => void): void {
    if (this.#over !== undefined) return;
    try {
      work();
    } catch (error) {
      if (!(error instanceof HandshakeFault)) throw error;
      this.#over = 'failed';
      this.#context.facts.failure = { ...error.fact, step: this.#state.step };
      if (error.version !== undefined) this.#context.facts.version = error.version;
      if (error.alert !== null) this.#sendAlert('fatal', error.alert);
    }
  }

  #onRecord(record: TlsRecord, finishedEarlier: boolean): void {
    const established = this.#state.established === true;
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
    const early = this.#is13 && this.#isProtected && this.#state.established !== true;
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
    if (this.#state.established === true) this.#limits.spend(payload.length);
    messages.push(payload);
    for (let message = messages.next(); message !== undefined; message = messages.next()) {
      const wasEstablished = this.#state.established === true;
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
    if (message.type === handshakeTypes.helloRequest && !this.#is13 && this.#state.established !== true) {
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
    const { kind, name } = readAlert(payload, this.#is13);
    if (kind === 'close') {
      if (this.#state.established === true && this.#sawApplicationData) this.#over = 'closed';
      else throw new HandshakeFault({ ...this.#endFact('closed'), alert: name }, null);
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

  #endFact(how: Ending): FaultFact {
    return endFact(this.#state, how, this.#records.pendingLength);
  }

  #sendAlert(level: keyof typeof alertLevels, name: AlertName): void {
    this.#context.send(contentTypes.alert, Uint8Array.of(alertLevels[level], alerts[name]));
  }

  #progress(): TlsProgress {
    const applicationData = concat(...this.#applicationData);
    this.#applicationData = [];
    const running = this.#state.established === true ? 'established' : 'handshaking';
    return { state: this.#over ?? running, toSend: this.#context.takeOutput(), applicationData };
  }
}

const copyOf = (facts: Handshake): Handshake => ({ ...facts, certificates: [...facts.certificates] });
