/**
 * How a TLSA RRset bears the next renewal (RFC 7671 §8): which records outlive it, and whether two records are a roll-over at all.
 * Looks at the records alone; whether one matches the chain that is served now is evaluate.ts.
 */
import type { JudgedRecord, TlsaFields } from './records.ts';

/**
 * `with-same-key`: matches the next certificate if the key is kept; `breaks`: any new certificate needs a new record;
 * `with-same-issuer`: matches as long as that issuer (or its key) signs.
 */
export type Renewal = 'with-same-key' | 'breaks' | 'with-same-issuer' | 'unusable';

/** What a renewal of the leaf does to one record. */
export function renewalOf({ usage, selector }: TlsaFields): Renewal {
  if (usage === 2) return 'with-same-issuer';
  if (usage !== 3) return 'unusable';
  return selector === 1 ? 'with-same-key' : 'breaks';
}

export interface RecordSet {
  /** Records that count and differ; two or more of them can be a roll-over (RFC 7671 §8.1). */
  readonly effective: readonly number[];
  readonly duplicates: readonly number[];
  readonly unusable: readonly number[];
  readonly overruled: readonly number[];
}

/** Sort an RRset's records by what they contribute; numbers are their positions in the answer. */
export function describeRecordSet(judged: readonly JudgedRecord[]): RecordSet {
  const positions = (keep: (entry: JudgedRecord) => boolean) =>
    judged.filter(keep).map((entry) => entry.index);
  return {
    effective: positions(
      ({ standing, duplicateOf }) => standing.kind === 'usable' && duplicateOf === undefined,
    ),
    duplicates: positions(({ duplicateOf }) => duplicateOf !== undefined),
    unusable: positions(
      ({ standing, duplicateOf }) => standing.kind === 'unusable' && duplicateOf === undefined,
    ),
    overruled: positions(
      ({ standing, duplicateOf }) => standing.kind === 'overruled' && duplicateOf === undefined,
    ),
  };
}
