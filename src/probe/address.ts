/**
 * One address of a mail host: the waves of sessions with it, each decided by the one before.
 *
 *   1. What is asked of every address, in parallel.
 *   2. A hello with all that any sender offers, where the broad one was refused; then hellos in senders' names, where they decide.
 *   3. Where DANE is at stake, a certificate of each other kind of key.
 *   4. With depth=full the enumeration, beside the first wave if 2 and 3 have nothing to ask.
 */
import type { AddressObservation } from '../core/observation.ts';
import { type TargetedHandshake, targetedHandshakes } from '../core/senders/targeted-handshakes.ts';
import type { Session } from '../core/smtp/session.ts';
import { broadHello } from '../core/tls/hellos.ts';
import { AddressConnections } from './address-connections.ts';
import { AddressEnumeration, type EnumeratedAddress } from './address-enumeration.ts';
import { type ProbeContext, sessionContextOf } from './context.ts';
import type { EnumerationResult } from './enumerate.ts';
import { hasTlsaRecords, hellosForOtherKeys } from './other-keys.ts';
import { askAsSenders } from './sender-handshakes.ts';
import { runSession, type SessionPlan } from './session.ts';

/** Never rejects for what the peer does. */
export async function observeAddress(
  address: EnumeratedAddress,
  context: ProbeContext,
): Promise<AddressObservation> {
  return await new AddressProbe(address, context).observe();
}

type Asked = Pick<SessionPlan, 'purpose' | 'hello' | 'asksMail' | 'asksMailUngreeted'> & {
  readonly sni: boolean;
};

interface Begun {
  /** The session as soon as its handshake is over, or once it has ended without one. */
  readonly shaken: Promise<Session>;
  readonly ended: Promise<Session>;
}

class AddressProbe {
  readonly #address: EnumeratedAddress;
  readonly #context: ProbeContext;
  readonly #connections: AddressConnections;
  readonly #enumeration: AddressEnumeration | undefined;

  constructor(address: EnumeratedAddress, context: ProbeContext) {
    this.#address = address;
    this.#context = context;
    this.#connections = new AddressConnections(context);
    if (context.depth === 'full')
      this.#enumeration = new AddressEnumeration(address, this.#connections, context);
  }

  async observe(): Promise<AddressObservation> {
    const { port, budgets, deadline } = this.#context;
    const begun = firstWave(port).map((asked) => this.#begin(asked));
    this.#enumeration?.begin();
    const wave = Promise.all(begun.map(({ ended }) => ended));
    const beside = this.#enumerateBeside(begun, wave);
    const sessions = [...(await wave)];
    const run = (wanted: TargetedHandshake): Promise<Session> => this.#runTargeted(wanted);
    for (const wanted of targetedHandshakes(sessions)) sessions.push(await run(wanted));
    const connections = this.#connections;
    const asSenders = await askAsSenders({ port, sessions, run, connections, budgets, deadline });
    const otherKeys = await this.#askForOtherKeys(sessions);
    const result = (await beside) ?? (await this.#enumeration?.after([...sessions, ...(otherKeys ?? [])]));
    return {
      ip: this.#address.ip,
      sessions: [...sessions, ...newCertificates(sessions, result)],
      ...(asSenders.length > 0 && { asSenders }),
      ...(otherKeys && { otherKeys }),
      ...(result && { enumeration: result.enumeration }),
    };
  }

  #begin({ sni, ...asked }: Asked): Begun {
    const { ip, mailHost } = this.#address;
    const { port } = this.#context;
    const { promise, resolve } = Promise.withResolvers<Session>();
    const serverName = sni ? mailHost : null;
    const ended = this.#connections.run(() =>
      runSession(
        { ...asked, serverName, address: ip, port, onHandshake: resolve },
        sessionContextOf(this.#context),
      ),
    );
    return { shaken: Promise.race([promise, ended]), ended };
  }

  #runTargeted({ helloName, hello, sni }: TargetedHandshake): Promise<Session> {
    const purpose = handshakePurpose(this.#context.port);
    return this.#begin({ purpose, sni, hello: { name: helloName, template: hello } }).ended;
  }

  async #askForOtherKeys(sessions: readonly Session[]): Promise<Session[] | undefined> {
    const hellos = hasTlsaRecords(await this.#address.tlsa) ? hellosForOtherKeys(sessions) : [];
    if (hellos.length === 0) return undefined;
    const purpose = handshakePurpose(this.#context.port);
    return await Promise.all(hellos.map((hello) => this.#begin({ purpose, sni: true, hello }).ended));
  }

  async #enumerateBeside(
    begun: readonly Begun[],
    wave: Promise<readonly Session[]>,
  ): Promise<EnumerationResult | undefined> {
    const withTls = begun.filter((_, i) => firstWave(this.#context.port)[i]?.purpose !== 'cleartext');
    const shaken = await Promise.all(withTls.map(({ shaken }) => shaken));
    return await this.#enumeration?.beside(shaken, wave);
  }
}

/** A handshake that ordinary senders do not get is no stand-in for theirs. */
function newCertificates(
  sessions: readonly Session[],
  result: EnumerationResult | undefined,
): readonly Session[] {
  const completed = sessions.some(({ handshake }) => handshake?.outcome === 'completed');
  return completed && result ? result.sessions : [];
}

const handshakePurpose = (port: number): SessionPlan['purpose'] =>
  port === 465 ? 'implicit-tls' : 'starttls';

/**
 * What is asked of every address, in parallel: a handshake with SNI and one without (they may show different certificates, and
 * senders differ in which they send), and on port 25 whether mail is taken, over TLS and without.
 */
function firstWave(port: number): Asked[] {
  const hello = { name: 'broad', template: broadHello };
  const purpose = handshakePurpose(port);
  const handshakes: Asked[] = [
    { purpose, hello, sni: true, asksMail: port === 25 },
    { purpose, hello, sni: false, asksMailUngreeted: port === 25 },
  ];
  return port === 25 ? [...handshakes, { purpose: 'cleartext', hello, sni: false }] : handshakes;
}
