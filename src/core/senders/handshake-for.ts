/**
 * What would this sender's handshake get here? Inferred from the handshakes made: the same answer where the server's choice is within the
 * sender's offer and the sender's library takes it; the same failure where it can't depend on the hello; else unknown.
 * The seam for targeted handshakes: with them, `unknown` becomes rare and nothing else changes. RFC 8446 §4.1, RFC 5246 §7.4.
 */
import type { AddressFacts, ChainFacts, TlsSessionFacts } from '../facts.ts';
import type { Handshake, HandshakeFailure } from '../tls/facts.ts';
import { broadHello } from '../tls/hellos.ts';
import { everySenderHello, everySenderHelloName } from './every-sender-hello.ts';
import type { HandshakeReason } from './handshake-reason.ts';
import { isInside, notAsked, type Offer, offerOf } from './offer.ts';
import type { Personality } from './personality.ts';
import type { FailureClass, TlsUse } from './profile.ts';
import { tlsSessionFor } from './sessions.ts';

export type HandshakeClass = Extract<
  FailureClass,
  'handshake-failed' | 'handshake-closed' | 'handshake-timeout' | 'session-dies' | 'late-certificate-demand'
>;

export type SenderHandshake =
  | { readonly kind: 'completed'; readonly session: TlsSessionFacts; readonly handshake: Handshake }
  | {
      readonly kind: 'failed';
      readonly class: HandshakeClass;
      readonly reason: HandshakeReason;
      readonly detail: string;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

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
  const session = tlsSessionFor(address, tls.sni);
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
  return libraryRefusal(tls.personality, handshake, session.chain) ?? afterHandshake(session, handshake);
}

/** The handshake stands; does the session? (RFC 3207 §4.2) */
function afterHandshake(session: TlsSessionFacts, handshake: Handshake): SenderHandshake {
  const { ehloOverTls } = session.session;
  if (ehloOverTls && 'failure' in ehloOverTls) {
    const { detail } = ehloOverTls.failure;
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
  const asked = askedOffers.get(handshake.hello);
  const rest = asked ? notAsked(tls.hello, asked) : [`hello ${handshake.hello}`];
  if (rest.length > 0 && isAboutOffer(cause)) {
    return unknown(
      `the server refused our hello (${cause.alert ?? 'alert'}); this sender offers ${rest.length} things more, e.g. ${rest[0]}`,
    );
  }
  return failure(
    'handshake-failed',
    cause.alert === 'protocol_version' ? 'protocol-version' : 'alert',
    cause.detail,
  );
}

/** Alerts with which a server says that it shares nothing with the hello (RFC 8446 §6.2). */
function isAboutOffer({ alert, step }: HandshakeFailure): boolean {
  return step === 'server-hello' && alert !== 'internal_error' && alert !== 'unrecognized_name';
}

/** What the library ends by itself, though nobody verifies. */
function libraryRefusal(
  personality: Personality,
  handshake: Handshake,
  chain: ChainFacts | undefined,
): SenderHandshake | undefined {
  const { keyExchange, dhBits, version, signatureScheme } = handshake;
  if (keyExchange === 'dhe' && version !== 'TLSv1.3') {
    const minimum = personality.minimumDhBits.value;
    if (dhBits === undefined) return unknown('the size of the Diffie-Hellman group is not known');
    if (dhBits < minimum) return failure('handshake-failed', 'dh-too-small', `a group of ${dhBits} bits`);
  }
  if (handshake.ticketBeforeFinished && personality.earlyTicket) {
    return unknown(
      'the server sends a ticket before the handshake is over; whether this sender still aborts then is not known',
    );
  }
  const old = version === 'TLSv1' || version === 'TLSv1.1';
  const signed = keyExchange === 'ecdhe' || keyExchange === 'dhe';
  const sha1 = (old && signed) || (signatureScheme?.endsWith('_sha1') ?? false);
  if (sha1 && personality.sha1HandshakeSignature.value === 'refused') {
    return failure('handshake-failed', 'legacy-signature', `${version}: signed with SHA-1`);
  }
  return chain && keyUsageRefusal(personality, handshake, chain);
}

/** keyUsage against the key exchange (RFC 5280 §4.2.1.3, RFC 5246 §7.4.2, RFC 8446 §4.4.2.2); an absent extension allows everything. */
function keyUsageRefusal(
  personality: Personality,
  { keyExchange, version }: Handshake,
  { leaf }: ChainFacts,
): SenderHandshake | undefined {
  const usages = leaf.keyUsage?.usages;
  if (!usages || keyExchange === 'anonymous') return undefined;
  if (keyExchange === 'rsa') {
    if (usages.includes('keyEncipherment') || usages.includes('keyAgreement')) return undefined;
    const { value } = personality.encryptingKeyUsage;
    return refusal(
      value === 'enforced' ? 'fails' : value,
      'key-usage-encipherment',
      'no keyEncipherment in keyUsage',
    );
  }
  if (usages.includes('digitalSignature')) return undefined;
  const { value } = personality.signingKeyUsage;
  const ecdsaOld = value === 'ecdsa-before-tls13' && leaf.publicKey.kind === 'ec' && version !== 'TLSv1.3';
  const fails = value === 'enforced' || ecdsaOld;
  return refusal(fails ? 'fails' : value, 'key-usage-signature', 'no digitalSignature in keyUsage');
}

function refusal(verdict: string, reason: HandshakeReason, detail: string): SenderHandshake | undefined {
  if (verdict === 'fails') return failure('handshake-failed', reason, detail);
  return verdict === 'unknown' ? unknown(`${detail}: whether this sender minds is not known`) : undefined;
}

function failure(kind: HandshakeClass, reason: HandshakeReason, detail: string): SenderHandshake {
  return { kind: 'failed', class: kind, reason, detail };
}

function unknown(reason: string): SenderHandshake {
  return { kind: 'unknown', reason };
}
