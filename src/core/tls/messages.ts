/**
 * What a server says, parsed: ServerHello, EncryptedExtensions, Certificate, CertificateStatus, CertificateRequest and so on.
 * RFC 8446 §4, RFC 5246 §7.4, RFC 6066 §8. Lengths are checked here, meaning in the handshakes.
 * Everything throws HandshakeFault where the message cannot be read.
 */
import { Reader, Writer } from '../base/bytes.ts';
import { extensionName, extensionTypes, handshakeTypes, ocspStatusType, versions } from './code-points.ts';
import { mostCertificates } from './facts.ts';
import { HandshakeFault, misbehaved, undecodable } from './fault.ts';
import { decode } from './handshake-reader.ts';

/** Extensions of one message by type, in the order sent. */
export type Extensions = ReadonlyMap<number, Uint8Array>;

export interface ServerHello {
  readonly legacyVersion: number;
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly suite: number;
  readonly compression: number;
  readonly extensions: Extensions;
}

export const parseServerHello = (body: Uint8Array): ServerHello =>
  decode('ServerHello', body, (reader) => ({
    legacyVersion: reader.uint16(),
    random: reader.take(32),
    sessionId: reader.vector(1),
    suite: reader.uint16(),
    compression: reader.uint8(),
    // Servers older than extensions end here (RFC 5246 §7.4.1.3).
    extensions: reader.remaining === 0 ? new Map() : readExtensions(reader),
  }));

export const parseEncryptedExtensions = (body: Uint8Array): Extensions =>
  decode('EncryptedExtensions', body, readExtensions);

export interface CertificateEntry {
  readonly certificate: Uint8Array;
  readonly extensions: Extensions;
}

/** The chain of TLS 1.3: each certificate with extensions of its own (RFC 8446 §4.4.2). */
export const parseCertificate13 = (
  body: Uint8Array,
): { readonly context: Uint8Array; readonly entries: readonly CertificateEntry[] } =>
  decode('Certificate', body, (reader) => {
    const context = reader.vector(1);
    const list = new Reader(reader.vector(3));
    const entries: CertificateEntry[] = [];
    while (list.remaining > 0) {
      entries.push({ certificate: list.vector(3), extensions: readExtensions(list) });
      mustBeFew(entries);
    }
    return { context, entries };
  });

/** The chain of TLS 1.2 and before (RFC 5246 §7.4.2). */
export const parseCertificate12 = (body: Uint8Array): readonly Uint8Array[] =>
  decode('Certificate', body, (reader) => {
    const list = new Reader(reader.vector(3));
    const certificates: Uint8Array[] = [];
    while (list.remaining > 0) {
      certificates.push(list.vector(3));
      mustBeFew(certificates);
    }
    return certificates;
  });

/** The OCSP response of a CertificateStatus, or nothing for another status type (RFC 6066 §8). */
export const parseCertificateStatus = (body: Uint8Array): Uint8Array | undefined =>
  decode('CertificateStatus', body, (reader) => {
    if (reader.uint8() === ocspStatusType) return reader.vector(3);
    reader.take(reader.remaining);
    return undefined;
  });

export interface DigitalSignature {
  /** Absent before TLS 1.2, where the key decides. */
  readonly scheme: number | undefined;
  readonly signature: Uint8Array;
}

export const parseCertificateVerify = (body: Uint8Array): DigitalSignature =>
  decode('CertificateVerify', body, (reader) => readSignature(reader, versions.tls13));

export const readSignature = (reader: Reader, version: number): DigitalSignature => ({
  scheme: version >= versions.tls12 ? reader.uint16() : undefined,
  signature: reader.vector(2),
});

/** The ticket of a NewSessionTicket: an empty one says that there is none after all (RFC 5077 §3.3). */
export const parseTicket12 = (body: Uint8Array): Uint8Array =>
  decode('NewSessionTicket', body, (reader) => {
    reader.uint32();
    return reader.vector(2);
  });

