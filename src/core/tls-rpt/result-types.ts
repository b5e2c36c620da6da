/**
 * The result types of TLS-RPT: what a sender's report calls a failure. A finding says which of them its case would carry.
 * Source: RFC 8460 §4.3, which the IANA registry "STARTTLS Validation Result Types" took over.
 */

/** Of the negotiation (§4.3.1), of a policy by DANE (§4.3.2.1) and by MTA-STS (§4.3.2.2), and of neither (§4.3.3). */
export const tlsRptResultTypes = [
  'starttls-not-supported',
  'certificate-host-mismatch',
  'certificate-expired',
  'certificate-not-trusted',
  'validation-failure',
  'tlsa-invalid',
  'dnssec-invalid',
  'dane-required',
  'sts-policy-fetch-error',
  'sts-policy-invalid',
  'sts-webpki-invalid',
] as const;
export type TlsRptResultType = (typeof tlsRptResultTypes)[number];
