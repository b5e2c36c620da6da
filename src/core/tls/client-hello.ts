/**
 * The ClientHello as data: what a sender says about itself, byte for byte (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2).
 * `parseClientHello` and `writeClientHello` are inverse; an extension whose body has no typed form, or an unusual one, stays opaque.
 * A template is a hello without what is fresh in every connection; hello-filling.ts puts that in.
 */
import { equalBytes, Reader, ShortInput, Writer } from '../base/bytes.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { extensionTypes, handshakeTypes } from './code-points.ts';
import { type HelloExtension, readExtension, writeExtension } from './hello-extensions.ts';

export interface ClientHello {
  readonly legacyVersion: number;
  /** 32 bytes. */
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly suites: readonly number[];
  readonly compressionMethods: readonly number[];
  /** In the order sent; null: no extension block at all, as before TLS 1.0 extensions (RFC 3546). */
  readonly extensions: readonly HelloExtension[] | null;
}

/** A hello to be sent. */
export interface ClientHelloTemplate {
  /** Of the record that carries it; 0x0301 is usual (RFC 8446 §5.1). */
  readonly recordVersion: number;
  readonly legacyVersion: number;
  /** Bytes of random session id (32 in middlebox compatibility mode, RFC 8446 §D.4), or 0. */
  readonly sessionIdLength: number;
  readonly suites: readonly number[];
  readonly compressionMethods: readonly number[];
  /**
   * In the order sent. `key_share` values are made afresh. `server_name` and `cookie` mark where they go and are left out where
   * there is none; `padding` asks for padding to 512 bytes of a hello that would have 256 to 511 (RFC 7685 §4).
   */
  readonly extensions: readonly HelloExtension[] | null;
}

/**
 * Parse a ClientHello handshake message, header included.
 *
 * @returns the hello, or why it is none; every byte is accounted for
 * @see RFC 8446 §4.1.2
 */
export function parseClientHello(message: Uint8Array): Result<ClientHello, string> {
  try {
    const reader = new Reader(message);
    if (reader.uint8() !== handshakeTypes.clientHello) return fail('not a ClientHello');
    const body = new Reader(reader.vector(3));
    if (reader.remaining > 0) return fail(`${reader.remaining} bytes after the ClientHello`);
    const hello = {
      legacyVersion: body.uint16(),
      random: body.take(32),
      sessionId: body.vector(1),
      suites: readCodes(body.vector(2)),
      compressionMethods: [...body.vector(1)],
      extensions: body.remaining === 0 ? null : readExtensions(body.vector(2)),
    };
    if (body.remaining > 0) return fail(`${body.remaining} bytes after the extensions`);
    return equalBytes(writeClientHello(hello), message) ? ok(hello) : fail('lengths inside do not agree');
  } catch (error) {
    if (error instanceof ShortInput) return fail(error.message);
    throw error;
  }
}

/** The ClientHello handshake message, header included. @throws RangeError when a field does not fit its length */
export function writeClientHello(hello: ClientHello): Uint8Array {
  return new Writer()
    .uint8(handshakeTypes.clientHello)
    .vector(3, (body) => {
      body
        .uint16(hello.legacyVersion)
        .bytes(hello.random)
        .vector(1, (inner) => inner.bytes(hello.sessionId))
        .vector(2, (inner) => {
          for (const suite of hello.suites) inner.uint16(suite);
        })
        .vector(1, (inner) => inner.bytes(Uint8Array.from(hello.compressionMethods)));
      const { extensions } = hello;
      if (extensions === null) return;
      body.vector(2, (inner) => {
        for (const extension of extensions) writeExtension(inner, extension);
      });
    })
    .finish();
}

/** Extension types in the order sent. */
export const extensionTypesOf = (hello: Pick<ClientHello, 'extensions'>): number[] =>
  (hello.extensions ?? []).map((extension) =>
    extension.kind === 'opaque' ? extension.type : extensionTypes[extension.kind],
  );

/** The typed extension of one kind, if the hello has it. */
export function findExtension<K extends HelloExtension['kind']>(
  hello: Pick<ClientHello, 'extensions'>,
  kind: K,
): Extract<HelloExtension, { kind: K }> | undefined {
  return (hello.extensions ?? []).find(
    (extension): extension is Extract<HelloExtension, { kind: K }> => extension.kind === kind,
  );
}

function readCodes(bytes: Uint8Array): number[] {
  const reader = new Reader(bytes);
  const codes: number[] = [];
  while (reader.remaining > 0) codes.push(reader.uint16());
  return codes;
}

function readExtensions(bytes: Uint8Array): HelloExtension[] {
  const reader = new Reader(bytes);
  const extensions: HelloExtension[] = [];
  while (reader.remaining > 0) extensions.push(readExtension(reader.uint16(), reader.vector(2)));
  return extensions;
}
