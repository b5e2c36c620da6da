/**
 * The two TXT look-ups that belong to a mail domain: MTA-STS (RFC 8461 §3.1) and TLS reporting (RFC 8460 §3).
 * Aliases are followed, as both allow; which of the records count is for core/mta-sts and core/tls-rpt to say.
 */
import type { DnsAnswer, Resolve } from './answer.ts';

/** @see RFC 8461 §3.1; the exact domain's, a parent's is not inherited (§3.4) */
export function lookupMtaStsRecord(resolve: Resolve, domain: string): Promise<DnsAnswer> {
  return resolve(`_mta-sts.${domain}`, 'TXT');
}

/** @see RFC 8460 §3 */
export function lookupTlsRptRecord(resolve: Resolve, domain: string): Promise<DnsAnswer> {
  return resolve(`_smtp._tls.${domain}`, 'TXT');
}
