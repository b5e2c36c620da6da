/**
 * The result types of TLS-RPT (RFC 8460 §4.3; IANA "STARTTLS Validation Result Types"), each with the policy it speaks of.
 * A finding says which of them a sender's report would carry; the report itself is made elsewhere.
 */
import type { TlsRptResultType } from '../rules/rule.ts';

/** `negotiation`: any policy, TLS or certificate trouble (§4.3.1); the others are about one policy only (§4.3.2). */
export type ResultArea = 'negotiation' | 'tlsa' | 'sts' | 'general';

export const resultTypes = {
  'starttls-not-supported': { area: 'negotiation', section: '4.3.1' },
  'certificate-host-mismatch': { area: 'negotiation', section: '4.3.1' },
  'certificate-expired': { area: 'negotiation', section: '4.3.1' },
  'certificate-not-trusted': { area: 'negotiation', section: '4.3.1' },
  'validation-failure': { area: 'general', section: '4.3.3' },
  'tlsa-invalid': { area: 'tlsa', section: '4.3.2.1' },
  'dnssec-invalid': { area: 'tlsa', section: '4.3.2.1' },
  'dane-required': { area: 'tlsa', section: '4.3.2.1' },
  'sts-policy-fetch-error': { area: 'sts', section: '4.3.2.2' },
  'sts-policy-invalid': { area: 'sts', section: '4.3.2.2' },
  'sts-webpki-invalid': { area: 'sts', section: '4.3.2.2' },
} as const satisfies Record<TlsRptResultType, { area: ResultArea; section: string }>;
