/**
 * The ClientHello of OpenSMTPD 6.8, OpenSSL 3.0, as captured on the wire in a laboratory (Debian's packages).
 * Data only; what is fresh in every connection and the server name are left out.
 */
import type { SenderHello } from './hello.ts';
import { opensslExtensions, opensslGroups, opensslSchemes, opensslSuites } from './openssl-lists.ts';

export const opensmtpdOpenssl30: SenderHello = {
  name: 'opensmtpd-openssl30',
  versions: ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1'],
  suites: opensslSuites,
  groups: opensslGroups,
  keyShares: ['x25519'],
  signatureSchemes: opensslSchemes,
  extensions: [...opensslExtensions, 'padding'],
  sessionIdLength: 32,
  confidence: 'measured',
  source: 'captured: OpenSMTPD 6.8, OpenSSL 3.0',
};
