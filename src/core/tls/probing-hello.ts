/**
 * The hellos an enumeration asks with: everything given by the caller, lists in the order to be sent.
 * Up to TLS 1.2 without supported_versions, so that a server that fails on it still answers (RFC 8446 §4.2.1).
 */
import type { ClientHelloTemplate } from './client-hello.ts';
import { extensionTypes, nullCompression, signalling, versions } from './code-points.ts';
import { groupCode } from './groups.ts';
import type { HelloExtension } from './hello-extensions.ts';

export interface ProbingHello {
  /** The best version offered; older ones come along. */
  readonly version: number;
  readonly suites: readonly number[];
  readonly groups: readonly number[];
  readonly schemes: readonly number[];
  /** Groups whose share is sent; TLS 1.3 only. */
  readonly shares?: readonly number[];
  /** Reserved values in every list (RFC 8701). */
  readonly grease?: boolean;
  /** Offer DEFLATE (RFC 3749), to see whether it is taken. */
  readonly deflate?: boolean;
  /** TLS_FALLBACK_SCSV (RFC 7507). */
  readonly fallback?: boolean;
  /** A legacy_version that no server knows (RFC 8446 §D): it should answer with its own best. */
  readonly futureVersion?: boolean;
}

const deflate = 1;
const uncompressedPoint = 0;
const pskWithEphemeral = 1;
const greases = [0x2a2a, 0x7a7a, 0xcaca, 0x4a4a] as const;

const opaque = (type: number, ...data: number[]): HelloExtension => ({
  kind: 'opaque',
  type,
  data: Uint8Array.from(data),
});

export function probingHello(hello: ProbingHello): ClientHelloTemplate {
  const { version, grease = false } = hello;
  const first = (value: number): readonly number[] => (grease ? [value] : []);
  const compressionMethods = hello.deflate ? [deflate, nullCompression] : [nullCompression];
  const signals = hello.fallback
    ? [signalling.renegotiationInfo, signalling.fallback]
    : [signalling.renegotiationInfo];
  // SSL 3.0 knows no extensions (RFC 6101 §5.6.1.2).
  if (version === versions.sslv3) {
    return {
      recordVersion: versions.sslv3,
      legacyVersion: versions.sslv3,
      sessionIdLength: 0,
      suites: [...hello.suites, ...signals],
      compressionMethods,
      extensions: null,
    };
  }
  const tls13 = version === versions.tls13;
  const legacyVersion = tls13 ? versions.tls12 : version;
  return {
    recordVersion: versions.tls10,
    legacyVersion: hello.futureVersion ? versions.tls13 : legacyVersion,
    sessionIdLength: tls13 ? 32 : 0,
    suites: [...first(greases[0]), ...hello.suites, ...signals],
    compressionMethods,
    extensions: [
      ...(grease ? [opaque(greases[1])] : []),
      { kind: 'server_name', hostName: '' },
      { kind: 'ec_point_formats', formats: [uncompressedPoint] },
      ...(hello.groups.length > 0
        ? [{ kind: 'supported_groups', groups: [...first(greases[2]), ...hello.groups] } as const]
        : []),
      opaque(extensionTypes.session_ticket),
      opaque(extensionTypes.encrypt_then_mac),
      opaque(extensionTypes.extended_master_secret),
      ...(version >= versions.tls12
        ? [{ kind: 'signature_algorithms', schemes: hello.schemes } as const]
        : []),
      ...(tls13 ? modern(hello) : []),
    ],
  };
}

function modern({ shares = [], grease = false }: ProbingHello): HelloExtension[] {
  const offered = [versions.tls13, versions.tls12];
  return [
    { kind: 'supported_versions', versions: grease ? [greases[3], ...offered] : offered },
    { kind: 'psk_key_exchange_modes', modes: [pskWithEphemeral] },
    {
      kind: 'key_share',
      shares: [
        ...(grease ? [{ group: greases[2], value: Uint8Array.of(0) }] : []),
        ...shares.map((group) => ({ group, value: new Uint8Array() })),
      ],
    },
  ];
}

export const hybridShare = groupCode('X25519MLKEM768');
export const usualShares: readonly number[] = [groupCode('x25519'), groupCode('secp256r1')];
