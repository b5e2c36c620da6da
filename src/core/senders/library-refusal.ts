/**
 * What a TLS library ends by itself, though nobody verifies: small groups, SHA-1, a keyUsage that does not fit the key exchange.
 * The rows of its personality decide; nothing here knows a library by name.
 */
import type { ChainFacts } from '../facts.ts';
import type { Handshake } from '../tls/facts.ts';
import type { HandshakeReason } from './handshake-reason.ts';
import type { Personality } from './personality.ts';
import { failure, type SenderHandshake, unknown } from './sender-handshake.ts';

/**
 * @returns nothing where the library goes on
 */
export function libraryRefusal(
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
