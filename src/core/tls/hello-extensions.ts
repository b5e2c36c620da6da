/**
 * The extensions of a ClientHello that the client itself has to understand, typed; all others are opaque bytes.
 * Reading keeps an extension opaque whenever writing the typed form would not give the same bytes back.
 * Source: RFC 8446 §4.2, RFC 6066 §3, RFC 7685, RFC 8422 §5.1.2.
 */
import { equalBytes, Reader, ShortInput, Writer } from '../base/bytes.ts';
import { asciiBytes } from '../base/text.ts';
import { extensionTypes } from './code-points.ts';

export interface KeyShareEntry {
  readonly group: number;
  readonly value: Uint8Array;
}

/** A session to be resumed: its ticket, and how old that is, plus what the server said to add (RFC 8446 §4.2.11.1). */
export interface PskIdentity {
  readonly identity: Uint8Array;
  readonly obfuscatedAge: number;
}

export type HelloExtension =
  | { readonly kind: 'server_name'; readonly hostName: string }
  | { readonly kind: 'supported_groups'; readonly groups: readonly number[] }
  | { readonly kind: 'ec_point_formats'; readonly formats: readonly number[] }
  | { readonly kind: 'signature_algorithms'; readonly schemes: readonly number[] }
  | { readonly kind: 'signature_algorithms_cert'; readonly schemes: readonly number[] }
  | { readonly kind: 'supported_versions'; readonly versions: readonly number[] }
  | { readonly kind: 'psk_key_exchange_modes'; readonly modes: readonly number[] }
  | { readonly kind: 'key_share'; readonly shares: readonly KeyShareEntry[] }
  | { readonly kind: 'cookie'; readonly cookie: Uint8Array }
  /** Zeros that make the hello longer (RFC 7685). */
  | { readonly kind: 'padding'; readonly length: number }
  /** Always the last one; a binder for each identity (RFC 8446 §4.2.11). */
  | {
      readonly kind: 'pre_shared_key';
      readonly identities: readonly PskIdentity[];
      readonly binders: readonly Uint8Array[];
    }
  | { readonly kind: 'opaque'; readonly type: number; readonly data: Uint8Array };

type Typed = Exclude<HelloExtension, { kind: 'opaque' }>;
type Form<E> = { read(body: Reader): E; write(body: Writer, extension: E): void };
type Forms = { readonly [K in Typed['kind']]: Form<Extract<Typed, { kind: K }>> };

const hostNameType = 0;

