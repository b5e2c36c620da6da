/**
 * Which handshakes to make next, from those made so far at one address: none, where they already decide for every sender.
 * The first wave asks with the broad hello. Where a server refused it, what it would say to a sender that offers more is open, so it is
 * asked once more with all that any sender offers (RFC 8446 §4.1.1: no overlap, no handshake). Courtesy: one connection, not one a sender.
 */
import type { Session } from '../smtp/session.ts';
import type { ClientHelloTemplate } from '../tls/client-hello.ts';
import { everySenderHello, everySenderHelloName } from './every-sender-hello.ts';

export interface TargetedHandshake {
  readonly helloName: string;
  readonly hello: ClientHelloTemplate;
  readonly sni: boolean;
}

/** @param sessions  all so far, of one address */
export function targetedHandshakes(sessions: readonly Session[]): readonly TargetedHandshake[] {
  const handshakes = sessions.flatMap(({ handshake }) => handshake ?? []);
  if (handshakes.some(({ outcome }) => outcome === 'completed')) return [];
  if (handshakes.some(({ hello }) => hello === everySenderHelloName)) return [];
  const refused = handshakes.find(
    ({ failure }) => failure?.kind === 'alert' && failure.step === 'server-hello',
  );
  if (refused === undefined) return [];
  return [{ helloName: everySenderHelloName, hello: everySenderHello, sni: refused.serverName !== null }];
}
