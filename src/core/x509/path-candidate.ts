/**
 * One candidate path and what it is judged by: found by path-building.ts, judged by path-checks.ts and path-constraints.ts.
 */
import type { CertificateFacts } from './certificate-facts.ts';
import type { ComparisonBudget } from './path-name-constraints.ts';
import { pathProblem } from './path-problems.ts';
import type { PathProblem, PathProblemCode, TrustAnchor } from './path-result.ts';

export type SignatureState = 'valid' | 'invalid' | 'unsupported';

export interface CandidatePath {
  /** Leaf first, without the anchor. */
  readonly path: readonly CertificateFacts[];
  /** How each certificate's signature fits its issuer's key; shorter by one where the last has no issuer. */
  readonly signatures: readonly SignatureState[];
  readonly anchor?: TrustAnchor;
  /** Of a path without an anchor: its last certificate is signed by its own key. */
  readonly selfSigned?: boolean;
}

export interface CheckOptions {
  readonly now: Date;
  /** Intermediates allowed, self-issued ones not counted. */
  readonly maxIntermediates: number;
  /** Shared by all candidates of one search. */
  readonly comparisons: ComparisonBudget;
  /** What else a path must fulfil, e.g. strictPolicy. */
  readonly policy?: PathPolicy;
}

export type PathPolicy = (candidate: CandidatePath) => readonly PathProblem[];

/** A problem of one certificate of the path. */
export function problemAt(
  code: PathProblemCode,
  certificate: CertificateFacts,
  depth: number,
  detail: string,
): PathProblem {
  return pathProblem(code, { depth, subject: certificate.subject.text, detail });
}
