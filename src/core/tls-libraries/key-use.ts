/**
 * keyUsage against the key exchange, as a TLS library reads it whoever verifies or not (RFC 5280 §4.2.1.3, RFC 5246 §7.4.2, RFC 8446 §4.4.2.2).
 * The tables decide (personality.ts); the lab holds the answers against openssl s_client and gnutls-cli, cell by cell.
 */
import type { Handshake } from '../tls/facts.ts';
import type { KeyUsage, PublicKeyFacts } from '../x509/certificate-facts.ts';
import type { Personality } from './personality.ts';

export interface KeyUse {
  /** Absent: no such extension, which allows everything. */
  readonly usages?: readonly KeyUsage[];
  readonly keyKind: PublicKeyFacts['kind'];
  readonly keyExchange?: Handshake['keyExchange'];
  readonly version?: string;
}

/** `lacks`: the bit that the key exchange needs. */
export interface KeyUseVerdict {
  readonly verdict: 'accepted' | 'refused' | 'unknown';
  readonly lacks?: 'digitalSignature' | 'keyEncipherment';
}

/** Would this library go on with the handshake? */
export function judgeKeyUse(
  personality: Pick<Personality, 'signingKeyUsage' | 'encryptingKeyUsage' | 'emptyKeyUsage'>,
  { usages, keyKind, keyExchange, version }: KeyUse,
): KeyUseVerdict {
  if (!usages || keyExchange === 'anonymous') return { verdict: 'accepted' };
  if (usages.length === 0 && personality.emptyKeyUsage?.value === 'ignored') return { verdict: 'accepted' };
  if (keyExchange === 'rsa') {
    // GnuTLS takes keyAgreement for keyEncipherment.
    if (usages.includes('keyEncipherment') || usages.includes('keyAgreement')) return { verdict: 'accepted' };
    const { value } = personality.encryptingKeyUsage;
    return { verdict: verdictOf(value === 'enforced', value), lacks: 'keyEncipherment' };
  }
  if (usages.includes('digitalSignature')) return { verdict: 'accepted' };
  const { value } = personality.signingKeyUsage;
  const ecdsaOld = value === 'ecdsa-before-tls13' && keyKind === 'ec' && version !== 'TLSv1.3';
  return { verdict: verdictOf(value === 'enforced' || ecdsaOld, value), lacks: 'digitalSignature' };
}

function verdictOf(refuses: boolean, value: string): KeyUseVerdict['verdict'] {
  if (refuses) return 'refused';
  return value === 'unknown' ? 'unknown' : 'accepted';
}
