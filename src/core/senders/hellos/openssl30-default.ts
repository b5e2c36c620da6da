/**
 * The ClientHellos of Sendmail 8.17, dma 0.13 and Python 3.11 smtplib, OpenSSL 3.0, as captured on the wire in a laboratory (Debian's packages).
 * Data only; what is fresh in every connection and the server name are left out.
 */
import type { SenderHello } from './hello.ts';

export const openssl30Default: SenderHello = {
  name: 'openssl30-default',
  versions: ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1'],
  suites: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
    'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
    'TLS_DHE_RSA_WITH_AES_256_GCM_SHA384',
    'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
    'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
    'TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
    'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
    'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256',
    'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384',
    'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384',
    'TLS_DHE_RSA_WITH_AES_256_CBC_SHA256',
    'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256',
    'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256',
    'TLS_DHE_RSA_WITH_AES_128_CBC_SHA256',
    'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA',
    'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
    'TLS_DHE_RSA_WITH_AES_256_CBC_SHA',
    'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA',
    'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
    'TLS_DHE_RSA_WITH_AES_128_CBC_SHA',
    'TLS_RSA_WITH_AES_256_GCM_SHA384',
    'TLS_RSA_WITH_AES_128_GCM_SHA256',
    'TLS_RSA_WITH_AES_256_CBC_SHA256',
    'TLS_RSA_WITH_AES_128_CBC_SHA256',
    'TLS_RSA_WITH_AES_256_CBC_SHA',
    'TLS_RSA_WITH_AES_128_CBC_SHA',
    'TLS_EMPTY_RENEGOTIATION_INFO_SCSV',
  ],
  groups: [
    'x25519',
    'secp256r1',
    'x448',
    'secp521r1',
    'secp384r1',
    'ffdhe2048',
    'ffdhe3072',
    'ffdhe4096',
    'ffdhe6144',
    'ffdhe8192',
  ],
  keyShares: ['x25519'],
  signatureSchemes: [
    'ecdsa_secp256r1_sha256',
    'ecdsa_secp384r1_sha384',
    'ecdsa_secp521r1_sha512',
    'ed25519',
    'ed448',
    'rsa_pss_pss_sha256',
    'rsa_pss_pss_sha384',
    'rsa_pss_pss_sha512',
    'rsa_pss_rsae_sha256',
    'rsa_pss_rsae_sha384',
    'rsa_pss_rsae_sha512',
    'rsa_pkcs1_sha256',
    'rsa_pkcs1_sha384',
    'rsa_pkcs1_sha512',
    'ecdsa_sha224',
    'rsa_pkcs1_sha224',
    'dsa_sha224',
    'dsa_sha256',
    'dsa_sha384',
    'dsa_sha512',
  ],
  extensions: [
    'server_name',
    'ec_point_formats',
    'supported_groups',
    'encrypt_then_mac',
    'extended_master_secret',
    'signature_algorithms',
    'supported_versions',
    'psk_key_exchange_modes',
    'key_share',
  ],
  sessionIdLength: 32,
  confidence: 'measured',
  source: 'captured: Sendmail 8.17, OpenSSL 3.0',
};

/** The same list, with what Sendmail switches off: session tickets. */
const withTickets = openssl30Default.extensions.toSpliced(
  openssl30Default.extensions.indexOf('encrypt_then_mac'),
  0,
  'session_ticket',
);

export const openssl30Dma: SenderHello = {
  ...openssl30Default,
  name: 'openssl30-dma',
  extensions: withTickets,
  source: 'captured: dma 0.13, OpenSSL 3.0',
};

/** Python sets SSL_OP_ALL, and with it padding. */
export const openssl30Python: SenderHello = {
  ...openssl30Default,
  name: 'openssl30-python',
  extensions: [...withTickets, 'padding'],
  source: 'captured: Python 3.11 smtplib, OpenSSL 3.0',
};
