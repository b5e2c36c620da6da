/**
 * The hello that asks first: it shares something with nearly every mail server, so that one connection tells most.
 * No anonymous suites (a certificate is wanted), no RC4 (runtimes lack it), no ffdhe groups (they would keep servers with
 * Diffie-Hellman parameters of their own from using them, RFC 7919 §4).
 */
import type { ClientHelloTemplate } from './client-hello.ts';
import { extensionTypes, nullCompression, ocspStatusType, signalling, versions } from './code-points.ts';
import { groupCode } from './groups.ts';
import { isOurs, signatureSchemes } from './signature-schemes.ts';
import { suiteCode } from './suites.ts';

const opaque = (type: number, ...data: number[]) =>
  ({ kind: 'opaque', type, data: Uint8Array.from(data) }) as const;

const share = (name: string) => ({ group: groupCode(name), value: new Uint8Array() });

const exchanges = ['ECDHE_ECDSA', 'ECDHE_RSA', 'DHE_RSA'];
const ciphers = [
  'AES_128_GCM_SHA256',
  'AES_256_GCM_SHA384',
  'CHACHA20_POLY1305_SHA256',
  'AES_128_CBC_SHA256',
  'AES_256_CBC_SHA384',
  'AES_256_CBC_SHA256',
  'AES_128_CBC_SHA',
  'AES_256_CBC_SHA',
];
/** Of the combinations, those that exist. */
const unassigned = new Set([
  'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA256',
  'TLS_DHE_RSA_WITH_AES_256_CBC_SHA384',
]);
const ephemeral = exchanges
  .flatMap((exchange) => ciphers.map((cipher) => `TLS_${exchange}_WITH_${cipher}`))
  .filter((name) => !unassigned.has(name));

const suiteNames = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  ...ephemeral,
  'TLS_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_RSA_WITH_AES_128_CBC_SHA256',
  'TLS_RSA_WITH_AES_256_CBC_SHA256',
  'TLS_RSA_WITH_AES_128_CBC_SHA',
  'TLS_RSA_WITH_AES_256_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA',
  'TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA',
  'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
];

const uncompressedPoint = 0;
const pskWithEphemeral = 1;

export const broadHello: ClientHelloTemplate = {
  recordVersion: versions.tls10,
  legacyVersion: versions.tls12,
  sessionIdLength: 32,
  suites: [...suiteNames.map(suiteCode), signalling.renegotiationInfo],
  compressionMethods: [nullCompression],
  extensions: [
    { kind: 'server_name', hostName: '' },
    { kind: 'ec_point_formats', formats: [uncompressedPoint] },
    {
      kind: 'supported_groups',
      groups: ['x25519', 'secp256r1', 'secp384r1', 'secp521r1'].map(groupCode),
    },
    opaque(extensionTypes.encrypt_then_mac),
    opaque(extensionTypes.extended_master_secret),
    opaque(extensionTypes.status_request, ocspStatusType, 0, 0, 0, 0),
    opaque(extensionTypes.signed_certificate_timestamp),
    {
      kind: 'signature_algorithms',
      schemes: signatureSchemes
        .filter((scheme) => isOurs(scheme) && !scheme.name.endsWith('_md5'))
        .map(({ code }) => code),
    },
    {
      kind: 'supported_versions',
      versions: [versions.tls13, versions.tls12, versions.tls11, versions.tls10],
    },
    { kind: 'psk_key_exchange_modes', modes: [pskWithEphemeral] },
    { kind: 'key_share', shares: [share('x25519'), share('secp256r1')] },
  ],
};
