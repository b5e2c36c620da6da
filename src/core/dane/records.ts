/**
 * Which TLSA records may an SMTP sender act on? (RFC 7672 §3.1, RFC 7671 §9)
 * First step of DANE: every record is kept, in DNS order, and says why it counts, is overruled by a stronger digest, or is unusable.
 * Whether DANE applies at all (DNSSEC, base domain) was settled before; matching a chain is evaluate.ts.
 */
import { fromHex, toHex } from '../base/text.ts';
import { parseCertificate } from '../x509/certificate.ts';
import type { CertificateFacts } from '../x509/certificate-facts.ts';
import { DerError, readWhole, tags } from '../x509/der.ts';
import { readPublicKey } from '../x509/public-key.ts';

/** The fields of one TLSA record (RFC 6698 §2.1); a DnsRecord of type TLSA is one. */
export interface TlsaFields {
  readonly usage: number;
  readonly selector: number;
  readonly matchingType: number;
  /** Hexadecimal, any case. */
  readonly data: string;
}

export const usageNames = ['PKIX-TA', 'PKIX-EE', 'DANE-TA', 'DANE-EE'] as const;

/** RFC 6698 §2.1.3 with the digest's length in bytes; stronger ones have the higher rank (RFC 7671 §9). */
export const matchingDigests = {
  1: { hash: 'sha256', length: 32, rank: 1 },
  2: { hash: 'sha512', length: 64, rank: 2 },
} as const;

export type UnusableCode =
  | 'pkix-usage'
  | 'unknown-usage'
  | 'unknown-selector'
  | 'unknown-matching-type'
  | 'digest-length'
  | 'not-hexadecimal'
  | 'not-a-certificate'
  | 'not-a-key';

/** `overruled`: a stronger digest with the same usage and selector is published, so this one is ignored. */
export type TlsaStanding =
  | { readonly kind: 'usable' }
  | { readonly kind: 'overruled'; readonly detail: string }
  | { readonly kind: 'unusable'; readonly code: UnusableCode; readonly detail: string };

export interface JudgedRecord {
  /** In the order of the answer, from 0. */
  readonly index: number;
  readonly record: TlsaFields;
  readonly standing: TlsaStanding;
  /** The first record that says the same. */
  readonly duplicateOf?: number;
  /** The data, decoded; empty when it is not hexadecimal. */
  readonly bytes: Uint8Array;
  /** `x 0 0`: the certificate that the record holds. */
  readonly certificate?: CertificateFacts;
}

/**
 * Mark which TLSA records an SMTP sender may act on.
 *
 * @param records in DNS order; unusable ones are kept and flagged
 * @returns one entry a record, same order
 * @throws never: whatever a zone holds is data
 * @see RFC 7672 §3.1, RFC 7671 §9
 */
export function judgeTlsaRecords(records: readonly TlsaFields[]): readonly JudgedRecord[] {
  const seen = new Map<string, number>();
  const judged = records.map((record, index): JudgedRecord => {
    const own = judge(record);
    const key = `${record.usage} ${record.selector} ${record.matchingType} ${toHex(own.bytes)}`;
    const duplicateOf = seen.get(key);
    if (duplicateOf === undefined) seen.set(key, index);
    return { index, record, ...own, ...(duplicateOf !== undefined && { duplicateOf }) };
  });
  return applyAgility(judged);
}

type Judgement = Pick<JudgedRecord, 'standing' | 'bytes' | 'certificate'>;

function judge(record: TlsaFields): Judgement {
  const decoded = fromHex(record.data);
  if (!decoded.ok) return { bytes: new Uint8Array(), ...unusable('not-hexadecimal', decoded.error) };
  const bytes = decoded.value;
  const { usage, selector, matchingType } = record;
  // RFC 7672 §3.1.3: neither pass nor fail, whatever else the record says.
  if (usage === 0 || usage === 1) {
    return { bytes, ...unusable('pkix-usage', `${usageNames[usage]}(${usage}) has no meaning for SMTP`) };
  }
  if (usage !== 2 && usage !== 3) return { bytes, ...unusable('unknown-usage', `usage ${usage}`) };
  if (selector !== 0 && selector !== 1)
    return { bytes, ...unusable('unknown-selector', `selector ${selector}`) };
  if (matchingType === 0) return { bytes, ...judgeFull(selector, bytes) };
  if (matchingType !== 1 && matchingType !== 2) {
    return { bytes, ...unusable('unknown-matching-type', `matching type ${matchingType}`) };
  }
  const { hash, length } = matchingDigests[matchingType];
  if (bytes.length === length) return { bytes, standing: { kind: 'usable' } };
  return { bytes, ...unusable('digest-length', `${bytes.length} bytes, ${hash} has ${length}`) };
}

/** Matching type 0: what is selected, whole; senders need to read it (RFC 6698 §2.1.4, §4.1). */
function judgeFull(selector: 0 | 1, bytes: Uint8Array): Omit<Judgement, 'bytes'> {
  if (selector === 1) {
    const fault = keyFault(bytes);
    return fault === undefined ? { standing: { kind: 'usable' } } : unusable('not-a-key', fault);
  }
  const parsed = parseCertificate(bytes);
  if (!parsed.ok) return unusable('not-a-certificate', `${parsed.error.code}: ${parsed.error.detail}`);
  return { standing: { kind: 'usable' }, certificate: parsed.value };
}

function keyFault(bytes: Uint8Array): string | undefined {
  try {
    readPublicKey(readWhole(bytes, tags.sequence));
    return undefined;
  } catch (error) {
    if (error instanceof DerError) return `no SubjectPublicKeyInfo: ${error.message}`;
    throw error;
  }
}

/**
 * Digest agility: for each usage and selector the strongest digest published counts, weaker ones are ignored;
 * records that hold the whole thing always count. Unusable records overrule nothing (RFC 7671 §9).
 */
function applyAgility(judged: readonly JudgedRecord[]): readonly JudgedRecord[] {
  const strongest = new Map<string, number>();
  for (const { record, standing } of judged) {
    if (standing.kind !== 'usable') continue;
    const group = `${record.usage} ${record.selector}`;
    strongest.set(group, Math.max(strongest.get(group) ?? 0, rankOf(record)));
  }
  return judged.map((entry) => {
    const { record, standing } = entry;
    const best = strongest.get(`${record.usage} ${record.selector}`) ?? 0;
    if (standing.kind !== 'usable' || record.matchingType === 0 || rankOf(record) >= best) return entry;
    const detail = `a stronger digest is published for ${record.usage} ${record.selector}`;
    return { ...entry, standing: { kind: 'overruled', detail } };
  });
}

function rankOf(record: TlsaFields): number {
  return record.matchingType === 1 || record.matchingType === 2
    ? matchingDigests[record.matchingType].rank
    : 0;
}

function unusable(code: UnusableCode, detail: string): { readonly standing: TlsaStanding } {
  return { standing: { kind: 'unusable', code, detail } };
}
