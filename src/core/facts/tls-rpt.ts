/**
 * The domain's TLS-RPT record, read (RFC 8460 §3): where senders are asked to report failures.
 */
import type { Observation } from '../observation.ts';
import { readTlsRptRecord, type TlsRptResult } from '../tls-rpt/record.ts';

export type TlsRptFacts = { readonly kind: 'not-applicable' } | TlsRptResult;

/** Read the answer for `_smtp._tls`. */
export function deriveTlsRpt({ tlsRpt }: Observation): TlsRptFacts {
  return tlsRpt ? readTlsRptRecord(tlsRpt) : { kind: 'not-applicable' };
}
