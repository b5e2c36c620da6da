/**
 * What the connections of an enumeration showed beside their handshakes: certificates not seen before, EHLO keywords, versions over which
 * the session does not answer. Several servers behind one address give themselves away here.
 */
import { fromBase64, toHex } from '../core/base/text.ts';
import type { Cryptography } from '../core/cryptography.ts';
import type { Session } from '../core/smtp/session.ts';
import type { Enumerator } from '../core/tls/enumerate.ts';
import type { Enumeration, ServedCertificate } from '../core/tls/enumeration.ts';
import type { Handshake } from '../core/tls/facts.ts';
import { isPositive } from './enumerate-connection.ts';

export class EnumerationRecord {
  readonly #cryptography: Cryptography;
  readonly #leafs: Set<string>;
  readonly #ehlos = new Set<string>();
  readonly #dead = new Set<string>();
  /** Those that showed a certificate not seen before. */
  readonly sessions: Session[] = [];

  /** @param seen  handshakes made already */
  constructor(seen: readonly Handshake[], cryptography: Cryptography) {
    this.#cryptography = cryptography;
    this.#leafs = new Set(seen.flatMap(({ certificates }) => certificates.slice(0, 1)));
  }

  isNews({ certificates: [leaf] }: Handshake): boolean {
    return leaf !== undefined && !this.#leafs.has(leaf);
  }

  /** The keywords only: the first line greets, and may tell the time. */
  noteEhlo({ extensions, helo }: Session): void {
    if (extensions === undefined || helo === true) return;
    const keywords = extensions.map((line) => line.toUpperCase());
    this.#ehlos.add(keywords.toSorted().join(', '));
  }

  /** @param whole  the session went on to EHLO over TLS, and had the time for it */
  keep(session: Session, facts: Handshake, whole: boolean): void {
    const [leaf] = facts.certificates;
    const { version, outcome } = facts;
    if (outcome !== 'completed') return;
    if (whole && version !== undefined && !isPositive(session.ehloOverTls)) this.#dead.add(version);
    if (leaf === undefined || this.#leafs.has(leaf)) return;
    this.#leafs.add(leaf);
    this.sessions.push(session);
  }

  /** The part of the facts that is not read off the handshakes. */
  tell({ leafs, best }: Enumerator): Pick<Enumeration, 'certificates' | 'deadVersions' | 'disagreements'> {
    return {
      certificates: [...leafs].flatMap(([serverName, byKind]) =>
        [...byKind].flatMap(([key, all]) =>
          [...all].map((leaf): ServedCertificate => ({ serverName, key, sha256: this.#digest(leaf) })),
        ),
      ),
      deadVersions: [...this.#dead],
      disagreements: [
        ...[...leafs.values()]
          .flatMap((byKind) => [...byKind.values()])
          .filter((all) => all.size > 1)
          .map((all) => ({
            about: 'certificate' as const,
            values: [...all].map((leaf) => this.#digest(leaf)),
          })),
        ...(this.#ehlos.size > 1 ? [{ about: 'ehlo' as const, values: [...this.#ehlos] }] : []),
        ...(best.length > 1 ? [{ about: 'version' as const, values: [...best] }] : []),
      ],
    };
  }

  #digest(leaf: string): string {
    const der = fromBase64(leaf);
    if (!der.ok) throw new TypeError(`a certificate of ours is no base64: ${der.error}`);
    return toHex(this.#cryptography.hash('sha256', der.value));
  }
}
