/**
 * Extended DNS errors (RFC 8914): why a resolver said SERVFAIL, in its own words. Evidence for people; by §6 no proof,
 * so the DNSSEC state rests on AD and on the CD retry, and these only say whether a fault may be a passing one.
 * Source of the names: IANA, Extended DNS Error Codes.
 */
import { Reader, ShortInput } from '../base/bytes.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { printable } from '../base/text.ts';
import type { DnsAnswer } from './answer.ts';

export type ExtendedError = DnsAnswer['ede'][number];

const names = [
  'Other Error',
  'Unsupported DNSKEY Algorithm',
  'Unsupported DS Digest Type',
  'Stale Answer',
  'Forged Answer',
  'DNSSEC Indeterminate',
  'DNSSEC Bogus',
  'Signature Expired',
  'Signature Not Yet Valid',
  'DNSKEY Missing',
  'RRSIGs Missing',
  'No Zone Key Bit Set',
  'NSEC Missing',
  'Cached Error',
  'Not Ready',
  'Blocked',
  'Censored',
  'Filtered',
  'Prohibited',
  'Stale NXDOMAIN Answer',
  'Not Authoritative',
  'Not Supported',
  'No Reachable Authority',
  'Network Error',
  'Invalid Data',
  'Signature Expired before Valid',
  'Too Early',
  'Unsupported NSEC3 Iterations Value',
  'Unable to conform to policy',
  'Synthesized',
  'Invalid Query Type',
] as const;

/** Resolvers send a sentence; more than this is somebody's zone data quoted back. */
const maxTextLength = 512;

/**
 * Read one EDE option's data.
 *
 * @param data  INFO-CODE (2 bytes) and EXTRA-TEXT (UTF-8, no length of its own, may end in NUL)
 * @returns text with bytes outside printable ASCII as \xNN, cut at 512 bytes
 * @throws never
 * @see RFC 8914 §2
 */
export function readExtendedError(data: Uint8Array): Result<ExtendedError, string> {
  const reader = new Reader(data);
  try {
    const code = reader.uint16();
    let text = reader.take(Math.min(reader.remaining, maxTextLength));
    if (text.at(-1) === 0) text = text.subarray(0, -1);
    return ok({ code, name: names[code] ?? `EDE ${code}`, text: printable(text) });
  } catch (error) {
    if (error instanceof ShortInput) return fail('an extended error without its code');
    throw error;
  }
}

/** Does the resolver itself blame DNSSEC validation (codes 5 to 12, 25 and 27)? */
export function blamesDnssec(errors: readonly ExtendedError[]): boolean {
  return errors.some(({ code }) => (code >= 5 && code <= 12) || code === 25 || code === 27);
}
