/** The library: the pure part of the flow, to judge an Observation that was measured elsewhere, or a chain against TLSA records. */
import { cryptography } from './adapters/cryptography.ts';
import { evaluateDane as evaluate } from './core/dane/evaluate.ts';
import type { DaneInput, DaneResult } from './core/dane/outcome.ts';

export { judgeCertificate } from './core/certificate-verdict.ts';
export type { DaneInput, DaneResult } from './core/dane/outcome.ts';
export { type Observation, observationSchema } from './core/observation.ts';
export { type CertificateVerdict, certificateVerdictSchema } from './core/report/certificate-verdict.ts';
export { type Verdict, verdictSchema } from './core/report/schema.ts';
export { type JudgeContext, judge } from './core/verdict.ts';
export { createJudgeContext } from './service.ts';

/**
 * Hold a chain against TLSA records: `evaluateDane({ records, chain, names, now })`.
 *
 * @param input.cryptography  default: this runtime's own
 * @see RFC 7672 §3; core/dane/evaluate.ts says more
 */
export function evaluateDane(
  input: Omit<DaneInput, 'cryptography'> & Partial<Pick<DaneInput, 'cryptography'>>,
): DaneResult {
  return evaluate({ cryptography, ...input });
}
