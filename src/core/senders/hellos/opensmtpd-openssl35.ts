/**
 * The ClientHello of OpenSMTPD 7.6, OpenSSL 3.5, as captured on the wire in a laboratory (Debian's packages).
 * Data only; what is fresh in every connection and the server name are left out.
 */
import type { SenderHello } from './hello.ts';
import { insertAfter, openssl35Schemes, opensslExtensions, opensslSuites, without } from './openssl-lists.ts';

export const opensmtpdOpenssl35: SenderHello = {
  name: 'opensmtpd-openssl35',
  versions: ['TLSv1.3', 'TLSv1.2'],
  suites: without(opensslSuites, /CCM_8|SCSV/),
  groups: ['x25519', 'secp256r1', 'secp384r1'],
  keyShares: ['x25519'],
  signatureSchemes: openssl35Schemes,
  extensions: [
    'renegotiation_info',
    ...insertAfter(opensslExtensions, { supported_groups: ['status_request'] }),
    'compress_certificate',
  ],
  sessionIdLength: 32,
  confidence: 'measured',
  source: 'captured: OpenSMTPD 7.6, OpenSSL 3.5',
};
