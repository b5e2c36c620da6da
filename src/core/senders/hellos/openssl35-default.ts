/**
 * The ClientHello of Sendmail 8.18, OpenSSL 3.5, as captured on the wire in a laboratory (Debian's packages).
 * Data only; what is fresh in every connection and the server name are left out.
 */
import type { SenderHello } from './hello.ts';
import {
  beyondDefault,
  openssl35Schemes,
  opensslExtensions,
  opensslSuites,
  without,
} from './openssl-lists.ts';

export const openssl35Default: SenderHello = {
  name: 'openssl35-default',
  versions: ['TLSv1.3', 'TLSv1.2'],
  suites: without(without(opensslSuites, beyondDefault), /SCSV/),
  groups: [
    'X25519MLKEM768',
    'x25519',
    'secp256r1',
    'x448',
    'secp384r1',
    'secp521r1',
    'ffdhe2048',
    'ffdhe3072',
  ],
  keyShares: ['X25519MLKEM768', 'x25519'],
  signatureSchemes: openssl35Schemes,
  extensions: ['renegotiation_info', ...opensslExtensions, 'compress_certificate'],
  sessionIdLength: 32,
  confidence: 'measured',
  source: 'captured: Sendmail 8.18, OpenSSL 3.5',
};
