/**
 * What the states of one handshake share: the hello, our key shares, the transcript, the keys in use, the facts, the bytes to send.
 * A state names the messages it accepts; everything else is refused in client.ts, so no state can forget to.
 */
import { concat } from '../base/bytes.ts';
import type { Cryptography, KeyShare } from '../cryptography.ts';
import {
  type ClientHello,
  type ClientHelloTemplate,
  extensionTypesOf,
  findExtension,
  writeClientHello,
} from './client-hello.ts';
import { contentTypes, isGrease, versions } from './code-points.ts';
import type { Handshake, handshakeSteps } from './facts.ts';
import { EnoughLearnt } from './fault.ts';
import { makeKeyShare } from './groups.ts';
import { type HandshakeMessage, HandshakeReader } from './handshake-reader.ts';
import { fillTemplate, type HelloFilling, type PskOffer } from './hello-filling.ts';
import { type Opener, plainOpener, plainSealer, type Sealer } from './record-protection.ts';
import { maxPlaintext } from './record-reader.ts';
import type { ResumableSession } from './resumable-session.ts';
import { boundHello, idAndTicketOf } from './resuming-hello.ts';
import { Transcript } from './transcript.ts';

export interface State {
  /** The message that is due, as facts name it. */
  readonly step: (typeof handshakeSteps)[number];
  readonly accepts: ReadonlyMap<number, (message: HandshakeMessage) => State>;
  /** Where a ChangeCipherSpec may come (TLS 1.3: and means nothing). */
  readonly changeCipherSpec?: () => State;
  /** Application data may flow. */
  readonly established?: boolean;
}

export interface TlsClientOptions {
  readonly hello: ClientHelloTemplate;
  /** As facts name the hello. */
  readonly helloName: string;
  /** SNI to send where the hello has a place for it; null: none. */
  readonly serverName: string | null;
  readonly cryptography: Cryptography;
  /** Ask the server to resume this session; the hello has to offer its suite, and none of TLS 1.3 with another hash. */
  readonly resume?: ResumableSession | undefined;
  /** Milliseconds of any clock that does not run backwards: how old tickets are. Default: it stands still. */
  readonly now?: () => number;
  /**
   * Asked when it is our turn after the server's hello (before TLS 1.3), or after its HelloRetryRequest, and before the arithmetic of a key
   * exchange: true ends the handshake there.
   */
  readonly enough?: ((facts: Handshake) => boolean) | undefined;
}

export class HandshakeContext {
  readonly cryptography: Cryptography;
  readonly shares: Map<number, KeyShare> = new Map();
  readonly transcript: Transcript;
  readonly messages = new HandshakeReader();
  readonly facts: Handshake;
  readonly resume: ResumableSession | undefined;
  readonly now: () => number;
  /** The session that was made, once the server has given something to resume it by. Secret. */
  resumable: ResumableSession | undefined;
  hello: ClientHello;
  opener: Opener = plainOpener;
  sealer: Sealer;
  /** Negotiated, once ServerHello is read. */
  version: number | undefined;
  /** Plaintext bytes a record of ours may hold (RFC 8449 §4). */
  sendLimit = maxPlaintext;
  readonly #enough: TlsClientOptions['enough'];
  readonly #template: ClientHelloTemplate;
  readonly #filling: HelloFilling;
  #output: Uint8Array[] = [];

  constructor(options: TlsClientOptions) {
    const { cryptography, hello, resume, now = () => 0 } = options;
    this.cryptography = cryptography;
    this.resume = resume;
    this.now = now;
    this.transcript = new Transcript(cryptography);
    this.sealer = plainSealer(hello.recordVersion);
    for (const { group } of findExtension(hello, 'key_share')?.shares ?? []) {
      const share = makeKeyShare(group, cryptography);
      if (share !== undefined) this.shares.set(group, share);
    }
    this.#filling = {
      random: cryptography.randomBytes(32),
      sessionId: cryptography.randomBytes(hello.sessionIdLength),
      serverName: options.serverName,
      shares: new Map([...this.shares].map(([group, share]) => [group, share.publicValue])),
      ...idAndTicketOf(resume, cryptography),
    };
    this.#enough = options.enough;
    this.#template = hello;
    this.hello = this.#fill(this.#filling);
    this.facts = {
      hello: options.helloName,
      serverName: findExtension(this.hello, 'server_name')?.hostName ?? null,
      outcome: 'failed',
      certificates: [],
    };
  }

  /** @throws EnoughLearnt */
  stopIfEnough(): void {
    if (this.#enough?.(this.facts)) throw new EnoughLearnt();
  }

  /** Versions the hello offers; without supported_versions everything up to the legacy version (RFC 8446 §4.2.1). */
  get offeredVersions(): readonly number[] {
    const listed = findExtension(this.hello, 'supported_versions')?.versions;
    if (listed !== undefined) return listed.filter(isReal);
    const { legacyVersion } = this.hello;
    return [versions.tls12, versions.tls11, versions.tls10].filter((version) => version <= legacyVersion);
  }

  isOfferedExtension(type: number): boolean {
    return extensionTypesOf(this.hello).includes(type);
  }

  /** Groups of supported_groups; null where the hello has no such extension. Reserved values are no offer (RFC 8701 §3). */
  get offeredGroups(): readonly number[] | null {
    return findExtension(this.hello, 'supported_groups')?.groups.filter(isReal) ?? null;
  }

  get offeredSchemes(): readonly number[] | null {
    return findExtension(this.hello, 'signature_algorithms')?.schemes.filter(isReal) ?? null;
  }

  sendHello(): void {
    this.sendHandshake(writeClientHello(this.hello));
  }

  /** The second hello (RFC 8446 §4.1.2). */
  sendHelloAgain(retry: NonNullable<HelloFilling['retry']>): void {
    this.hello = this.#fill({ ...this.#filling, retry });
    this.sendHello();
  }

  #fill(filling: HelloFilling): ClientHello {
    const { resume, cryptography, transcript } = this;
    if (resume?.kind !== 'pre-shared-key') return fillTemplate(this.#template, filling);
    const fill = (psk: PskOffer): ClientHello => fillTemplate(this.#template, { ...filling, psk });
    return boundHello(fill, resume, { cryptography, transcript, now: this.now() });
  }

  /** Hash a message and send it. */
  sendHandshake(message: Uint8Array): void {
    this.transcript.add(message);
    this.send(contentTypes.handshake, message);
  }

  send(type: number, payload: Uint8Array): void {
    for (let at = 0; at < payload.length || at === 0; at += this.sendLimit) {
      this.#output.push(this.sealer.seal({ type, payload: payload.subarray(at, at + this.sendLimit) }));
    }
  }

  takeOutput(): Uint8Array {
    const bytes = concat(...this.#output);
    this.#output = [];
    return bytes;
  }

  /** The peer's next record is under new keys. @throws HandshakeFault in the middle of a message */
  openWith(opener: Opener): void {
    this.messages.mustBeEmpty();
    this.opener = opener;
  }
}

const isReal = (code: number): boolean => !isGrease(code);
