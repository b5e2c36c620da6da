/**
 * The domain's TLS-RPT record, read (RFC 8460 §3): where senders are asked to report failures.
 */
import type { TlsRptFacts } from '../facts.ts';
import type { Observation } from '../observation.ts';
import { readTlsRptRecord } from '../tls-rpt/record.ts';

/** Read the answer for `_smtp._tls`. */
export function deriveTlsRpt({ tlsRpt }: Observation): TlsRptFacts {
  return tlsRpt ? readTlsRptRecord(tlsRpt) : { kind: 'not-applicable' };
}
