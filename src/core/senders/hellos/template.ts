/**
 * From a sender's hello as a profile carries it to the bytes that our TLS client sends in its place: the same suites, groups, extensions,
 * in the same order (RFC 8446 §4.1.2). What is fresh in every connection is filled in by core/tls.
 */
import { fromHex } from '../../base/text.ts';
import type { ClientHelloTemplate } from '../../tls/client-hello.ts';
import { extensionTypes, nullCompression, signalling, versionName, versions } from '../../tls/code-points.ts';
import { groupCode } from '../../tls/groups.ts';
import type { HelloExtension } from '../../tls/hello-extensions.ts';
import { signatureSchemes } from '../../tls/signature-schemes.ts';
import { suiteCode } from '../../tls/suites.ts';
import type { SenderHello } from './hello.ts';

const pointFormatsOfOpenssl = [0, 1, 2];
const pskWithEphemeral = 1;

/** What the senders at hand put into extensions that our client only passes on; hex. */
const opaqueBodies: Readonly<Partial<Record<keyof typeof extensionTypes, string>>> = {
  // OCSP, no responders, no extensions (RFC 6066 §8).
  status_request: '0100000000',
  signed_certificate_timestamp: '',
  session_ticket: '',
  encrypt_then_mac: '',
  extended_master_secret: '',
  // An empty renegotiated_connection (RFC 5746 §3.2).
  renegotiation_info: '00',
  // 16,385 bytes (RFC 8449 §4).
  record_size_limit: '4001',
  // zlib and zstd (RFC 8879 §3).
  compress_certificate: '0400010003',
  // Raw public key, then X.509 (RFC 7250 §3).
  server_certificate_type: '020200',
};

/**
 * Write a sender's hello as a template.
 *
 * @param hello  captured, so whole; an incomplete one says too little to be sent in the sender's name
 * @returns the template; key shares and padding are made by the client
 * @throws RangeError for a name without a code point: our own mistake in the data
 */
export function helloTemplate(hello: SenderHello): ClientHelloTemplate {
  return {
    recordVersion: versions.tls10,
    legacyVersion: versions.tls12,
    sessionIdLength: hello.sessionIdLength,
    suites: hello.suites.map(suiteOrSignal),
    compressionMethods: [nullCompression],
    extensions: hello.extensions.map((name) => extensionOf(name, hello)),
  };
}

function extensionOf(name: string, hello: SenderHello): HelloExtension {
  switch (name) {
    case 'server_name':
      return { kind: name, hostName: '' };
    case 'padding':
      return { kind: name, length: 0 };
    case 'supported_groups':
      return { kind: name, groups: hello.groups.map(groupCode) };
    case 'ec_point_formats':
      return { kind: name, formats: hello.pointFormats ?? pointFormatsOfOpenssl };
    case 'signature_algorithms':
      return { kind: name, schemes: hello.signatureSchemes.map(schemeCode) };
    case 'supported_versions':
      return { kind: name, versions: hello.versions.map(versionCode) };
    case 'psk_key_exchange_modes':
      return { kind: name, modes: hello.pskModes ?? [pskWithEphemeral] };
    case 'key_share':
      return {
        kind: name,
        shares: hello.keyShares.map((group) => ({ group: groupCode(group), value: new Uint8Array() })),
      };
    default:
      return opaque(name);
  }
}

function opaque(name: string): HelloExtension {
  const known = Object.entries(opaqueBodies).find(([key]) => key === name);
  const type = Object.entries(extensionTypes).find(([key]) => key === name);
  const data = known && fromHex(known[1]);
  if (!type || !data?.ok) throw new RangeError(`what ${name} holds is not known`);
  return { kind: 'opaque', type: type[1], data: data.value };
}

function suiteOrSignal(name: string): number {
  return name === 'TLS_EMPTY_RENEGOTIATION_INFO_SCSV' ? signalling.renegotiationInfo : suiteCode(name);
}

function schemeCode(name: string): number {
  const row = signatureSchemes.find((scheme) => scheme.name === name);
  if (!row) throw new RangeError(`no signature scheme ${name}`);
  return row.code;
}

function versionCode(name: string): number {
  const code = Object.values(versions).find((version) => versionName(version) === name);
  if (code === undefined) throw new RangeError(`no version ${name}`);
  return code;
}
