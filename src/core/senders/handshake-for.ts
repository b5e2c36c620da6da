/**
 * What would this sender's handshake get here? Inferred from the handshakes made: the same answer where the server's choice is within the
 * sender's offer and the sender's library takes it; the same failure where it can't depend on the hello; else unknown.
 * The seam for targeted handshakes: with them, `unknown` becomes rare and nothing else changes. RFC 8446 §4.1, RFC 5246 §7.4.
 */
import type { AddressFacts, TlsSessionFacts } from '../facts.ts';
import type { Handshake, HandshakeFailure } from '../tls/facts.ts';
import { broadHello } from '../tls/hellos.ts';
import { everySenderHello, everySenderHelloName } from './every-sender-hello.ts';
import { libraryRefusal } from './library-refusal.ts';
import { isInside, notAsked, type Offer, offerOf } from './offer.ts';
import { isFar } from './open-question.ts';
import type { TlsUse } from './profile.ts';
import { failure, type SenderHandshake, unknown } from './sender-handshake.ts';
import { tlsSessionFor } from './sessions.ts';

/** What the probe's hellos offer, by the name that the facts give them. */
const askedOffers: ReadonlyMap<string, Offer> = new Map([
  ['broad', offerOf(broadHello)],
  [everySenderHelloName, { ...offerOf(everySenderHello), exhaustive: true }],
]);

/**
 * The handshake a sender would get at an address where STARTTLS was accepted.
 *
 * @param tls  the sender's hello, library and use of SNI on this connection
 * @throws never
 */
export function handshakeFor(tls: TlsUse, address: AddressFacts): SenderHandshake {
  const session = tlsSessionFor(address, tls);
  const handshake = session?.handshake;
  if (!session || !handshake) return unknown('no handshake was made here');
  if (handshake.outcome === 'failed') return failedHandshake(tls, session, handshake);
  const inside = isInside(tls.hello, handshake);
  if (inside.kind === 'outside') {
    return unknown(
      `the server chose ${inside.what}, which this sender does not offer; what else it takes was not asked`,
    );
  }
  if (inside.kind === 'version-below') {
    return failure('handshake-failed', 'protocol-version', `the server's best is ${handshake.version}`);
  }
  if (handshake.hello !== tls.hello.name && isFar(tls.hello, handshake)) {
    return unknown(
      `the server chose ${handshake.suite}, which stands so far down this sender's list that some servers never read it`,
    );
  }
  return (
    libraryRefusal(tls.personality, handshake, session.chain) ??
    unproven(handshake) ??
    afterHandshake(session, handshake)
  );
}

/** A sender that can check the signature fails where it is wrong, and goes on where it is not (RFC 8446 §4.4.3). */
function unproven({ signatureVerified, signatureScheme }: Handshake): SenderHandshake | undefined {
  if (signatureVerified !== 'unsupported') return undefined;
  return unknown(
    `the server's signature (${signatureScheme}) could not be checked here: whether it holds the key of its certificate is not known`,
  );
}

/** The handshake stands; does the session? (RFC 3207 §4.2) */
function afterHandshake(session: TlsSessionFacts, handshake: Handshake): SenderHandshake {
  const { ehloOverTls } = session.session;
  if (ehloOverTls && 'failure' in ehloOverTls) {
    const { kind, detail } = ehloOverTls.failure;
    if (kind === 'budget') return unknown(detail);
    if (!handshake.clientCertificateRequest) return failure('session-dies', 'closed', detail);
    return failure('late-certificate-demand', 'client-certificate-demanded', detail);
  }
  return { kind: 'completed', session, handshake };
}

function failedHandshake(tls: TlsUse, session: TlsSessionFacts, handshake: Handshake): SenderHandshake {
  const cause = handshake.failure;
  if (!cause) return unknown('the handshake failed without a reason');
  // Weak parameters were seen before it failed: the library would have ended it there.
  const weak = handshake.dhBits !== undefined && handshake.dhBits < tls.personality.minimumDhBits.value;
  if (weak && isInside(tls.hello, handshake).kind === 'inside') {
    return failure('handshake-failed', 'dh-too-small', `a group of ${handshake.dhBits} bits`);
  }
  if (handshake.clientCertificateRequest && cause.kind !== 'peer-incompatible') {
    return clientCertificateDemanded(session, handshake, cause);
  }
  switch (cause.kind) {
    case 'alert':
      return afterAlert(tls, handshake, cause);
    case 'closed':
    case 'reset':
      return failure('handshake-closed', 'closed', cause.detail);
    case 'timeout':
      return failure('handshake-timeout', 'timeout', cause.detail);
    case 'not-tls':
      return failure('handshake-failed', 'not-tls', cause.detail);
    case 'peer-misbehaved':
      return failure('handshake-failed', 'misbehaved', cause.detail);
    case 'peer-incompatible':
      return unknown(`our client could not go on where this sender may: ${cause.detail}`);
    case 'budget':
      return unknown(`the server sent more than is read: ${cause.detail}`);
    default:
      return cause.kind satisfies never;
  }
}

/** The server wants a certificate that no sender here has. In TLS 1.3 the client is done before it hears so (RFC 8446 §4.4.2.4). */
function clientCertificateDemanded(
  { session }: TlsSessionFacts,
  { version }: Handshake,
  { detail }: HandshakeFailure,
): SenderHandshake {
  if (version === 'TLSv1.3') return failure('late-certificate-demand', 'client-certificate-demanded', detail);
  const ended = session.handshake?.failure?.kind === 'alert' ? 'handshake-failed' : 'handshake-closed';
  return failure(ended, 'client-certificate-demanded', detail);
}

function afterAlert(tls: TlsUse, handshake: Handshake, cause: HandshakeFailure): SenderHandshake {
  if (cause.alert === 'unrecognized_name' && (handshake.serverName !== null) !== tls.sni) {
    return unknown('the server refused the name that was sent; without or with one it was not asked');
  }
  const rest = leftOut(tls, handshake.hello);
  if (rest.length > 0 && isAboutOffer(cause)) {
    return unknown(
      `the server refused our hello (${cause.alert ?? 'alert'}); this sender offers ${rest.length} things more, e.g. ${rest[0]}`,
    );
  }
  return failure(
    'handshake-failed',
    cause.alert === 'protocol_version' ? 'protocol-version' : 'alert',
    cause.detail,
    cause.alert,
  );
}

/** What the sender offers and that hello did not. */
function leftOut({ hello }: TlsUse, asked: string): readonly string[] {
  if (asked === hello.name) return [];
  const offer = askedOffers.get(asked);
  return offer ? notAsked(hello, offer) : [`than the hello ${asked}, perhaps`];
}

/** Alerts with which a server says that it shares nothing with the hello (RFC 8446 §6.2). */
function isAboutOffer({ alert, step }: HandshakeFailure): boolean {
  return step === 'server-hello' && alert !== 'internal_error' && alert !== 'unrecognized_name';
}
