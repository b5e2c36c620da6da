/**
 * TLS 1.0 and 1.1 sign with SHA-1 where they sign at all (RFC 4346 §7.4.3), so that a library that refuses SHA-1 takes them with RSA key
 * exchange alone, however old a version it may agree to.
 */
import type { Handshake } from '../tls/facts.ts';
import type { Personality } from './personality.ts';

const oldVersions: readonly string[] = ['SSLv3', 'TLSv1', 'TLSv1.1'];

/** Does the server's signature in this handshake rest on SHA-1? */
export function isSignedWithSha1({
  version = '',
  keyExchange,
  signatureScheme,
}: Pick<Handshake, 'version' | 'keyExchange' | 'signatureScheme'>): boolean {
  const signed = keyExchange === 'ecdhe' || keyExchange === 'dhe';
  return (oldVersions.includes(version) && signed) || (signatureScheme?.endsWith('_sha1') ?? false);
}

/** Would this library go on with the version that the server chose, and with the signature that comes with it? */
export function takesVersion(
  { minimumVersion, sha1HandshakeSignature }: Personality,
  handshake: Pick<Handshake, 'version' | 'keyExchange' | 'signatureScheme'>,
): boolean {
  const { version = '' } = handshake;
  if (version.startsWith('SSL')) return false;
  if (minimumVersion.value === 'TLSv1.2' && oldVersions.includes(version)) return false;
  return !(sha1HandshakeSignature.value === 'refused' && isSignedWithSha1(handshake));
}
