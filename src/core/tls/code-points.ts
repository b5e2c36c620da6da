/**
 * Registry values of TLS, named once: versions, record and handshake types, alerts, extensions.
 * Source: IANA "Transport Layer Security (TLS) Parameters" and "TLS ExtensionType Values"; RFC 8446 §4-6.
 * Cipher suites, groups and signature schemes have tables of their own.
 */

export const versions = {
  sslv2: 0x0002,
  sslv3: 0x0300,
  tls10: 0x0301,
  tls11: 0x0302,
  tls12: 0x0303,
  tls13: 0x0304,
} as const;

/** As facts name them (and as OpenSSL prints them). */
const versionNames: ReadonlyMap<number, string> = new Map([
  [versions.sslv2, 'SSLv2'],
  [versions.sslv3, 'SSLv3'],
  [versions.tls10, 'TLSv1'],
  [versions.tls11, 'TLSv1.1'],
  [versions.tls12, 'TLSv1.2'],
  [versions.tls13, 'TLSv1.3'],
]);

export const contentTypes = {
  changeCipherSpec: 20,
  alert: 21,
  handshake: 22,
  applicationData: 23,
  heartbeat: 24,
} as const;

export const handshakeTypes = {
  helloRequest: 0,
  clientHello: 1,
  serverHello: 2,
  newSessionTicket: 4,
  endOfEarlyData: 5,
  encryptedExtensions: 8,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
  certificateUrl: 21,
  certificateStatus: 22,
  keyUpdate: 24,
  compressedCertificate: 25,
  /** Not on the wire: stands for ClientHello1 in a transcript (RFC 8446 §4.4.1). */
  messageHash: 254,
} as const;

const handshakeNames: ReadonlyMap<number, string> = new Map([
  [handshakeTypes.helloRequest, 'hello_request'],
  [handshakeTypes.clientHello, 'client_hello'],
  [handshakeTypes.serverHello, 'server_hello'],
  [handshakeTypes.newSessionTicket, 'new_session_ticket'],
  [handshakeTypes.endOfEarlyData, 'end_of_early_data'],
  [handshakeTypes.encryptedExtensions, 'encrypted_extensions'],
  [handshakeTypes.certificate, 'certificate'],
  [handshakeTypes.serverKeyExchange, 'server_key_exchange'],
  [handshakeTypes.certificateRequest, 'certificate_request'],
  [handshakeTypes.serverHelloDone, 'server_hello_done'],
  [handshakeTypes.certificateVerify, 'certificate_verify'],
  [handshakeTypes.clientKeyExchange, 'client_key_exchange'],
  [handshakeTypes.finished, 'finished'],
  [handshakeTypes.certificateUrl, 'certificate_url'],
  [handshakeTypes.certificateStatus, 'certificate_status'],
  [handshakeTypes.keyUpdate, 'key_update'],
  [handshakeTypes.compressedCertificate, 'compressed_certificate'],
]);

export const alertLevels = { warning: 1, fatal: 2 } as const;

/** AlertDescription (RFC 8446 §6; RFC 5246 §7.2; RFC 4346 §7.2 for the reserved ones). */
export const alerts = {
  close_notify: 0,
  unexpected_message: 10,
  bad_record_mac: 20,
  decryption_failed: 21,
  record_overflow: 22,
  decompression_failure: 30,
  handshake_failure: 40,
  no_certificate: 41,
  bad_certificate: 42,
  unsupported_certificate: 43,
  certificate_revoked: 44,
  certificate_expired: 45,
  certificate_unknown: 46,
  illegal_parameter: 47,
  unknown_ca: 48,
  access_denied: 49,
  decode_error: 50,
  decrypt_error: 51,
  too_many_cids_requested: 52,
  export_restriction: 60,
  protocol_version: 70,
  insufficient_security: 71,
  internal_error: 80,
  inappropriate_fallback: 86,
  user_canceled: 90,
  no_renegotiation: 100,
  missing_extension: 109,
  unsupported_extension: 110,
  certificate_unobtainable: 111,
  unrecognized_name: 112,
  bad_certificate_status_response: 113,
  bad_certificate_hash_value: 114,
  unknown_psk_identity: 115,
  certificate_required: 116,
  no_application_protocol: 120,
  ech_required: 121,
} as const;
export type AlertName = keyof typeof alerts;

const alertNames: ReadonlyMap<number, string> = new Map(
  Object.entries(alerts).map(([name, value]) => [value, name]),
);

export const extensionTypes = {
  server_name: 0,
  max_fragment_length: 1,
  client_certificate_url: 2,
  trusted_ca_keys: 3,
  truncated_hmac: 4,
  status_request: 5,
  user_mapping: 6,
  client_authz: 7,
  server_authz: 8,
  cert_type: 9,
  supported_groups: 10,
  ec_point_formats: 11,
  srp: 12,
  signature_algorithms: 13,
  use_srtp: 14,
  heartbeat: 15,
  application_layer_protocol_negotiation: 16,
  status_request_v2: 17,
  signed_certificate_timestamp: 18,
  client_certificate_type: 19,
  server_certificate_type: 20,
  padding: 21,
  encrypt_then_mac: 22,
  extended_master_secret: 23,
  token_binding: 24,
  cached_info: 25,
  tls_lts: 26,
  compress_certificate: 27,
  record_size_limit: 28,
  pwd_protect: 29,
  pwd_clear: 30,
  password_salt: 31,
  ticket_pinning: 32,
  tls_cert_with_extern_psk: 33,
  delegated_credential: 34,
  session_ticket: 35,
  tlmsp: 36,
  supported_ekt_ciphers: 39,
  pre_shared_key: 41,
  early_data: 42,
  supported_versions: 43,
  cookie: 44,
  psk_key_exchange_modes: 45,
  certificate_authorities: 47,
  oid_filters: 48,
  post_handshake_auth: 49,
  signature_algorithms_cert: 50,
  key_share: 51,
  transparency_info: 52,
  connection_id: 54,
  external_id_hash: 55,
  external_session_id: 56,
  quic_transport_parameters: 57,
  ticket_request: 58,
  dnssec_chain: 59,
  encrypted_client_hello: 65037,
  renegotiation_info: 65281,
} as const;

const extensionNames: ReadonlyMap<number, string> = new Map(
  Object.entries(extensionTypes).map(([name, value]) => [value, name]),
);

/** CertificateStatusType ocsp (RFC 6066 §8), ECCurveType named_curve (RFC 8422 §5.4). */
export const ocspStatusType = 1;
export const namedCurveType = 3;
export const nullCompression = 0;

/** Values in place of suites that are signals (RFC 5746 §3.3, RFC 7507 §4). */
export const signalling = { renegotiationInfo: 0x00ff, fallback: 0x5600 } as const;

/** A code point without a name: `0x` and four digits. */
export const hexCode = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`;

export const versionName = (value: number): string => versionNames.get(value) ?? hexCode(value);
export const alertName = (value: number): string => alertNames.get(value) ?? `alert ${value}`;
export const extensionName = (value: number): string => extensionNames.get(value) ?? hexCode(value);
export const handshakeName = (value: number): string =>
  handshakeNames.get(value) ?? `handshake type ${value}`;

/** Reserved values that must be ignored, sent to keep servers honest (RFC 8701 §2). */
export const isGrease = (value: number): boolean =>
  (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);
