/**
 * GnuTLS 3.7: gnutls_strerror (lib/errors.c), gnutls_alert_get_name (lib/alert.c), gnutls_certificate_verification_status_print
 * (lib/cert-cred.c), which goes through all that is wrong.
 */
import type { AlertName } from '../../tls/code-points.ts';
import type { LibraryWords } from './library-words.ts';

const unknownIssuer = 'The certificate issuer is unknown.';
const constraints = "The certificate chain violates the signer's constraints.";
const insecure = 'The certificate chain uses insecure algorithm.';
const keyUsage = 'Key usage violation in certificate has been detected.';
const otherName = 'The name in the certificate does not match the expected.';

/** gnutls_alert_get_name */
export const gnutlsAlerts: Readonly<Partial<Record<AlertName, string>>> = {
  unexpected_message: 'Unexpected message',
  bad_record_mac: 'Bad record MAC',
  decryption_failed: 'Decryption failed',
  record_overflow: 'Record overflow',
  decompression_failure: 'Decompression failed',
  handshake_failure: 'Handshake failed',
  bad_certificate: 'Certificate is bad',
  unsupported_certificate: 'Certificate is not supported',
  certificate_revoked: 'Certificate was revoked',
  certificate_expired: 'Certificate is expired',
  certificate_unknown: 'Unknown certificate',
  illegal_parameter: 'Illegal parameter',
  unknown_ca: 'CA is unknown',
  access_denied: 'Access was denied',
  decode_error: 'Decode error',
  decrypt_error: 'Decrypt error',
  export_restriction: 'Export restriction',
  protocol_version: 'Error in protocol version',
  insufficient_security: 'Insufficient security',
  user_canceled: 'User canceled',
  internal_error: 'Internal error',
  inappropriate_fallback: 'Inappropriate fallback',
  no_renegotiation: 'No renegotiation is allowed',
  unsupported_extension: 'An unsupported extension was sent',
  unrecognized_name: 'The server name sent was not recognized',
  missing_extension: 'An extension was expected but was not seen',
  no_application_protocol: 'No supported application protocol could be negotiated',
  certificate_required: 'Certificate is required',
};

/** As an application says it that prints gnutls_strerror alone (msmtp). */
export const gnutls: LibraryWords = {
  reasons: {
    alert: 'A TLS fatal alert has been received.',
    warning: 'A TLS warning alert has been received.',
    closed: 'The TLS connection was non-properly terminated.',
    'close-notify': 'Peer has terminated the connection',
    'fatal-close-notify': 'A TLS fatal alert has been received.',
    timeout: 'timed out',
    'not-tls': 'An unexpected TLS packet was received.',
    reset: 'Error in the pull function.',
    'bad-signature': 'Public key signature verification has failed.',
    'protocol-version': 'A packet with illegal or unsupported version was received.',
    'dh-too-small': 'The Diffie-Hellman prime sent by the server is not acceptable (not long enough).',
    'legacy-signature': 'An algorithm that is not enabled was negotiated.',
    'key-usage-signature': keyUsage,
    'key-usage-encipherment': keyUsage,
    'duplicate-extension': 'Duplicate extension in X.509 certificate.',
    'client-certificate-demanded': 'A TLS fatal alert has been received.',
  },
  tells: 'all',
  objections: {
    'staple-revoked': 'The certificate chain is revoked.',
    'self-signed-leaf': unknownIssuer,
    'self-signed-root-not-trusted': unknownIssuer,
    'missing-issuer': unknownIssuer,
    'missing-issuer-of-leaf': unknownIssuer,
    'not-a-ca': 'The certificate issuer is not a CA.',
    'weak-signature': insecure,
    'weak-leaf-key': insecure,
    'weak-issuer-key': insecure,
    'path-length': constraints,
    'key-usage-cert-sign': constraints,
    'name-constraints': constraints,
    'excluded-name': constraints,
    'extended-key-usage': 'The certificate chain does not match the intended purpose.',
    'not-yet-valid': 'The certificate chain uses not yet valid certificate.',
    expired: 'The certificate chain uses expired certificate.',
    'bad-signature': 'The signature in the certificate is invalid.',
    'too-deep': 'Some constraint limits were reached.',
    'name-mismatch': otherName,
    'address-mismatch': otherName,
    'common-name-only': otherName,
    'no-name': otherName,
    'staple-missing':
      'The certificate requires the server to include an OCSP status in its response, but the OCSP status is missing.',
    'staple-unusable': 'The received OCSP status response is invalid.',
    'unknown-critical-extension': 'The certificate contains an unknown critical extension.',
    policy: 'The certificate contains an unknown critical extension.',
  },
};

/** Exim 4.96 puts the alert's own name in its place (src/tls-gnu.c, tls_error_gnu). */
export const gnutlsNamingAlerts: LibraryWords = {
  ...gnutls,
  reasons: {
    ...gnutls.reasons,
    'fatal-close-notify': 'Close notify',
    'client-certificate-demanded': 'Handshake failed',
  },
  alerts: gnutlsAlerts,
};

/** Exim 4.98, with a word before it. */
export const gnutlsReceivedAlerts: LibraryWords = {
  ...gnutlsNamingAlerts,
  reasons: {
    ...gnutls.reasons,
    'fatal-close-notify': 'rxd alert: Close notify',
    'client-certificate-demanded': 'rxd alert: Handshake failed',
  },
  alerts: Object.fromEntries(
    Object.entries(gnutlsAlerts).map(([name, text]) => [name, `rxd alert: ${text}`]),
  ),
};
