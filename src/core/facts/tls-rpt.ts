/**
 * The domain's TLS-RPT record, read (RFC 8460 §3): where senders are asked to report failures.
 */
import type { Observation } from '../observation.ts';

export interface TlsRptFacts {
  readonly kind: 'not-applicable' | 'none' | 'record' | 'invalid' | 'unknown';
  readonly rua: readonly string[];
  readonly problems: readonly string[];
}

/** Read the answer for `_smtp._tls`. */
export function deriveTlsRpt(observation: Observation): TlsRptFacts {
  const nothing = { rua: [], problems: [] };
  if (!observation.tlsRpt) return { kind: 'not-applicable', ...nothing };
  return { kind: 'none', ...nothing };
}
