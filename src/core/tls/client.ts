/**
 * The TLS client: bytes in, bytes and facts out; no socket, no clock. It completes a handshake, and proves what it reports.
 * Steps: start() is the ClientHello; receive() splits records, opens them, joins messages (incoming) and hands each to the state that
 * waits for it (hello-state, handshake-13, handshake-12); whatever goes wrong ends up in `facts` with the step it happened at.
 * It does not judge certificates, and carries nobody's data: constant time and secrecy of memory are no goals.
 */

import { type AlertName, alertLevels, alerts, contentTypes } from './code-points.ts';
import type { Ending } from './expectation.ts';
import type { Handshake } from './facts.ts';
import { EnoughLearnt, HandshakeFault } from './fault.ts';
import { HandshakeContext, type TlsClientOptions } from './handshake-context.ts';
import { helloState } from './hello-state.ts';
import { Incoming } from './incoming.ts';
import type { ResumableSession } from './resumable-session.ts';

export type { TlsClientOptions } from './handshake-context.ts';

export interface TlsProgress {
  /** `enough`: ended by `TlsClientOptions.enough`. */
  readonly state: 'handshaking' | 'established' | 'enough' | 'failed' | 'closed';
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
  /** The session as a later client can offer it; it grows with the facts, holds secrets, and is no fact. */
  readonly resumable: ResumableSession | undefined;
}

/** One client for one connection. @throws RangeError for a server name that is not ASCII: our own mistake */
export function createTlsClient(options: TlsClientOptions): TlsClient {
  return new Client(options);
}

const nothing = new Uint8Array();

class Client implements TlsClient {
  readonly #context: HandshakeContext;
  readonly #incoming: Incoming;
  #over: 'enough' | 'failed' | 'closed' | undefined;

  constructor(options: TlsClientOptions) {
    this.#context = new HandshakeContext(options);
    this.#incoming = new Incoming(this.#context, helloState(this.#context));
  }

  get facts(): Handshake {
    return copyOf(this.#context.facts);
  }

  get resumable(): ResumableSession | undefined {
    return this.#context.resumable;
  }

  start(): Uint8Array {
    this.#context.sendHello();
    return this.#context.takeOutput();
  }

  receive(bytes: Uint8Array): TlsProgress {
    this.#guard(() => this.#incoming.feed(bytes));
    return this.#progress();
  }

  ended(how: Ending): TlsProgress {
    this.#guard(() => this.#incoming.end(how));
    return this.#progress();
  }

  send(data: Uint8Array): Uint8Array {
    if (!this.#incoming.isEstablished || this.#over !== undefined) {
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

  /** The one place where faults are caught, and the end that is none. */
  #guard(work: () => void): void {
    if (this.#over !== undefined) return;
    try {
      work();
      if (this.#incoming.isClosed) this.#over = 'closed';
    } catch (error) {
      if (error instanceof EnoughLearnt) {
        this.#over = 'enough';
        return;
      }
      if (!(error instanceof HandshakeFault)) throw error;
      this.#over = 'failed';
      this.#context.facts.failure = { ...error.fact, step: this.#incoming.step };
      if (error.version !== undefined) this.#context.facts.version = error.version;
      if (error.alert !== null) this.#sendAlert('fatal', error.alert);
    }
  }

  #sendAlert(level: keyof typeof alertLevels, name: AlertName): void {
    this.#context.send(contentTypes.alert, Uint8Array.of(alertLevels[level], alerts[name]));
  }

  #progress(): TlsProgress {
    const running = this.#incoming.isEstablished ? 'established' : 'handshaking';
    return {
      state: this.#over ?? running,
      toSend: this.#context.takeOutput(),
      applicationData: this.#incoming.takeApplicationData(),
    };
  }
}

const copyOf = (facts: Handshake): Handshake => ({ ...facts, certificates: [...facts.certificates] });
