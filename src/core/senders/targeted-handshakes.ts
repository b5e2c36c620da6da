/**
 * Which handshakes to make next, from those made so far at one address: none, where they already decide for every sender.
 * The first wave asks with the broad hello. Where a server refused it, it is asked once more with all that any sender offers (RFC 8446
 * §4.1.1: no overlap, no handshake). Where an answer leaves open what single senders get, it is asked with the hello of each of them.
 */
import type { Port } from '../observation.ts';
import type { Session } from '../smtp/session.ts';
import type { ClientHelloTemplate } from '../tls/client-hello.ts';
import { profilesFor } from './catalogue.ts';
import { everySenderHello, everySenderHelloName } from './every-sender-hello.ts';
import { mailOverTls } from './greeted-over-tls.ts';
import { helloTemplate } from './hellos/template.ts';
import type { SenderProfile, TlsUse } from './profile.ts';
import { exactSession, planSender } from './sender-plan.ts';

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

export interface AskedSoFar {
  readonly port: Port;
  /** With our own hellos. */
  readonly sessions: readonly Session[];
  /** In senders' names. */
  readonly asSenders: readonly Session[];
}

/**
 * The handshakes to make in senders' names, each hello once, with and without SNI apart.
 * A server that answers nothing to ours is first asked in the name of two senders whose hellos differ most; only if it answers one of
 * them is it asked for all.
 *
 * @returns nothing where all is known or was asked
 */
export function handshakesAsSenders({ port, sessions, asSenders }: AskedSoFar): readonly TargetedHandshake[] {
  const answered = sessions.filter(({ handshake }) => handshake).map(asked);
  const own = asSenders.map(asked);
  if (answered.length === 0) return [];
  const silent = answered.every(({ handshake }) => handshake?.version === undefined);
  const told = usesToldOf(port, sessions);
  const open = usesOf(profilesFor(port)).filter(
    (use) =>
      !asSenders.some((session) => isFor(session, use)) &&
      (planSender(use, answered, own).kind === 'must-ask' ||
        (told.has(keyOf(use)) && exactSession(use, answered, own) === undefined)),
  );
  const deaf = own.length > 0 && own.every(({ handshake }) => handshake?.version === undefined);
  const wanted = open.filter(
    ({ hello, sni }) => !silent || (own.length > 0 ? !deaf : !sni && samples.has(hello.name)),
  );
  return wanted.map(({ hello, sni }) => ({
    helloName: hello.name,
    hello: helloTemplate(hello),
    sni,
  }));
}

/** A long list in a padded hello, and a short one in a hello of 256 to 511 bytes, which hangs some servers (RFC 7685 §1). */
const samples: ReadonlySet<string> = new Set(['postfix-openssl30', 'openssl30-default']);

/**
 * The uses of TLS whose senders log the parameters of the session where MAIL over TLS is refused: what they are is asked, however alike the
 * handshakes end.
 */
function usesToldOf(port: Port, sessions: readonly Session[]): ReadonlySet<string> {
  const failure = mailOverTls(sessions);
  const isRefused = failure && 'class' in failure && failure.event === 'mail-over-tls-refused';
  if (!isRefused) return new Set();
  const tell = profilesFor(port).filter(({ log }) => log['mail-over-tls-refused']?.includes('{cipher}'));
  return new Set(usesOf(tell).map(keyOf));
}

/** What senders send, each once; a hello that was never captured can't be sent in anybody's name. */
function usesOf(profiles: readonly SenderProfile[]): readonly TlsUse[] {
  const all = profiles.flatMap(({ tls, tlsUnderPolicy }) => [tls, tlsUnderPolicy]);
  const uses = all.filter((use): use is TlsUse => use !== undefined && !use.hello.incomplete);
  return [...new Map(uses.map((use) => [keyOf(use), use])).values()];
}

const keyOf = ({ hello, sni }: TlsUse): string => `${hello.name} ${sni}`;

const asked = (session: Session): { session: Session; handshake?: NonNullable<Session['handshake']> } => ({
  session,
  ...(session.handshake && { handshake: session.handshake }),
});

const isFor = (session: Session, use: TlsUse): boolean =>
  session.handshake?.hello === use.hello.name && (session.handshake.serverName !== null) === use.sni;