const forms: Forms = {
  server_name: {
    read(body) {
      const list = new Reader(body.vector(2));
      list.uint8();
      return { kind: 'server_name', hostName: String.fromCharCode(...list.vector(2)) };
    },
    write: (body, { hostName }) =>
      body.vector(2, (list) =>
        list.uint8(hostNameType).vector(2, (name) => name.bytes(asciiBytes(hostName))),
      ),
  },
  supported_groups: {
    read: (body) => ({ kind: 'supported_groups', groups: codes(body.vector(2), 2) }),
    write: (body, { groups }) => body.vector(2, (list) => writeCodes(list, groups, 2)),
  },
  ec_point_formats: {
    read: (body) => ({ kind: 'ec_point_formats', formats: codes(body.vector(1), 1) }),
    write: (body, { formats }) => body.vector(1, (list) => writeCodes(list, formats, 1)),
  },
  signature_algorithms: {
    read: (body) => ({ kind: 'signature_algorithms', schemes: codes(body.vector(2), 2) }),
    write: (body, { schemes }) => body.vector(2, (list) => writeCodes(list, schemes, 2)),
  },
  signature_algorithms_cert: {
    read: (body) => ({ kind: 'signature_algorithms_cert', schemes: codes(body.vector(2), 2) }),
    write: (body, { schemes }) => body.vector(2, (list) => writeCodes(list, schemes, 2)),
  },
  supported_versions: {
    read: (body) => ({ kind: 'supported_versions', versions: codes(body.vector(1), 2) }),
    write: (body, { versions }) => body.vector(1, (list) => writeCodes(list, versions, 2)),
  },
  psk_key_exchange_modes: {
    read: (body) => ({ kind: 'psk_key_exchange_modes', modes: codes(body.vector(1), 1) }),
    write: (body, { modes }) => body.vector(1, (list) => writeCodes(list, modes, 1)),
  },
  key_share: {
    read(body) {
      const list = new Reader(body.vector(2));
      const shares: KeyShareEntry[] = [];
      while (list.remaining > 0) shares.push({ group: list.uint16(), value: list.vector(2) });
      return { kind: 'key_share', shares };
    },
    write: (body, { shares }) =>
      body.vector(2, (list) => {
        for (const { group, value } of shares) list.uint16(group).vector(2, (inner) => inner.bytes(value));
      }),
  },
  cookie: {
    read: (body) => ({ kind: 'cookie', cookie: body.vector(2) }),
    write: (body, { cookie }) => body.vector(2, (inner) => inner.bytes(cookie)),
  },
  padding: {
    read: (body) => ({ kind: 'padding', length: body.remaining }),
    write: (body, { length }) => body.bytes(new Uint8Array(length)),
  },
  pre_shared_key: {
    read(body) {
      const [first, second] = [new Reader(body.vector(2)), new Reader(body.vector(2))];
      const identities: PskIdentity[] = [];
      while (first.remaining > 0)
        identities.push({ identity: first.vector(2), obfuscatedAge: first.uint32() });
      const binders: Uint8Array[] = [];
      while (second.remaining > 0) binders.push(second.vector(1));
      return { kind: 'pre_shared_key', identities, binders };
    },
    write: (body, { identities, binders }) =>
      body
        .vector(2, (list) => {
          for (const { identity, obfuscatedAge } of identities)
            list.vector(2, (inner) => inner.bytes(identity)).uint32(obfuscatedAge);
        })
        .vector(2, (list) => {
          for (const binder of binders) list.vector(1, (inner) => inner.bytes(binder));
        }),
  },
};

const kinds: ReadonlyMap<number, Typed['kind']> = new Map(
  (Object.keys(forms) as Typed['kind'][]).map((kind) => [extensionTypes[kind], kind]),
);

/** Type one extension of a ClientHello, or keep it opaque. Never throws. */
export function readExtension(type: number, data: Uint8Array): HelloExtension {
  const opaque: HelloExtension = { kind: 'opaque', type, data };
  const kind = kinds.get(type);
  if (kind === undefined) return opaque;
  try {
    const typed = forms[kind].read(new Reader(data));
    return equalBytes(writeBody(typed), data) ? typed : opaque;
  } catch (error) {
    if (error instanceof ShortInput || error instanceof RangeError) return opaque;
    throw error;
  }
}

/** @throws RangeError when a value does not fit its field */
export function writeExtension(writer: Writer, extension: HelloExtension): void {
  const opaque = extension.kind === 'opaque';
  writer
    .uint16(opaque ? extension.type : extensionTypes[extension.kind])
    .vector(2, (body) => body.bytes(opaque ? extension.data : writeBody(extension)));
}

function writeBody<K extends Typed['kind']>(extension: Extract<Typed, { kind: K }>): Uint8Array {
  const writer = new Writer();
  const form: Form<Extract<Typed, { kind: K }>> = forms[extension.kind as K];
  form.write(writer, extension);
  return writer.finish();
}

function codes(bytes: Uint8Array, width: 1 | 2): number[] {
  const reader = new Reader(bytes);
  const values: number[] = [];
  while (reader.remaining > 0) values.push(width === 1 ? reader.uint8() : reader.uint16());
  return values;
}

function writeCodes(list: Writer, values: readonly number[], width: 1 | 2): void {
  for (const value of values) width === 1 ? list.uint8(value) : list.uint16(value);
}
