/**
 * OpenSSL 3.0, from ssl/ssl_err.c and crypto/x509/x509_txt.c; order of the checks: crypto/x509/x509_vfy.c, verify_chain. Those that a
 * laboratory row shows are held against it. BoringSSL and OpenSSL 3.2 ff. say "ssl/tls alert" where 3.0 says "sslv3 alert".
 */
import { type AlertName, alerts } from '../../tls/code-points.ts';
import type { HandshakeReason, LibraryWords } from './library-words.ts';

const alertTexts: Readonly<Partial<Record<AlertName, string>>> = {
  unexpected_message: 'sslv3 alert unexpected message',
  bad_record_mac: 'sslv3 alert bad record mac',
  decryption_failed: 'tlsv1 alert decryption failed',
  record_overflow: 'tlsv1 alert record overflow',
  decompression_failure: 'sslv3 alert decompression failure',
  handshake_failure: 'sslv3 alert handshake failure',
  bad_certificate: 'sslv3 alert bad certificate',
  unsupported_certificate: 'sslv3 alert unsupported certificate',
  certificate_revoked: 'sslv3 alert certificate revoked',
  certificate_expired: 'sslv3 alert certificate expired',
  certificate_unknown: 'sslv3 alert certificate unknown',
  illegal_parameter: 'sslv3 alert illegal parameter',
  unknown_ca: 'tlsv1 alert unknown ca',
  access_denied: 'tlsv1 alert access denied',
  decode_error: 'tlsv1 alert decode error',
  decrypt_error: 'tlsv1 alert decrypt error',
  export_restriction: 'tlsv1 alert export restriction',
  protocol_version: 'tlsv1 alert protocol version',
  insufficient_security: 'tlsv1 alert insufficient security',
  internal_error: 'tlsv1 alert internal error',
  inappropriate_fallback: 'tlsv1 alert inappropriate fallback',
  user_canceled: 'tlsv1 alert user cancelled',
  no_renegotiation: 'tlsv1 alert no renegotiation',
  missing_extension: 'tlsv13 alert missing extension',
  unsupported_extension: 'tlsv1 unsupported extension',
  unrecognized_name: 'tlsv1 unrecognized name',
  bad_certificate_status_response: 'tlsv1 bad certificate status response',
  certificate_required: 'tlsv13 alert certificate required',
  no_application_protocol: 'tlsv1 alert no application protocol',
};

const reasons = {
  alert: 'sslv3 alert handshake failure',
  closed: 'unexpected eof while reading',
  'not-tls': 'wrong version number',
  'bad-signature': 'bad signature',
  // A hello that ends at TLS 1.2 is answered with this alert (RFC 5246 §E.1).
  'protocol-version': 'tlsv1 alert protocol version',
  'dh-too-small': 'dh key too small',
  'legacy-signature': 'legacy sigalg disallowed or unsupported',
  'key-usage-signature': 'bad ecc cert',
  'key-usage-encipherment': 'bad ecc cert',
  'client-certificate-demanded': 'sslv3 alert handshake failure',
} as const satisfies Partial<Record<HandshakeReason, string>>;

/** In the order in which it looks: the chain itself, then, from the top down, signatures and dates, then names that are constrained. */
export const chainObjections = {
  'self-signed-leaf': 'self-signed certificate',
  'self-signed-root-not-trusted': 'self-signed certificate in certificate chain',
  'missing-issuer': 'unable to get local issuer certificate',
  'missing-issuer-of-leaf': 'unable to get local issuer certificate',
  'malformed-extension': 'unable to get local issuer certificate',
  'explicit-curve': 'Certificate public key has explicit ECC parameters',
  'malformed-key': 'EE certificate key too weak',
  'unknown-critical-extension': 'unhandled critical extension',
  'not-a-ca': 'invalid CA certificate',
  'key-usage-cert-sign': 'invalid CA certificate',
  'extended-key-usage': 'unsuitable certificate purpose',
  'not-for-servers': 'unsuitable certificate purpose',
  'path-length': 'path length constraint exceeded',
  'weak-leaf-key': 'EE certificate key too weak',
  'weak-issuer-key': 'CA certificate key too weak',
  'weak-signature': 'CA signature digest algorithm too weak',
  'too-deep': 'certificate chain too long',
} as const satisfies LibraryWords['objections'];

const nameObjections = {
  'name-mismatch': "Hostname mismatch, certificate is not valid for '{host}'.",
  'address-mismatch': "IP address mismatch, certificate is not valid for '{host}'.",
  'no-name': "Hostname mismatch, certificate is not valid for '{host}'.",
} as const satisfies LibraryWords['objections'];

export const signatureObjections = {
  'bad-signature': 'certificate signature failure',
  'unsupported-signature-algorithm': 'certificate signature failure',
  'not-yet-valid': 'certificate is not yet valid',
  expired: 'certificate has expired',
  'name-constraints': 'permitted subtree violation',
  'excluded-name': 'excluded subtree violation',
  policy: 'no explicit policy',
} as const satisfies LibraryWords['objections'];

/** Verified in the handshake, each problem ends it (SSL_VERIFY_PEER without a callback). */
export const openssl: LibraryWords = {
  reasons,
  alerts: alertTexts,
  codes: {
    closed: '0A000126',
    'not-tls': '0A00010B',
    'bad-signature': '0A00007B',
    'protocol-version': '0A00042E',
    'dh-too-small': '0A00018A',
    'legacy-signature': '0A00014D',
    'client-certificate-demanded': '0A000410',
  },
  session: 'openssl',
  tells: 'first',
  objections: { ...chainObjections, ...nameObjections, ...signatureObjections },
};

const noError = 'reason(0)';

/** As an application says it that prints its queue of errors, empty or not (ERR_error_string; dma). */
export const opensslPrinted: LibraryWords = {
  ...openssl,
  reasons: { ...reasons, reset: noError, 'close-notify': noError, 'fatal-close-notify': 'reason(1000)' },
  codes: {
    ...openssl.codes,
    reset: '00000000',
    'close-notify': '00000000',
    'fatal-close-notify': alertCode('close_notify'),
  },
};

/** `error:` number, library, reason. The functions between them have had no name since 3.0. */
export const errorString = (code: string, reason: string): string =>
  `error:${code}:${reason === noError ? 'lib(0)' : 'SSL routines'}::${reason}`;

/** The number of an alert's error string: library 20, reason 1000 and the alert (openssl/ssl.h, SSL_AD_REASON_OFFSET). */
export function alertCode(name: AlertName): string {
  return `0A000${(1000 + alerts[name]).toString(16).toUpperCase().padStart(3, '0')}`;
}
