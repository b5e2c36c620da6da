/**
 * Why a handshake ends, as one word for every library, and each library's own text for it: what its users find in their logs.
 */
export const handshakeReasons = [
  'alert',
  'closed',
  'timeout',
  'not-tls',
  'misbehaved',
  'protocol-version',
  'dh-too-small',
  'legacy-signature',
  'key-usage-signature',
  'key-usage-encipherment',
  'duplicate-extension',
  'client-certificate-demanded',
] as const;
export type HandshakeReason = (typeof handshakeReasons)[number];

export type ReasonTexts = Readonly<Record<HandshakeReason, string>>;

/** gnutls_strerror, as Exim prints it; an alert goes by its own name there. */
export const gnutlsTexts: ReasonTexts = {
  alert: 'Handshake failed',
  closed: 'The TLS connection was non-properly terminated.',
  timeout: 'timed out',
  'not-tls': 'An unexpected TLS packet was received.',
  misbehaved: 'An illegal parameter has been received.',
  'protocol-version': 'A packet with illegal or unsupported version was received.',
  'dh-too-small': 'The Diffie-Hellman prime sent by the server is not acceptable (not long enough).',
  'legacy-signature': 'An algorithm that is not enabled was negotiated.',
  'key-usage-signature': 'Key usage violation in certificate has been detected.',
  'key-usage-encipherment': 'Key usage violation in certificate has been detected.',
  'duplicate-extension': 'Duplicate extension in X.509 certificate.',
  'client-certificate-demanded': 'Handshake failed',
};

/** The number of an OpenSSL 3 error string that goes with its reason (library 20, SSL). */
export const opensslCodes: Partial<ReasonTexts> = {
  alert: '0A000410',
  closed: '0A000126',
  'not-tls': '0A00010B',
  'protocol-version': '0A000102',
  'dh-too-small': '0A00018A',
  'legacy-signature': '0A00014D',
  'client-certificate-demanded': '0A000410',
};

/** The reason part of an OpenSSL 3 error string. */
export const opensslTexts: ReasonTexts = {
  alert: 'sslv3 alert handshake failure',
  closed: 'unexpected eof while reading',
  timeout: 'unknown',
  'not-tls': 'wrong version number',
  misbehaved: 'bad signature',
  'protocol-version': 'unsupported protocol',
  'dh-too-small': 'dh key too small',
  'legacy-signature': 'legacy sigalg disallowed or unsupported',
  'key-usage-signature': 'bad ecc cert',
  'key-usage-encipherment': 'bad ecc cert',
  'duplicate-extension': 'unknown',
  'client-certificate-demanded': 'sslv3 alert handshake failure',
};
