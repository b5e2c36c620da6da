/**
 * What GnuTLS calls a session: gnutls_session_get_desc (lib/session.c), `(TLS1.3)-(ECDHE-SECP256R1)-(RSA-PSS-RSAE-SHA256)-(AES-256-GCM)`.
 * Held against what Exim wrote of the lab's servers. Left out: what its default hello does not offer (PSK, anonymous, hybrid groups).
 */
import type { Handshake } from '../../tls/facts.ts';
import { suites } from '../../tls/suites.ts';

export interface SessionDescription {
  /** TLS1.3 */
  readonly version: string;
  /** What stands in the brackets after it. */
  readonly parts: readonly string[];
  /** Of the cipher's key. */
  readonly keyBits: number;
}

const versions: Readonly<Record<string, string>> = {
  'TLSv1.3': 'TLS1.3',
  'TLSv1.2': 'TLS1.2',
  'TLSv1.1': 'TLS1.1',
  TLSv1: 'TLS1.0',
};

/** lib/algorithms/sign.c */
const signatures: Readonly<Record<string, string>> = {
  rsa_pkcs1_sha1: 'RSA-SHA1',
  rsa_pkcs1_sha256: 'RSA-SHA256',
  rsa_pkcs1_sha384: 'RSA-SHA384',
  rsa_pkcs1_sha512: 'RSA-SHA512',
  rsa_pss_rsae_sha256: 'RSA-PSS-RSAE-SHA256',
  rsa_pss_rsae_sha384: 'RSA-PSS-RSAE-SHA384',
  rsa_pss_rsae_sha512: 'RSA-PSS-RSAE-SHA512',
  rsa_pss_pss_sha256: 'RSA-PSS-SHA256',
  rsa_pss_pss_sha384: 'RSA-PSS-SHA384',
  rsa_pss_pss_sha512: 'RSA-PSS-SHA512',
  ecdsa_sha1: 'ECDSA-SHA1',
  ecdsa_secp256r1_sha256: 'ECDSA-SECP256R1-SHA256',
  ecdsa_secp384r1_sha384: 'ECDSA-SECP384R1-SHA384',
  ecdsa_secp521r1_sha512: 'ECDSA-SECP521R1-SHA512',
  ed25519: 'EdDSA-Ed25519',
  ed448: 'EdDSA-Ed448',
};

/** @returns undefined where this table has no words for it */
export function describeGnutlsSession(handshake: Handshake): SessionDescription | undefined {
  const version = versions[handshake.version ?? ''];
  const exchange = exchangeOf(handshake);
  const protection = protectionOf(handshake.suite);
  if (version === undefined || exchange === undefined || protection === undefined) return undefined;
  return { version, parts: [...exchange, ...protection.parts], keyBits: protection.keyBits };
}

function exchangeOf({
  version = '',
  keyExchange,
  group,
  dhBits,
  signatureScheme = '',
}: Handshake): string[] | undefined {
  if (keyExchange === 'rsa') return ['RSA'];
  if (keyExchange !== 'ecdhe' && keyExchange !== 'dhe') return undefined;
  // A group of RFC 7919 has its name before TLS 1.3, too; any other field is called by its size.
  const known = group !== undefined && /^(secp\d+r1|x25519|x448|ffdhe\d+)$/.test(group);
  const name = known ? group.toUpperCase() : dhBits === undefined ? undefined : `CUSTOM${dhBits}`;
  if (name === undefined) return undefined;
  const agreed = `${keyExchange.toUpperCase()}-${name}`;
  // What is signed with is chosen since TLS 1.2.
  if (version !== 'TLSv1.3' && version !== 'TLSv1.2') return [agreed];
  const signature = signatures[signatureScheme];
  if (signature === undefined) return undefined;
  return [agreed, version === 'TLSv1.2' ? signature.replace(/^ECDSA-SECP\d+R1/, 'ECDSA') : signature];
}

/** An AEAD has no MAC to name. */
function protectionOf(suite: string | undefined): { parts: string[]; keyBits: number } | undefined {
  const cipher = suites.find(({ name }) => name === suite)?.cipher;
  if (cipher?.kind === 'aead') return { parts: [cipher.aead.toUpperCase()], keyBits: 8 * cipher.keyLength };
  if (cipher?.kind !== 'cbc' || !cipher.cipher.startsWith('aes')) return undefined;
  return { parts: [cipher.cipher.toUpperCase(), cipher.mac.toUpperCase()], keyBits: 8 * cipher.keyLength };
}
