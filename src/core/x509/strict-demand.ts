/**
 * The shape of what the strict policy (strict.ts) asks of one certificate of a path, by its role there.
 */
import type { CertificateFacts } from './certificate-facts.ts';

export type Role = 'leaf' | 'intermediate' | 'anchor';

/** One demand: what is wrong with the certificate in that role, or nothing. */
export type Demand = (certificate: CertificateFacts, role: Role) => string | false | undefined;
