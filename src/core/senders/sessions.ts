/**
 * Which of the sessions that were measured is the sender's: the one with its use of SNI, else another, since most servers don't care.
 * A handshake made with the sender's own hello comes before all others.
 */
import type { AddressFacts, TlsSessionFacts } from '../facts.ts';
import type { Session } from '../smtp/session.ts';
import { everySenderHelloName } from './every-sender-hello.ts';
import type { TlsUse } from './profile.ts';

type Asked = Pick<TlsSessionFacts, 'session' | 'handshake'>;
type Use = Pick<TlsUse, 'hello' | 'sni'>;

/**
 * The TLS session that stands for a sender's.
 *
 * @param tls  its hello, by whose name a handshake made for it is known, and its use of SNI
 * @returns undefined where no session asked for TLS
 */
export function tlsSessionFor(address: AddressFacts, tls: Use): TlsSessionFacts | undefined {
  return ownSession(address.asSenders ?? [], tls) ?? nearestSession(address.tls, tls);
}

/** The session made in this sender's name, where there was one and it came to a handshake that we can follow. */
export function ownSession<T extends Asked>(asked: readonly T[], { hello, sni }: Use): T | undefined {
  return asked.find(
    ({ handshake }) =>
      handshake?.hello === hello.name &&
      (handshake.serverName !== null) === sni &&
      handshake.failure?.kind !== 'peer-incompatible',
  );
}

/** Of the sessions with our own hellos the one that says most about this sender. */
export function nearestSession<T extends Asked>(all: readonly T[], { sni }: Use): T | undefined {
  const asked = all.filter(({ session }) => session.connect.kind === 'connected');
  const fitting = asked.filter(({ handshake }) => handshake && (handshake.serverName !== null) === sni);
  const chosen = fitting[0] ?? asked[0] ?? all[0];
  // After a refusal the hello that asked for more knows more, whatever its SNI.
  return isRefused(chosen) ? (asked.find(asksForAll) ?? chosen) : chosen;
}

function isRefused(session: Asked | undefined): boolean {
  const failure = session?.handshake?.failure;
  return (
    failure?.kind === 'alert' && failure.step === 'server-hello' && failure.alert !== 'unrecognized_name'
  );
}

function asksForAll({ handshake }: Asked): boolean {
  return handshake?.hello === everySenderHelloName;
}

/** Any session that shows connection, greeting and EHLO: they come before TLS and are the same for all. */
export function openingSession(address: AddressFacts): Session | undefined {
  const sessions = [
    ...address.tls.map(({ session }) => session),
    ...(address.cleartext ? [address.cleartext] : []),
  ];
  return sessions.find(({ connect }) => connect.kind === 'connected') ?? sessions[0];
}
