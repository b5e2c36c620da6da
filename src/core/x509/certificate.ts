/**
 * DER to CertificateFacts (RFC 5280 §4.1): the frame is read here, keys, names, times and extensions by their own files.
 * A peer chose these bytes: the work is linear in their number, and what can not be read is a named refusal, never a throw.
 */
import { fail, ok, type Result } from '../base/result.ts';
import { toHex } from '../base/text.ts';
import type { Cryptography } from '../cryptography.ts';
import type {
  CertificateFacts,
  CertificateFault,
  CertificateRefusal,
  DistinguishedName,
  Fingerprints,
} from './certificate-facts.ts';
import {
  checkInteger,
  context,
  DerError,
  type DerItem,
  expectTag,
  members,
  readBitString,
  readItem,
  readSmallInteger,
  readWhole,
  tags,
} from './der.ts';
import { attributeOids, equalNames, readName } from './distinguished-name.ts';
import { readExtensions, TooManyExtensions } from './extensions.ts';
import { nameText } from './library.ts';
import { readPublicKey } from './public-key.ts';
import { readSignatureAlgorithm } from './signature-algorithm.ts';
import { readTime } from './validity.ts';

/** As large as a whole flight of the handshake budget; OpenSSL refuses chains over 100 KiB by default. */
export const maxCertificateBytes = 256 * 1024;
/** Of one chain, from the leaf on; real ones have two to five, and GnuTLS goes 16 deep. */
export const maxChainCertificates = 32;

/**
 * Parse one certificate.
 *
 * @param der  exactly one Certificate
 * @returns facts, oddities among them as `faults`; or why it is no certificate
 * @throws never
 */
export function parseCertificate(der: Uint8Array): Result<CertificateFacts, CertificateRefusal> {
  if (der.length > maxCertificateBytes) {
    return fail({
      code: 'too-large',
      detail: `${der.length} bytes, at most ${maxCertificateBytes} are read`,
    });
  }
  try {
    const outer = readItem(der);
    if (outer.raw.length < der.length) {
      return fail({ code: 'trailing-bytes', detail: `${der.length - outer.raw.length} bytes follow` });
    }
    return ok(readCertificate(outer));
  } catch (error) {
    if (error instanceof DerError) return fail({ code: 'malformed', detail: error.message });
    if (error instanceof TooManyExtensions) return fail({ code: 'too-large', detail: error.message });
    throw error;
  }
}

/**
 * SHA-256 of a certificate and of its key, as DNS records, logs and search engines name them.
 *
 * @param der  a certificate that parseCertificate took
 * @returns lower-case hexadecimal
 * @throws DerError for other bytes: our own mistake
 */
export function fingerprints(der: Uint8Array, cryptography: Pick<Cryptography, 'hash'>): Fingerprints {
  const fields = members(members(readItem(der))[0]);
  const key = fields[fields[0]?.tag === context(0) ? 6 : 5];
  if (!key) throw new DerError('fields are missing');
  return {
    certificate: toHex(cryptography.hash('sha256', der)),
    spki: toHex(cryptography.hash('sha256', key.raw)),
  };
}

/** A Name with its text. @throws DerError */
export function readDistinguishedName(item: DerItem): DistinguishedName {
  return { ...withText(item), der: item.raw };
}

function readCertificate(outer: DerItem): CertificateFacts {
  const [tbs, algorithm, signature, ...more] = members(outer);
  if (!tbs || !algorithm || more.length > 0) throw new DerError('not the three parts of a certificate');
  const fields = members(tbs);
  const version =
    fields[0]?.tag === context(0) ? readSmallInteger(readWhole(fields.shift()?.content ?? none)) + 1 : 1;
  const [serial, inner, issuerItem, validity, subjectItem, key, ...rest] = fields;
  if (!inner || !issuerItem || !subjectItem || !key) throw new DerError('fields are missing');
  const faults: CertificateFault[] = [];
  const [from, until] = members(validity);
  const [notBefore, notAfter] = [readTime(from), readTime(until)];
  if (!notBefore.canonical || !notAfter.canonical) {
    faults.push({ code: 'time-form', detail: 'GeneralizedTime before 2050 (RFC 5280 §4.1.2.5)' });
  }
  const subject = readDistinguishedName(subjectItem);
  const issuer = readDistinguishedName(issuerItem);
  const publicKey = readPublicKey(key);
  if (publicKey.curve === 'explicit')
    faults.push({ code: 'explicit-curve', detail: 'curve given by parameters' });
  if (publicKey.bits === 0 && publicKey.kind !== 'unknown' && !isUnknownCurve(publicKey)) {
    faults.push({ code: 'malformed-key', detail: `${publicKey.kind} key that can not be read` });
  }
  if (toHex(inner.raw) !== toHex(algorithm.raw)) {
    faults.push({
      code: 'signature-algorithm-mismatch',
      detail: 'inner and outer signature algorithm differ',
    });
  }
  return {
    der: outer.raw,
    version,
    serial: readSerial(serial, faults),
    subject,
    issuer,
    selfIssued: equalNames(subject.rdns, issuer.rdns),
    commonNames: readName(subjectItem)
      .attributes.filter(isCommonName)
      .map(({ text }) => text),
    notBefore: notBefore.iso,
    notAfter: notAfter.iso,
    publicKey,
    signature: { ...readSignatureAlgorithm(algorithm), value: readBitString(signature) },
    tbs: tbs.raw,
    certificatePolicies: [],
    ocsp: [],
    caIssuers: [],
    crlDistributionPoints: [],
    mustStaple: false,
    hasScts: false,
    ...readTail(rest, version, faults),
    faults,
  };
}

const none = new Uint8Array();
/** It is named by its OID then. */
const isUnknownCurve = ({ curve = '' }: { curve?: string }) => curve.includes('.');
const isCommonName = ({ oid }: { oid: string }) => oid === attributeOids.commonName;

/** What follows the key: the unique identifiers of X.509v2, which nobody uses, and the extensions. */
function readTail(rest: readonly DerItem[], version: number, faults: CertificateFault[]) {
  const list = rest.find(({ tag }) => tag === context(3));
  const strange = rest.find(({ tag }) => ![context(1, false), context(2, false), context(3)].includes(tag));
  if (strange) throw new DerError(`field with tag 0x${strange.tag.toString(16)} after the key`);
  if (!list) return { extensions: [], unknownCriticalExtensions: [] };
  if (version !== 3) {
    faults.push({ code: 'extensions-before-v3', detail: `version ${version} has no extensions` });
  }
  return readExtensions(readWhole(list.content), readDistinguishedName, faults);
}

/** @see RFC 5280 §4.1.2.2: positive, at most 20 octets */
function readSerial(item: DerItem | undefined, faults: CertificateFault[]): string {
  const { content } = expectTag(item, tags.integer);
  checkInteger(content);
  if ((content[0] ?? 0) >= 0x80 || content.every((byte) => byte === 0)) {
    faults.push({ code: 'serial-not-positive', detail: `serial number 0x${toHex(content)}` });
  }
  if (content.length > 20) faults.push({ code: 'serial-too-long', detail: `${content.length} octets` });
  return toHex(content.length > 1 && content[0] === 0 ? content.subarray(1) : content);
}

function withText(item: DerItem): { text: string; rdns: readonly string[] } {
  const { rdns, attributes } = readName(item);
  try {
    return { rdns, text: nameText(item.raw) };
  } catch (error) {
    // The library knows fewer string types than we do, and throws an Error of no particular class.
    if (!(error instanceof Error)) throw error;
    return { rdns, text: attributes.map(({ oid, text }) => `${oid}=${text}`).join(', ') };
  }
}
