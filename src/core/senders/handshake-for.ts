/**
 * What would this sender's handshake get here? The planner (sender-plan.ts) says which handshake stands for it, or that none does; what is
 * added here is what the sender's library makes of it. RFC 8446 §4.1, RFC 5246 §7.4.
 */
import type { AddressFacts, TlsSessionFacts } from '../facts.ts';
import type { Handshake, HandshakeFailure } from '../tls/facts.ts';
import { isInside } from '../tls/offered.ts';
import { libraryRefusal } from './library-refusal.ts';
import type { HandshakeReason } from './library-words/library-words.ts';
import { oddEhlo } from './odd-replies.ts';
import { isNoAnswer } from './opening.ts';
import type { TlsUse } from './profile.ts';
import { failure, type SenderHandshake, unknown } from './sender-handshake.ts';
import { planSender } from './sender-plan.ts';

/**
 * The handshake a sender would get at an address where STARTTLS was accepted.
 *
 * @param tls  the sender's hello, library and use of SNI on this connection
 * @throws never
 */
export function handshakeFor(tls: TlsUse, address: AddressFacts): SenderHandshake {
  const plan = planSender(tls, address.tls, address.asSenders ?? []);
  const session = plan.kind === 'same' ? plan.as : plan.meanwhile;
  const handshake = session?.handshake;
  if (!session || !handshake) return unknown(plan.because);
  if (tls.endsAtWarning && handshake.warnings)
    return failure('handshake-failed', 'warning', `the warning ${handshake.warnings.join(', ')}`);
  if (handshake.outcome === 'failed') return failedHandshake(tls, session, handshake);
  if (isInside(tls.hello, handshake).kind === 'version-below') {
    return failure('handshake-failed', 'protocol-version', `the server's best is ${handshake.version}`);
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
  const { ehloOverTls, injectedOverTls } = session.session;
  // Each command is then answered by the reply to the one before it.
  if (injectedOverTls !== undefined)
    return unknown(
      'the server speaks over TLS before EHLO is said, and what this sender makes of it is not known',
    );
  const odd = oddEhlo(ehloOverTls);
  if (odd) return unknown(odd.undecided);
  if (ehloOverTls && 'reply' in ehloOverTls && isNoAnswer(ehloOverTls.reply.code))
    return unknown(`EHLO over TLS is answered ${ehloOverTls.reply.code}, which is no answer to it`);
  if (ehloOverTls && 'failure' in ehloOverTls) {
    const { kind, detail } = ehloOverTls.failure;
    if (kind === 'budget') return unknown(detail);
    if (handshake.clientCertificateRequest)
      return failure('late-certificate-demand', 'client-certificate-demanded', detail);
    // Only the TLS layer tells an end from a reset: to the dialogue each is a stream that broke.
    const reset = handshake.failure?.kind === 'reset';
    return failure('session-dies', kind === 'timeout' ? kind : reset ? 'reset' : 'closed', detail);
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
      return failure(
        'handshake-failed',
        cause.alert === 'protocol_version' ? 'protocol-version' : 'alert',
        cause.detail,
        cause.alert,
      );
    case 'closed':
      return failure('handshake-closed', closeReason(handshake, cause), cause.detail);
    case 'reset':
      return failure('handshake-closed', 'reset', cause.detail);
    case 'timeout':
      return failure('handshake-timeout', 'timeout', cause.detail);
    case 'not-tls':
      return failure('handshake-failed', 'not-tls', cause.detail);
    case 'peer-misbehaved':
      return failure(
        'handshake-failed',
        cause.code === 'bad-signature' ? 'bad-signature' : 'misbehaved',
        cause.detail,
      );
    case 'peer-incompatible':
      return unknown(`our client could not go on where this sender may: ${cause.detail}`);
    case 'budget':
      return unknown(`the server sent more than is read: ${cause.detail}`);
    default:
      return cause.kind satisfies never;
  }
}

/**
 * A close_notify of level fatal is for GnuTLS and OpenSSL an alert like any other (RFC 5246 §7.2.1). In TLS 1.3 the level should not count
 * (RFC 8446 §6), and libraries differ in whether it does: no words for that.
 */
function closeReason({ version }: Handshake, { alert, alertLevel }: HandshakeFailure): HandshakeReason {
  if (alert !== 'close_notify') return 'closed';
  if (alertLevel === 'warning') return 'close-notify';
  return alertLevel === 'fatal' && version !== 'TLSv1.3' ? 'fatal-close-notify' : 'misbehaved';
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
