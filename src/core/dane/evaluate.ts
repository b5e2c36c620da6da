/**
 * Does a certificate chain satisfy a set of TLSA records? (RFC 7672 §3, RFC 7671 §5) A pure function over DER.
 * DANE-EE(3) first: the leaf's bytes and nothing else. Then DANE-TA(2): anchor.ts builds a path to each anchor that the records name.
 * One match is success, whatever else is published (RFC 6698 §4.1); none is failure, however good the WebPKI chain (RFC 7672 §2.2).
 */
import { equalBytes } from '../base/bytes.ts';
import { parseCertificate } from '../x509/certificate.ts';
import type { CertificateFacts } from '../x509/certificate-facts.ts';
import { type AnchorAttempt, tryAnchors } from './anchor.ts';
import { findDaneName } from './names.ts';
import type { DaneInput, DaneMatch, DaneOutcome, DaneResult, EvaluatedRecord } from './outcome.ts';
import { isUndecided, mismatches, overruled, reasonOf } from './reasons.ts';
import { type JudgedRecord, judgeTlsaRecords, matchingDigests } from './records.ts';

/**
 * Hold a chain against TLSA records.
 *
 * @returns every record with its standing and what it fits, and the outcome with every reason against it
 * @throws never: what a peer or a zone sends is data
 * @see RFC 7672 §2.2, §3.1-3.2; RFC 7671 §5.1-5.2, §9
 */
export function evaluateDane(input: DaneInput): DaneResult {
  const select = createSelector(input);
  const records = judgeTlsaRecords(input.records).map(
    (entry): EvaluatedRecord => ({
      ...entry,
      fits: input.chain.flatMap((_, position) => (select.fits(entry, position) ? [position] : [])),
    }),
  );
  return { records, outcome: decide(records, select.certificates, input) };
}

type Parsed = readonly (CertificateFacts | undefined)[];

function decide(records: readonly EvaluatedRecord[], certificates: Parsed, input: DaneInput): DaneOutcome {
  if (records.length === 0) return { kind: 'no-records' };
  // A duplicate has nothing to add to the first of its kind, and would have its anchor tried twice.
  const active = records.filter(
    ({ standing, duplicateOf }) => standing.kind === 'usable' && duplicateOf === undefined,
  );
  if (active.length === 0) return { kind: 'all-unusable' };
  if (input.chain.length === 0) {
    const detail = 'the server sent no certificate';
    return { kind: 'failed', reasons: [{ code: 'no-certificate', detail }], undecided: false };
  }
  const endEntity = matchEndEntity(active, certificates[0], input);
  if (endEntity?.kind === 'matched') return endEntity;
  const attempts = tryAnchors({ records: active, certificates, input });
  const anchored = attempts.filter((attempt) => attempt.kind === 'trusted').toSorted(byPlace)[0];
  if (anchored) return { kind: 'matched', ...matchOf(anchored), name: anchored.name };
  const reasons = [
    ...(endEntity?.reasons ?? []),
    ...active.flatMap((entry) => mismatches(entry)),
    ...records.flatMap((entry) => overruled(entry)),
    ...attempts.flatMap((attempt) => reasonOf(attempt)),
  ];
  if (certificates[0] === undefined) {
    reasons.unshift({ code: 'leaf-unreadable', detail: 'the first certificate sent cannot be read' });
  }
  const close = attempts
    .filter((attempt) => attempt.kind === 'refused')
    .filter(({ depth }) => depth >= 0)
    .toSorted(byPlace)[0];
  const nearest = endEntity?.nearest ?? (close && matchOf(close));
  // An anchor that was not tried may be the right one, unless the leaf goes by no name that any anchor could vouch for.
  const named = certificates[0] !== undefined && findDaneName(certificates[0], input.names) !== undefined;
  const undecided = attempts.some(
    (attempt) => (attempt.kind === 'budget' && named) || (attempt.kind === 'refused' && isUndecided(attempt)),
  );
  return { kind: 'failed', reasons, ...(nearest && { nearest }), undecided };
}

/** A certificate before a bare key, which is looked at only where no certificate will do; then the one nearest to the leaf. */
function byPlace(a: Anchored, b: Anchored): number {
  return Number(a.certificate === undefined) - Number(b.certificate === undefined) || a.depth - b.depth;
}
type Anchored = Extract<AnchorAttempt, { depth: number }>;

/** DANE-EE(3): the record against the leaf's bytes; no date, no issuer, no signature (RFC 7671 §5.1). */
function matchEndEntity(
  active: readonly EvaluatedRecord[],
  leaf: CertificateFacts | undefined,
  input: DaneInput,
): Extract<DaneOutcome, { kind: 'matched' | 'failed' }> | undefined {
  const entry = active.find(({ record, fits }) => record.usage === 3 && fits.includes(0));
  if (!entry) return undefined;
  const match: DaneMatch = { record: entry, usage: 3, depth: 0, certificate: input.chain[0] };
  if (input.endEntityNames !== 'checked') return { kind: 'matched', ...match };
  const name = leaf && findDaneName(leaf, input.names);
  if (name !== undefined) return { kind: 'matched', ...match, name };
  const detail = `the leaf goes by none of ${input.names.join(', ')}`;
  const reason = { code: 'name-mismatch', record: entry.index, detail } as const;
  return { kind: 'failed', reasons: [reason], nearest: match, undecided: false };
}

function matchOf(attempt: Anchored): DaneMatch {
  return { record: attempt.record, usage: 2, depth: attempt.depth, certificate: attempt.certificate };
}

/** Compares records with certificates; each digest of each certificate is computed once. */
function createSelector({ chain, certificates: given, cryptography }: DaneInput) {
  const certificates: Parsed =
    given ??
    chain.map((der) => {
      const parsed = parseCertificate(der);
      return parsed.ok ? parsed.value : undefined;
    });
  const digests = new Map<string, Uint8Array>();
  const fits = ({ record, standing, bytes }: JudgedRecord, position: number): boolean => {
    if (standing.kind === 'unusable') return false;
    const selected = record.selector === 0 ? chain[position] : certificates[position]?.publicKey.spki;
    if (selected === undefined) return false;
    if (record.matchingType !== 1 && record.matchingType !== 2) return equalBytes(selected, bytes);
    const key = `${position} ${record.selector} ${record.matchingType}`;
    const digest = digests.get(key) ?? cryptography.hash(matchingDigests[record.matchingType].hash, selected);
    digests.set(key, digest);
    return equalBytes(digest, bytes);
  };
  return { certificates, fits };
}
