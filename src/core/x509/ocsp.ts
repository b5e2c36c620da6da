/**
 * An OCSP response as data (RFC 6960 §4.2.1): the frame, the signer, one entry a certificate. Nothing is judged here (staple.ts does).
 * A peer chose these bytes: the work is linear, and what can not be read is a DerError.
 * Left out on purpose: responses of other types than basic, request making, and fetching (only what was stapled is looked at).
 */
import { toHex } from '../base/text.ts';
import type { SignatureAlgorithm } from '../cryptography.ts';
import {
  context,
  DerError,
  type DerItem,
  expectTag,
  members,
  readBitString,
  readItems,
  readOid,
  readWhole,
  tags,
} from './der.ts';
import { readSignatureAlgorithm } from './signature-algorithm.ts';
import { readTime } from './validity.ts';

/** ENUMERATED, which certificates have not. */
const enumerated = 0x0a;
const basicResponse = '1.3.6.1.5.5.7.48.1.1';
const timestampList = '1.3.6.1.4.1.11129.2.4.5';

/** RFC 6960 §4.2.1, in the order of their numbers; 4 is not used. */
const responseStatuses = [
  'successful',
  'malformedRequest',
  'internalError',
  'tryLater',
  'unused',
  'sigRequired',
  'unauthorized',
] as const;
/** RFC 5280 §5.3.1 */
const reasons = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'unused',
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const;

export type OcspStatus =
  | { readonly kind: 'good' | 'unknown' }
  /** `at` ISO 8601, UTC. */
  | { readonly kind: 'revoked'; readonly at: string; readonly reason?: string };

/** What is said of one certificate. */
export interface OcspEntry {
  /** OID of the hash that the two below were made with. */
  readonly hashOid: string;
  readonly issuerNameHash: string;
  readonly issuerKeyHash: string;
  /** Hexadecimal, as CertificateFacts has it. */
  readonly serial: string;
  readonly status: OcspStatus;
  readonly thisUpdate: string;
  readonly nextUpdate?: string;
  /** Signed certificate timestamps came with it (RFC 6962 §3.3). */
  readonly hasScts: boolean;
}

export interface OcspResponse {
  readonly producedAt: string;
  readonly entries: readonly OcspEntry[];
  /** What was signed. */
  readonly tbs: Uint8Array;
  readonly algorithm?: SignatureAlgorithm;
  readonly algorithmName: string;
  readonly signature: Uint8Array;
  /** DER; a responder's own certificate is among them where the issuer delegated (§4.2.2.2). */
  readonly certificates: readonly Uint8Array[];
}

/**
 * Read an OCSPResponse.
 *
 * @returns `refused` where the responder gives a reason in place of an answer
 * @throws DerError
 */
export function readOcspResponse(
  der: Uint8Array,
):
  | { readonly kind: 'answer'; readonly response: OcspResponse }
  | { readonly kind: 'refused'; readonly status: string } {
  const [status, body] = members(readWhole(der));
  const code = expectTag(status, enumerated).content[0] ?? 0;
  if (code !== 0) return { kind: 'refused', status: responseStatuses[code] ?? `status ${code}` };
  const [type, bytes] = members(readWhole(expectTag(body, context(0)).content));
  if (readOid(type) !== basicResponse) throw new DerError(`a response of type ${readOid(type)}`);
  return { kind: 'answer', response: readBasic(readWhole(expectTag(bytes, tags.octetString).content)) };
}

function readBasic(item: DerItem): OcspResponse {
  const [data, algorithm, signature, extra] = members(item);
  if (!data || !algorithm) throw new DerError('not the parts of a basic response');
  const fields = members(data);
  if (fields[0]?.tag === context(0)) fields.shift();
  const [, producedAt, list] = fields;
  const { name, algorithm: known } = readSignatureAlgorithm(algorithm);
  return {
    producedAt: readTime(producedAt).iso,
    entries: members(list).map(readEntry),
    tbs: data.raw,
    ...(known && { algorithm: known }),
    algorithmName: name,
    signature: readBitString(signature),
    certificates: extra ? members(readWhole(expectTag(extra, context(0)).content)).map(({ raw }) => raw) : [],
  };
}

function readEntry(item: DerItem): OcspEntry {
  const [id, status, thisUpdate, ...rest] = members(item);
  const [hash, nameHash, keyHash, serial] = members(id);
  const next = rest.find(({ tag }) => tag === context(0));
  const extensions = rest.find(({ tag }) => tag === context(1));
  const number = expectTag(serial, tags.integer).content;
  return {
    hashOid: readOid(members(hash)[0]),
    issuerNameHash: toHex(expectTag(nameHash, tags.octetString).content),
    issuerKeyHash: toHex(expectTag(keyHash, tags.octetString).content),
    serial: toHex(number.length > 1 && number[0] === 0 ? number.subarray(1) : number),
    status: readStatus(status),
    thisUpdate: readTime(thisUpdate).iso,
    ...(next && { nextUpdate: readTime(readWhole(next.content)).iso }),
    hasScts: extensions
      ? members(readWhole(extensions.content)).some((each) => readOid(members(each)[0]) === timestampList)
      : false,
  };
}

function readStatus(item: DerItem | undefined): OcspStatus {
  switch (item?.tag) {
    case context(0, false):
      return { kind: 'good' };
    case context(2, false):
      return { kind: 'unknown' };
    case context(1): {
      const [at, why] = readItems(item.content);
      const code = why
        ? expectTag(readWhole(expectTag(why, context(0)).content), enumerated).content[0]
        : undefined;
      const reason = code === undefined ? undefined : (reasons[code] ?? `reason ${code}`);
      return { kind: 'revoked', at: readTime(at).iso, ...(reason && { reason }) };
    }
    default:
      throw new DerError('neither good, revoked nor unknown');
  }
}
