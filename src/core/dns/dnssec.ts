/**
 * The four DNSSEC states (RFC 4033 §5, RFC 7672 §2.1.1) as a stub can tell them behind a validating resolver:
 * by the AD bit, and after a SERVFAIL by asking again with CD (checking disabled). It validates nothing itself.
 */
import type { DnsOutcome, DnssecState } from './answer.ts';

/** Outcomes that say what is in the DNS, be it nothing: all others say only that somebody failed. */
export function isConclusive(outcome: DnsOutcome): boolean {
  return outcome === 'answer' || outcome === 'no-data' || outcome === 'name-error';
}

/** Outcomes that say nothing about the domain: nobody was asked. (What is malformed may come from the zone.) */
export function isUnasked(outcome: DnsOutcome): boolean {
  return outcome === 'unreachable' || outcome === 'budget';
}

/**
 * The state of one answer.
 *
 * @param seen.outcome  of the question asked with validation on
 * @param seen.ad  its AD bit; counts only because the resolver is the operator's own choice over a trusted path (RFC 7672 §2.1.3)
 * @param seen.uncheckedOutcome  of the same question with CD set, asked after a SERVFAIL; absent where not asked or not answered
 * @returns `bogus` only where the data is there and validation is what failed; `indeterminate` where that cannot be told
 * @see RFC 4035 §3.2.2, §4.3
 */
export function judgeDnssec(seen: {
  readonly outcome: DnsOutcome;
  readonly ad: boolean;
  readonly uncheckedOutcome?: DnsOutcome | undefined;
}): DnssecState {
  if (isConclusive(seen.outcome)) return seen.ad ? 'secure' : 'insecure';
  const dataIsThere = seen.uncheckedOutcome !== undefined && isConclusive(seen.uncheckedOutcome);
  return seen.outcome === 'servfail' && dataIsThere ? 'bogus' : 'indeterminate';
}
