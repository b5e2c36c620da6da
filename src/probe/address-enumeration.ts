/**
 * When an address is enumerated (`depth=full`): beside its ordinary sessions, as soon as their handshakes tell that nothing else has to be
 * asked before; else after all that was asked; and only where a session got as far as a ClientHello.
 */
import type { TlsaLookup } from '../core/observation.ts';
import { handshakesAsSenders } from '../core/senders/targeted-handshakes.ts';
import type { Session } from '../core/smtp/session.ts';
import type { AddressConnections } from './address-connections.ts';
import { type ProbeContext, sessionContextOf } from './context.ts';
import { type EnumerationResult, enumerate } from './enumerate.ts';
import { EarlyConnection, type EnumerationTarget } from './enumerate-connection.ts';
import { hasTlsaRecords } from './other-keys.ts';
import type { SessionContext } from './session.ts';

export interface EnumeratedAddress {
  readonly ip: string;
  readonly mailHost: string;
  readonly tlsa: Promise<TlsaLookup>;
}

export class AddressEnumeration {
  readonly #address: EnumeratedAddress;
  readonly #connections: AddressConnections;
  readonly #port: ProbeContext['port'];
  readonly #target: EnumerationTarget;
  readonly #context: SessionContext;
  #early: EarlyConnection | undefined;

  constructor(address: EnumeratedAddress, connections: AddressConnections, context: ProbeContext) {
    this.#address = address;
    this.#connections = connections;
    this.#port = context.port;
    this.#target = { address: address.ip, port: context.port, implicit: context.port === 465 };
    this.#context = sessionContextOf(context);
  }

  /**
   * Called once the ordinary sessions are under way: a connection is made ready beside them. Only where nobody waits for its place, as those
   * who do may be those whose answers it waits for. Where STARTTLS turns out not to be on offer, it was made in vain.
   */
  begin(): void {
    if (this.#connections.hasPlace) {
      this.#early = new EarlyConnection(this.#connections, this.#target, this.#context);
    }
  }

  /**
   * @param shaken  the sessions whose handshakes are over
   * @param ended  all of the wave
   * @returns undefined where more is to be asked before
   */
  async beside(
    shaken: readonly Session[],
    ended: Promise<readonly Session[]>,
  ): Promise<EnumerationResult | undefined> {
    const isPlain =
      shaken.every(({ handshake }) => handshake?.outcome === 'completed') &&
      handshakesAsSenders({ port: this.#port, sessions: shaken, asSenders: [] }).length === 0 &&
      !hasTlsaRecords(await this.#address.tlsa);
    return isPlain ? await this.#enumerate(shaken, ended) : undefined;
  }

  /**
   * @param made  all sessions with hellos of our own
   * @returns undefined where there is nothing to enumerate
   */
  async after(made: readonly Session[]): Promise<EnumerationResult | undefined> {
    const spokeTls = ({ handshake }: Session): boolean =>
      handshake !== undefined && handshake.failure?.kind !== 'not-tls';
    if (made.some(spokeTls)) return await this.#enumerate(made, Promise.resolve(made));
    await this.#early?.giveUp();
    return undefined;
  }

  async #enumerate(
    shaken: readonly Session[],
    ordinary: Promise<readonly Session[]>,
  ): Promise<EnumerationResult> {
    return await enumerate(
      {
        target: this.#target,
        serverName: this.#address.mailHost,
        seen: shaken.flatMap(({ handshake }) => handshake ?? []),
        ordinary,
        connections: this.#connections,
        early: this.#early,
      },
      this.#context,
    );
  }
}
