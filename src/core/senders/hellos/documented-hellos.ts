/**
 * What the libraries of senders that were not run offer by default, as their sources have it. Nothing is sent in the name of one: what its software
 * changes is not known, nor is the order of extensions.
 */
import type { SenderHello } from './hello.ts';

const schemes: readonly string[] = [
  'rsa_pss_rsae_sha256',
  'ecdsa_secp256r1_sha256',
  'ed25519',
  'rsa_pss_rsae_sha384',
  'rsa_pss_rsae_sha512',
  'rsa_pkcs1_sha256',
  'rsa_pkcs1_sha384',
  'rsa_pkcs1_sha512',
  'ecdsa_secp384r1_sha384',
  'ecdsa_secp521r1_sha512',
];
const suites13: readonly string[] = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
];
const ecdheAead: readonly string[] = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
];

/** Go 1.23 and later: no RSA key exchange, no 3DES. */
export const goCurrent: SenderHello = {
  name: 'go-current',
  versions: ['TLSv1.3', 'TLSv1.2'],
  suites: [
    ...ecdheAead,
    'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA',
    'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
    'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA',
    'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
    ...suites13,
  ],
  groups: ['x25519', 'secp256r1', 'secp384r1', 'secp521r1'],
  keyShares: ['x25519'],
  signatureSchemes: schemes,
  extensions: [],
  sessionIdLength: 32,
  incomplete: true,
  confidence: 'source-code',
  source: 'Go crypto/tls/defaults.go, cipher_suites.go (1.23)',
};

/** rustls: ECDHE with AEAD alone. */
export const rustls: SenderHello = {
  name: 'rustls',
  versions: ['TLSv1.3', 'TLSv1.2'],
  suites: [...suites13, ...ecdheAead],
  groups: ['x25519', 'secp256r1', 'secp384r1'],
  keyShares: ['x25519'],
  signatureSchemes: schemes,
  extensions: [],
  sessionIdLength: 32,
  incomplete: true,
  confidence: 'source-code',
  source: 'rustls, crypto/aws_lc_rs: DEFAULT_CIPHER_SUITES, DEFAULT_KX_GROUPS',
};
