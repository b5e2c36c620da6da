/**
 * From a template to a hello and back: what each connection fills in is its random, session id, key shares, server name,
 * cookie and padding, and the session that it asks to resume.
 */
import { type ClientHello, type ClientHelloTemplate, writeClientHello } from './client-hello.ts';
import { extensionTypes, isGrease } from './code-points.ts';
import type { HelloExtension, KeyShareEntry, PskIdentity } from './hello-extensions.ts';

/** Take from a captured hello what can be said again: everything but what each connection fills in. */
export function templateOf(hello: ClientHello, recordVersion: number): ClientHelloTemplate {
  return {
    recordVersion,
    legacyVersion: hello.legacyVersion,
    sessionIdLength: hello.sessionId.length,
    suites: hello.suites,
    compressionMethods: hello.compressionMethods,
    extensions: hello.extensions?.map(withoutFilling) ?? null,
  };
}

function withoutFilling(extension: HelloExtension): HelloExtension {
  switch (extension.kind) {
    case 'server_name':
      return { kind: 'server_name', hostName: '' };
    case 'cookie':
      return { kind: 'cookie', cookie: new Uint8Array() };
    case 'padding':
      return { kind: 'padding', length: 0 };
    case 'pre_shared_key':
      return { kind: 'pre_shared_key', identities: [], binders: [] };
    case 'key_share':
      return {
        kind: 'key_share',
        shares: extension.shares.map(({ group, value }) => ({
          group,
          value: isGrease(group) ? value : new Uint8Array(),
        })),
      };
    default:
      return extension;
  }
}

/** A session of TLS 1.3, and the proof that we know its key. */
export interface PskOffer {
  readonly identity: PskIdentity;
  readonly binder: Uint8Array;
}

/** What a connection adds to a template. */
export interface HelloFilling {
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly serverName: string | null;
  /** Our public values, by group; a share without one is sent as the template has it (GREASE), or not at all. */
  readonly shares: ReadonlyMap<number, Uint8Array>;
  /** What a HelloRetryRequest asked for (RFC 8446 §4.1.2). */
  readonly retry?: {
    readonly share?: KeyShareEntry | undefined;
    readonly cookie?: Uint8Array | undefined;
  };
  /** Of TLS 1.2 and before: goes where the hello says that tickets are understood (RFC 5077 §3.2). */
  readonly ticket?: Uint8Array;
  readonly psk?: PskOffer;
}

export function fillTemplate(template: ClientHelloTemplate, filling: HelloFilling): ClientHello {
  const { legacyVersion, suites, compressionMethods } = template;
  const { random, sessionId } = filling;
  const bare = { legacyVersion, random, sessionId, suites, compressionMethods };
  const { extensions: marked } = template;
  if (marked === null) return { ...bare, extensions: null };
  const hasPlace = marked.some(({ kind }) => kind === 'cookie');
  const places: readonly HelloExtension[] = [
    ...marked.filter(({ kind }) => kind !== 'pre_shared_key'),
    ...(hasPlace ? [] : [{ kind: 'cookie', cookie: new Uint8Array() } as const]),
    { kind: 'pre_shared_key', identities: [], binders: [] },
  ];
  const extensions = places.flatMap((extension) => fillExtension(extension, filling));
  const unpadded = extensions.filter(({ kind }) => kind !== 'padding');
  const padding = paddingFor(writeClientHello({ ...bare, extensions: unpadded }).length);
  return {
    ...bare,
    extensions: extensions.flatMap((extension) => (extension.kind === 'padding' ? padding : [extension])),
  };
}

function fillExtension(extension: HelloExtension, filling: HelloFilling): HelloExtension[] {
  const { serverName, shares, retry, ticket, psk } = filling;
  switch (extension.kind) {
    case 'server_name':
      return serverName === null ? [] : [{ kind: 'server_name', hostName: serverName }];
    case 'cookie':
      return retry?.cookie === undefined ? [] : [{ kind: 'cookie', cookie: retry.cookie }];
    case 'key_share': {
      if (retry?.share !== undefined) return [{ kind: 'key_share', shares: [retry.share] }];
      const filled = extension.shares.map(({ group, value }) => ({
        group,
        value: shares.get(group) ?? value,
      }));
      return [{ kind: 'key_share', shares: filled.filter(({ value }) => value.length > 0) }];
    }
    case 'pre_shared_key':
      return psk === undefined
        ? []
        : [{ kind: 'pre_shared_key', identities: [psk.identity], binders: [psk.binder] }];
    case 'opaque':
      return ticket !== undefined && extension.type === extensionTypes.session_ticket
        ? [{ ...extension, data: ticket }]
        : [extension];
    default:
      return [extension];
  }
}

/** Some servers hang on a hello of 256 to 511 bytes (RFC 7685 §1); `length` counts the handshake header. */
function paddingFor(length: number): HelloExtension[] {
  if (length < 256 || length >= 512) return [];
  const extensionHeader = 4;
  return [{ kind: 'padding', length: Math.max(0, 512 - extensionHeader - length) }];
}
