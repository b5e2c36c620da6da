/** The library: the pure part of the flow, to judge an Observation that was measured elsewhere. */
export { judgeCertificate } from './core/certificate-verdict.ts';
export { type Observation, observationSchema } from './core/observation.ts';
export { type CertificateVerdict, certificateVerdictSchema } from './core/report/certificate-verdict.ts';
export { type Verdict, verdictSchema } from './core/report/schema.ts';
export { type JudgeContext, judge } from './core/verdict.ts';
export { createJudgeContext } from './service.ts';
