/**
 * Go: crypto/tls/alert.go, crypto/x509/verify.go of 1.19. Verify looks at the leaf's dates, then at the name, then for a chain.
 */
import type { LibraryWords } from './library-words.ts';

const unknownAuthority = 'x509: certificate signed by unknown authority';
const because = (what: string, candidate: string) =>
  `${unknownAuthority} (possibly because of "${what}" while trying to verify candidate authority certificate "${candidate}")`;
const notAuthorized = 'x509: a root or intermediate certificate is not authorized to sign for this name:';
const date = 'x509: certificate has expired or is not yet valid: current time {now} is';
const notASigner = because(
  'x509: invalid signature: parent certificate cannot sign this kind of certificate',
  '{subject}',
);

export const go: LibraryWords = {
  reasons: {
    alert: 'remote error: tls: handshake failure',
    closed: 'EOF',
    'bad-signature': 'tls: invalid signature by the server certificate',
    'not-tls': 'tls: first record does not look like a TLS handshake',
    'protocol-version': 'remote error: tls: protocol version not supported',
    'duplicate-extension':
      'tls: failed to parse certificate from server: x509: certificate contains duplicate extensions',
    'client-certificate-demanded': 'remote error: tls: handshake failure',
  },
  alerts: {
    unexpected_message: 'remote error: tls: unexpected message',
    bad_record_mac: 'remote error: tls: bad record MAC',
    decryption_failed: 'remote error: tls: decryption failed',
    record_overflow: 'remote error: tls: record overflow',
    decompression_failure: 'remote error: tls: decompression failure',
    handshake_failure: 'remote error: tls: handshake failure',
    bad_certificate: 'remote error: tls: bad certificate',
    unsupported_certificate: 'remote error: tls: unsupported certificate',
    certificate_revoked: 'remote error: tls: revoked certificate',
    certificate_expired: 'remote error: tls: expired certificate',
    certificate_unknown: 'remote error: tls: unknown certificate',
    illegal_parameter: 'remote error: tls: illegal parameter',
    unknown_ca: 'remote error: tls: unknown certificate authority',
    access_denied: 'remote error: tls: access denied',
    decode_error: 'remote error: tls: error decoding message',
    decrypt_error: 'remote error: tls: error decrypting message',
    export_restriction: 'remote error: tls: export restriction',
    protocol_version: 'remote error: tls: protocol version not supported',
    insufficient_security: 'remote error: tls: insufficient security level',
    internal_error: 'remote error: tls: internal error',
    inappropriate_fallback: 'remote error: tls: inappropriate fallback',
    user_canceled: 'remote error: tls: user canceled',
    no_renegotiation: 'remote error: tls: no renegotiation',
    missing_extension: 'remote error: tls: missing extension',
    unsupported_extension: 'remote error: tls: unsupported extension',
    unrecognized_name: 'remote error: tls: unrecognized name',
    bad_certificate_status_response: 'remote error: tls: bad certificate status response',
    certificate_required: 'remote error: tls: certificate required',
    no_application_protocol: 'remote error: tls: no application protocol',
  },
  tells: 'first',
  objections: {
    'unknown-critical-extension': 'x509: unhandled critical extension',
    expired: `${date} after {notAfter}`,
    'not-yet-valid': `${date} before {notBefore}`,
    'common-name-only': 'x509: certificate relies on legacy Common Name field, use SANs instead',
    'no-name': 'x509: certificate is not valid for any names, but wanted to match {host}',
    'address-mismatch': "x509: cannot validate certificate for {host} because it doesn't contain any IP SANs",
    'name-mismatch': 'x509: certificate is valid for {names}, not {host}',
    'self-signed-leaf': unknownAuthority,
    'self-signed-root-not-trusted': unknownAuthority,
    'missing-issuer': unknownAuthority,
    'missing-issuer-of-leaf': unknownAuthority,
    'weak-signature': because('x509: cannot verify signature: insecure algorithm {algorithm}', '{issuer}'),
    'not-a-ca': notASigner,
    'key-usage-cert-sign': notASigner,
    'path-length': 'x509: too many intermediates for path length constraint',
    'name-constraints': `${notAuthorized} DNS name "{forbidden}" is not permitted by any constraint`,
    'excluded-name': `${notAuthorized} DNS name "{host}" is excluded by constraint "{constraint}"`,
    'extended-key-usage': 'x509: certificate specifies an incompatible key usage',
    'not-for-servers': 'x509: certificate specifies an incompatible key usage',
  },
};
