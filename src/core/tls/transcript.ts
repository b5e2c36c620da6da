/**
 * The handshake messages so far, for the hashes that bind keys and signatures to them (RFC 8446 §4.4.1, RFC 5246 §7.4.9).
 * Messages are kept and hashed on demand: the suite, and so the hash, is known only after the first of them.
 */
import { concat, Writer } from '../base/bytes.ts';
import type { Cryptography, HashName } from '../cryptography.ts';
import { handshakeTypes } from './code-points.ts';

/** `md5-sha1`: both digests, one behind the other, as TLS 1.0 and 1.1 want it (RFC 4346 §7.4.9). */
export type TranscriptHash = HashName | 'md5-sha1';

export class Transcript {
  #messages: Uint8Array[] = [];
  readonly #cryptography: Cryptography;

  constructor(cryptography: Cryptography) {
    this.#cryptography = cryptography;
  }

  add(raw: Uint8Array): void {
    this.#messages.push(raw);
  }

  /** @param next  a message, or part of one, that is not yet among them */
  hash(name: TranscriptHash, ...next: readonly Uint8Array[]): Uint8Array {
    const digest = (one: HashName) => this.#cryptography.hash(one, ...this.#messages, ...next);
    return name === 'md5-sha1' ? concat(digest('md5'), digest('sha1')) : digest(name);
  }

  /** After a HelloRetryRequest the first ClientHello counts as its hash only. */
  foldFirstHello(name: HashName): void {
    const folded = new Writer()
      .uint8(handshakeTypes.messageHash)
      .vector(3, (body) => body.bytes(this.hash(name)))
      .finish();
    this.#messages = [folded];
  }
}
