/**
 * Microsoft 365's ClientHello as far as documents say: TLS 1.2 and 1.3 with the suites that Windows Server 2022 enables by default.
 * Never captured: order and extensions are not claimed.
 */
import type { SenderHello } from './hello.ts';

export const schannelDefault: SenderHello = {
  name: 'schannel-default',
  versions: ['TLSv1.3', 'TLSv1.2'],
  suites: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_AES_128_GCM_SHA256',
    'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
    'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
    'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
    'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  ],
  groups: ['x25519', 'secp256r1', 'secp384r1'],
  keyShares: [],
  signatureSchemes: [
    'rsa_pss_rsae_sha256',
    'rsa_pss_rsae_sha384',
    'rsa_pss_rsae_sha512',
    'rsa_pkcs1_sha256',
    'rsa_pkcs1_sha384',
    'ecdsa_secp256r1_sha256',
    'ecdsa_secp384r1_sha384',
    'rsa_pkcs1_sha512',
  ],
  extensions: [],
  sessionIdLength: 32,
  incomplete: true,
  confidence: 'vendor-documentation',
  source: 'Microsoft: TLS cipher suites in Windows Server 2022',
};
