/**
 * What OpenSSL asks of a server's certificate and of those above it (check_purpose_ssl_server): a purpose for servers by its own name,
 * and a key that can do what TLS does. RFC 5280 §4.2.1.12 lets verifiers take anyExtendedKeyUsage for all purposes, or not.
 */
import type { CertificateFacts } from './certificate-facts.ts';

/** serverAuth, and Server Gated Cryptography, Netscape's and Microsoft's. */
const serverPurposes: readonly string[] = ['serverAuth', '2.16.840.1.113730.4.1', '1.3.6.1.4.1.311.10.3.3'];
const serverUses: readonly string[] = ['digitalSignature', 'keyEncipherment', 'keyAgreement'];

/** Is there a purpose for servers, or no extendedKeyUsage at all? */
export function hasServerPurpose({ extendedKeyUsage }: Pick<CertificateFacts, 'extendedKeyUsage'>): boolean {
  return extendedKeyUsage?.purposes.some((purpose) => serverPurposes.includes(purpose)) ?? true;
}

/** May the key of a leaf do any of what a TLS server's does (RFC 5280 §4.2.1.3), or is there no keyUsage? */
export function hasServerUse({ keyUsage }: Pick<CertificateFacts, 'keyUsage'>): boolean {
  return keyUsage?.usages.some((usage) => serverUses.includes(usage)) ?? true;
}
