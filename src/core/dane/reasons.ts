/**
 * Why a chain fails its TLSA records, record by record: what the operator has to mend.
 * A record's bytes may fit nothing, or the wrong certificate; or they fit, and the path to that anchor fails.
 */
import type { PathProblemCode } from '../x509/path-result.ts';
import type { AnchorAttempt } from './anchor.ts';
import type { DaneReason, EvaluatedRecord } from './outcome.ts';

/** Why a record whose bytes fit nothing, or the wrong position, does not help. */
export function mismatches({ index: record, record: fields, fits }: EvaluatedRecord): DaneReason[] {
  const elsewhere = fits.filter((position) => position > 0);
  if (fields.usage === 3) {
    if (fits.includes(0)) return [];
    if (elsewhere.length === 0) return [{ code: 'leaf-mismatch', record, detail: 'the leaf is another one' }];
    const detail = `fits certificate ${elsewhere[0]} of the chain, not the leaf: usage 2 would be right for it`;
    return [{ code: 'fits-issuer', record, detail }];
  }
  if (elsewhere.length > 0) return [];
  if (fits.includes(0)) {
    return [
      { code: 'fits-leaf', record, detail: 'fits the leaf, which is no issuer: usage 3 would be right' },
    ];
  }
  // A record that holds a whole certificate or key needs nothing sent; its own attempt says why it fails.
  if (fields.matchingType === 0) return [];
  const detail = 'no certificate that was sent fits: the server must send the trust anchor too';
  return [{ code: 'anchor-not-sent', record, detail }];
}

/** The record that its owner takes for the right one, and that does not count. */
export function overruled({ index: record, record: fields, standing, fits }: EvaluatedRecord): DaneReason[] {
  if (standing.kind !== 'overruled') return [];
  if (!fits.some((position) => (position === 0) === (fields.usage === 3))) return [];
  return [{ code: 'overruled', record, detail: `it fits and does not count: ${standing.detail}` }];
}

/** Why an anchor that the records lead to does not vouch for the leaf; nothing where it does. */
export function reasonOf(attempt: AnchorAttempt): DaneReason[] {
  if (attempt.kind === 'trusted') return [];
  const record = attempt.record.index;
  if (attempt.kind === 'budget') return [{ code: 'budget', record, detail: attempt.detail }];
  const reasons: DaneReason[] = [];
  const { problems } = attempt;
  if (problems.length > 0) {
    reasons.push({ code: 'path', record, detail: problems.map(({ detail }) => detail).join('; '), problems });
  }
  if (attempt.nameDetail !== undefined) {
    reasons.push({ code: 'name-mismatch', record, detail: attempt.nameDetail });
  }
  return reasons;
}

const unchecked: readonly PathProblemCode[] = ['unsupported-signature-algorithm', 'budget'];

/** Nothing but what cannot be checked here, or cost too much to, stands against the path. */
export function isUndecided(attempt: Extract<AnchorAttempt, { kind: 'refused' }>): boolean {
  const { problems, nameDetail } = attempt;
  return problems.length > 0 && problems.every(({ code }) => unchecked.includes(code)) && !nameDetail;
}
