/**
 * The remarks on a policy file that are about its lifetime and not about its form: sts.max-age-short has them, sts.policy-invalid leaves them out.
 */
import type { PolicyProblemCode } from '../../mta-sts/policy.ts';

export const lifetimeCodes: readonly PolicyProblemCode[] = ['max-age-short', 'max-age-zero'];
