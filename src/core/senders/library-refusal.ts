/**
 * What a TLS library ends by itself, though nobody verifies: small groups, SHA-1, a certificate it can not read, a keyUsage that does not fit the key exchange.
 * The rows of its personality decide; nothing here knows a library by name.
 */
import type { ChainFacts } from '../facts.ts';
import type { Handshake } from '../tls/facts.ts';
import { judgeKeyUse } from '../tls-libraries/key-use.ts';
import { isSignedWithSha1 } from '../tls-libraries/old-version.ts';
import type { Personality } from '../tls-libraries/personality.ts';
import { failure, type SenderHandshake, unknown } from './sender-handshake.ts';

/**
 * @returns nothing where the library goes on
 */
export function libraryRefusal(
  personality: Personality,
  handshake: Handshake,
  chain: ChainFacts | undefined,
): SenderHandshake | undefined {
  const { keyExchange, dhBits, version } = handshake;
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
  const sha1 = personality.sha1HandshakeSignature.value;
  if (sha1 !== 'accepted' && isSignedWithSha1(handshake)) {
    const detail = `${version}: signed with SHA-1`;
    if (sha1 === 'refused') return failure('handshake-failed', 'legacy-signature', detail);
    return unknown(`${detail}: whether this sender takes that is not known`);
  }
  return chain && (unreadableHere(personality, chain) ?? keyUsageRefusal(personality, handshake, chain));
}

/** Some libraries refuse to read a leaf that has one extension twice (RFC 5280 §4.2). */
function unreadableHere(personality: Personality, { leaf }: ChainFacts): SenderHandshake | undefined {
  const twice = leaf.faults.find(({ code }) => code === 'duplicate-extension');
  if (!twice || personality.duplicateExtension?.value !== 'refused') return undefined;
  return failure('handshake-failed', 'duplicate-extension', twice.detail);
}

function keyUsageRefusal(
  personality: Personality,
  { keyExchange, version }: Handshake,
  { leaf }: ChainFacts,
): SenderHandshake | undefined {
  const { verdict, lacks } = judgeKeyUse(personality, {
    keyKind: leaf.publicKey.kind,
    ...(leaf.keyUsage && { usages: leaf.keyUsage.usages }),
    ...(keyExchange && { keyExchange }),
    ...(version !== undefined && { version }),
  });
  if (verdict === 'accepted' || lacks === undefined) return undefined;
  const detail = `no ${lacks} in keyUsage`;
  if (verdict === 'unknown') return unknown(`${detail}: whether this sender minds is not known`);
  const reason = lacks === 'keyEncipherment' ? 'key-usage-encipherment' : 'key-usage-signature';
  return failure('handshake-failed', reason, detail);
}