export interface Ticket13 {
  readonly lifetimeSeconds: number;
  readonly ageAdd: number;
  readonly nonce: Uint8Array;
  readonly ticket: Uint8Array;
}

/** RFC 8446 §4.6.1. */
export const parseTicket13 = (body: Uint8Array): Ticket13 =>
  decode('NewSessionTicket', body, (reader) => {
    const [lifetimeSeconds, ageAdd] = [reader.uint32(), reader.uint32()];
    const [nonce, ticket] = [reader.vector(1), reader.vector(2)];
    readExtensions(reader);
    if (ticket.length === 0) throw undecodable('NewSessionTicket', 'the ticket is empty');
    return { lifetimeSeconds, ageAdd, nonce, ticket };
  });

/** Names of the authorities, DER. */
export interface CertificateRequest {
  readonly context: Uint8Array;
  readonly authorities: readonly Uint8Array[];
}

export const parseCertificateRequest12 = (body: Uint8Array, version: number): CertificateRequest =>
  decode('CertificateRequest', body, (reader) => {
    reader.vector(1);
    if (version >= versions.tls12) reader.vector(2);
    return { context: new Uint8Array(), authorities: readNames(reader.vector(2)) };
  });

/** Inside a handshake its context is empty, and it says which signatures it takes (RFC 8446 §4.3.2). */
export const parseCertificateRequest13 = (body: Uint8Array): CertificateRequest =>
  decode('CertificateRequest', body, (reader) => {
    const context = reader.vector(1);
    const extensions = readExtensions(reader);
    if (context.length > 0 || !extensions.has(extensionTypes.signature_algorithms)) {
      throw misbehaved(context.length > 0 ? 'illegal_parameter' : 'missing_extension', {
        code: 'bad-certificate-request',
        expected: 'an empty context, and signature_algorithms',
        received: context.length > 0 ? `a context of ${context.length} bytes` : 'no signature_algorithms',
        detail: 'the server asks for a client certificate in a way it may not',
      });
    }
    const authorities = extensions.get(extensionTypes.certificate_authorities);
    return {
      context,
      authorities: authorities === undefined ? [] : readNames(new Reader(authorities).vector(2)),
    };
  });

/** One handshake message with its header. */
export const writeMessage = (type: number, write: (body: Writer) => void): Uint8Array =>
  new Writer().uint8(type).vector(3, write).finish();

/** "I have none", in both forms (RFC 8446 §4.4.2, RFC 5246 §7.4.6). */
export const emptyCertificate13 = (context: Uint8Array): Uint8Array =>
  writeMessage(handshakeTypes.certificate, (body) =>
    body.vector(1, (inner) => inner.bytes(context)).uint24(0),
  );
export const emptyCertificate12 = (): Uint8Array =>
  writeMessage(handshakeTypes.certificate, (body) => body.uint24(0));

function mustBeFew(certificates: readonly unknown[]): void {
  if (certificates.length <= mostCertificates) return;
  throw new HandshakeFault(
    {
      kind: 'budget',
      code: 'too-many-certificates',
      expected: `at most ${mostCertificates} certificates`,
      received: 'more',
      detail: 'the server sends more certificates than we read',
    },
    null,
  );
}

function readExtensions(reader: Reader): Extensions {
  const list = new Reader(reader.vector(2));
  const extensions = new Map<number, Uint8Array>();
  while (list.remaining > 0) {
    const type = list.uint16();
    if (extensions.has(type)) {
      throw misbehaved('illegal_parameter', {
        code: 'repeated-extension',
        received: extensionName(type),
        detail: `${extensionName(type)} is there twice`,
      });
    }
    extensions.set(type, list.vector(2));
  }
  return extensions;
}

function readNames(bytes: Uint8Array): Uint8Array[] {
  const reader = new Reader(bytes);
  const names: Uint8Array[] = [];
  while (reader.remaining > 0) names.push(reader.vector(2));
  return names;
}
