/**
 * Which of the sessions that were measured is the sender's: the one with its use of SNI, else another, since most servers don't care.
 * A seam: targeted handshakes (a sender's own hello) will be looked for here first.
 */
import type { AddressFacts, TlsSessionFacts } from '../facts.ts';
import type { Session } from '../smtp/session.ts';
import { everySenderHelloName } from './every-sender-hello.ts';

/**
 * The TLS session that stands for a sender that sends SNI or not.
 *
 * @returns undefined where no session asked for TLS
 */
export function tlsSessionFor(address: AddressFacts, sni: boolean): TlsSessionFacts | undefined {
  const asked = address.tls.filter(({ session }) => session.connect.kind === 'connected');
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
