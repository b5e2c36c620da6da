/**
 * Which of the sessions that were measured is the sender's: the one with its use of SNI, else another, since most servers don't care.
 * A handshake made with the sender's own hello comes before all others.
 */
import type { AddressFacts, TlsSessionFacts } from '../facts.ts';
import type { Session } from '../smtp/session.ts';
import { everySenderHelloName } from './every-sender-hello.ts';

/**
 * The TLS session that stands for a sender's.
 *
 * @param tls  its hello, by whose name a targeted handshake is known, and its use of SNI
 * @returns undefined where no session asked for TLS
 */
export function tlsSessionFor(
  address: AddressFacts,
  { hello, sni }: { readonly hello: { readonly name: string }; readonly sni: boolean },
): TlsSessionFacts | undefined {
  const asked = address.tls.filter(({ session }) => session.connect.kind === 'connected');
  const targeted = asked.find(({ handshake }) => handshake?.hello === hello.name);
  if (targeted) return targeted;
  const fitting = asked.filter(({ handshake }) => handshake && (handshake.serverName !== null) === sni);
  const chosen = fitting[0] ?? asked[0] ?? address.tls[0];
  // After a refusal the hello that asked for more knows more, whatever its SNI.
  return isRefused(chosen) ? (asked.find(asksForAll) ?? chosen) : chosen;
}

function isRefused(session: TlsSessionFacts | undefined): boolean {
  const failure = session?.handshake?.failure;
  return (
    failure?.kind === 'alert' && failure.step === 'server-hello' && failure.alert !== 'unrecognized_name'
  );
}

function asksForAll({ handshake }: TlsSessionFacts): boolean {
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
