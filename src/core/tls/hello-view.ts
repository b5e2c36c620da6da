/**
 * A ClientHello as a server weighs it: what bears on its choice, in the order offered, without what only fills or signals.
 * The planner compares hellos in this form. RFC 8446 §4.1.2, RFC 5246 §7.4.1.4, RFC 8701 (GREASE is ignored by definition).
 */
import { toHex } from '../base/text.ts';
import { type ClientHelloTemplate, findExtension, writeClientHello } from './client-hello.ts';
import { extensionTypes, isGrease, signalling, versions } from './code-points.ts';
import { findGroup } from './groups.ts';
import type { HelloExtension } from './hello-extensions.ts';
import { fillTemplate } from './hello-filling.ts';

export interface HelloView {
  readonly versions: readonly number[];
  /** GREASE and signals left out; only those at the first `surelyRead` places of the list. */
  readonly suites: readonly number[];
  /** Suites behind these places, which some servers never read. */
  readonly farSuites: readonly number[];
  /** null: no such extension. */
  readonly groups: readonly number[] | null;
  readonly schemes: readonly number[] | null;
  /** Groups whose key share is sent. */
  readonly shares: readonly number[];
  /** Everything else that may change the answer, as comparable texts. */
  readonly others: readonly string[];
  /** Extension types that change nothing about version, suite, group, signature and certificate. */
  readonly inert: readonly number[];
  readonly recordVersion: number;
  /** Bytes of the handshake message, the server name counted with `nominalNameLength`. */
  readonly length: number;
}

/** Some servers read only 64 suites (OpenSSL before 1.0.1 and appliances made of it); the 64th is left out to be sure. */
export const surelyRead = 63;
const nominalNameLength = 24;

/** RFC 8446 §4.2 and the RFCs of each: they carry data beside the negotiation. */
const inertTypes: ReadonlySet<number> = new Set([
  extensionTypes.server_name,
  extensionTypes.status_request,
  extensionTypes.signed_certificate_timestamp,
  extensionTypes.padding,
  extensionTypes.encrypt_then_mac,
  extensionTypes.extended_master_secret,
  extensionTypes.record_size_limit,
  extensionTypes.session_ticket,
  extensionTypes.psk_key_exchange_modes,
  extensionTypes.post_handshake_auth,
  extensionTypes.renegotiation_info,
]);

/** What a server sees of a hello. Throws nothing but our own mistakes. */
export function viewHello(template: ClientHelloTemplate): HelloView {
  const { suites, extensions, legacyVersion, recordVersion, compressionMethods } = template;
  const meant = (codes: readonly number[]): number[] => codes.filter((code) => !isGrease(code));
  const isSuite = (code: number): boolean => !Object.values<number>(signalling).includes(code);
  const listed = findExtension(template, 'supported_versions')?.versions;
  const older = [versions.tls12, versions.tls11, versions.tls10, versions.sslv3];
  const groups = findExtension(template, 'supported_groups')?.groups;
  const schemes = findExtension(template, 'signature_algorithms')?.schemes;
  const present = extensions ?? [];
  return {
    versions: listed ? meant(listed) : older.filter((version) => version <= legacyVersion),
    suites: meant(suites.slice(0, surelyRead)).filter(isSuite),
    farSuites: meant(suites.slice(surelyRead)).filter(isSuite),
    groups: groups ? meant(groups) : null,
    schemes: schemes ? meant(schemes) : null,
    shares: meant((findExtension(template, 'key_share')?.shares ?? []).map(({ group }) => group)),
    others: [
      `compression ${compressionMethods.join(' ')}`,
      ...(suites.includes(signalling.fallback) ? ['fallback'] : []),
      ...present.flatMap(otherText),
    ].toSorted(),
    inert: present.map(typeOf).filter((type) => inertTypes.has(type)),
    recordVersion,
    length: lengthOf(template),
  };
}

const structural: ReadonlySet<HelloExtension['kind']> = new Set([
  'supported_versions',
  'supported_groups',
  'signature_algorithms',
  'key_share',
  'cookie',
]);

const typeOf = (extension: HelloExtension): number =>
  extension.kind === 'opaque' ? extension.type : extensionTypes[extension.kind];

function otherText(extension: HelloExtension): string[] {
  const type = typeOf(extension);
  if (structural.has(extension.kind) || inertTypes.has(type) || isGrease(type)) return [];
  const body = extension.kind === 'opaque' ? toHex(extension.data) : JSON.stringify(extension);
  return [`${type} ${body}`];
}

const pointLengths: Readonly<Record<string, number>> = {
  x25519: 32,
  x448: 56,
  secp256r1: 65,
  secp384r1: 97,
  secp521r1: 133,
  X25519MLKEM768: 1216,
  SecP256r1MLKEM768: 1249,
};

function lengthOf(template: ClientHelloTemplate): number {
  const shares = new Map(
    (findExtension(template, 'key_share')?.shares ?? []).flatMap(({ group }) => {
      const exchange = findGroup(group)?.exchange;
      if (exchange === undefined) return [];
      const length = exchange.kind === 'field' ? exchange.bits / 8 : (pointLengths[exchange.name] ?? 0);
      return [[group, new Uint8Array(length)] as const];
    }),
  );
  const filling = {
    random: new Uint8Array(32),
    sessionId: new Uint8Array(template.sessionIdLength),
    serverName: 'x'.repeat(nominalNameLength),
    shares,
  };
  return writeClientHello(fillTemplate(template, filling)).length;
}
