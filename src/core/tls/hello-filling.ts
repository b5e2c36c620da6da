/**
 * From a template to a hello and back: what each connection fills in is its random, session id, key shares, server name, cookie and padding.
 */
import { type ClientHello, type ClientHelloTemplate, writeClientHello } from './client-hello.ts';
import { isGrease } from './code-points.ts';
import type { HelloExtension, KeyShareEntry } from './hello-extensions.ts';

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
}

export function fillTemplate(template: ClientHelloTemplate, filling: HelloFilling): ClientHello {
  const { legacyVersion, suites, compressionMethods } = template;
  const { random, sessionId } = filling;
  const bare = { legacyVersion, random, sessionId, suites, compressionMethods };
  const { extensions: marked } = template;
  if (marked === null) return { ...bare, extensions: null };
  const hasPlace = marked.some(({ kind }) => kind === 'cookie');
  const places: readonly HelloExtension[] = hasPlace
    ? marked
    : [...marked, { kind: 'cookie', cookie: new Uint8Array() }];
  const extensions = places.flatMap((extension) => fillExtension(extension, filling));
  const unpadded = extensions.filter(({ kind }) => kind !== 'padding');
  const padding = paddingFor(writeClientHello({ ...bare, extensions: unpadded }).length);
  return {
    ...bare,
    extensions: extensions.flatMap((extension) => (extension.kind === 'padding' ? padding : [extension])),
  };
}

function fillExtension(extension: HelloExtension, filling: HelloFilling): HelloExtension[] {
  const { serverName, shares, retry } = filling;
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
