/**
 * What the CAs of a path demand of what is below them (RFC 5280 §6.1.4): how long it is, which names it bears, under which policies.
 */
import { readDistinguishedName } from './certificate.ts';
import type { CertificateFacts, NameConstraints } from './certificate-facts.ts';
import { DerError } from './der.ts';
import { readNameConstraints } from './general-names.ts';
import { type CandidatePath, type CheckOptions, problemAt } from './path-candidate.ts';
import { type ComparisonBudget, constrainedNames, findNameViolation } from './path-name-constraints.ts';
import { findPolicyLoss } from './path-policies.ts';
import { pathProblem } from './path-problems.ts';
import type { PathProblem, TrustAnchor } from './path-result.ts';

/** RFC 5280 §6.1.4 (l), (m); the anchor's own limit counts where its certificate is at hand. Reported, as OpenSSL does, where the limit stands. */
export function checkPathLength({ path, anchor }: CandidatePath, options: CheckOptions): PathProblem[] {
  const fromAnchor = anchor?.certificate?.basicConstraints?.pathLength ?? Infinity;
  let left = Math.min(options.maxIntermediates, fromAnchor);
  let limit = { depth: path.length, subject: anchor?.label ?? '' };
  for (let depth = path.length - 1; depth > 0; depth--) {
    const certificate = path[depth];
    if (!certificate) continue;
    if (!certificate.selfIssued && left-- <= 0) {
      const detail = `${certificate.subject.text} is one CA more than allowed`;
      return [pathProblem('path-length', { ...limit, detail })];
    }
    const own = certificate.basicConstraints?.pathLength ?? Infinity;
    if (own < left) limit = { depth, subject: certificate.subject.text };
    left = Math.min(left, own);
  }
  return [];
}

/** RFC 5280 §6.1.3 (b), (c); self-issued intermediates are exempt. */
export function checkNameConstraints(
  { path, anchor }: CandidatePath,
  budget: ComparisonBudget,
): PathProblem[] {
  const fromAnchor = anchorConstraints(anchor);
  const above: NameConstraints[] = fromAnchor ? [...fromAnchor] : [];
  const problems: PathProblem[] = [];
  if (!fromAnchor) {
    // Constraints that can't be read may forbid anything.
    const where = { depth: path.length, subject: anchor?.label ?? '' };
    problems.push(
      pathProblem('malformed-extension', { ...where, detail: 'nameConstraints can not be read' }),
    );
  }
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const certificate = path[depth];
    if (!certificate) continue;
    const exempt = above.length === 0 || (depth > 0 && certificate.selfIssued);
    const names = exempt ? [] : constrainedNames(certificate);
    for (const constraints of above) {
      const violation = findNameViolation(names, constraints, budget);
      if (!violation) continue;
      const { kind, detail } = violation;
      const where = { depth, subject: certificate.subject.text, detail };
      const code = kind === 'budget' ? 'budget' : 'name-constraints';
      problems.push(pathProblem(code, { ...where, ...(kind === 'excluded' && { variant: kind }) }));
      break;
    }
    if (certificate.nameConstraints) above.push(certificate.nameConstraints);
  }
  return problems;
}

/** @returns undefined where there are some, and they can not be read */
function anchorConstraints(anchor: TrustAnchor | undefined): NameConstraints[] | undefined {
  if (!anchor?.nameConstraints) return [];
  try {
    return [readNameConstraints(anchor.nameConstraints, true, readDistinguishedName)];
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** RFC 5280 §6.1.5 (g): a demand for a policy that nothing meets. */
export function checkPolicies(path: readonly CertificateFacts[]): PathProblem[] {
  const depth = findPolicyLoss(path);
  const certificate = depth === undefined ? undefined : path[depth];
  if (!certificate || depth === undefined) return [];
  return [problemAt('policy', certificate, depth, 'a CA above demands a policy, and none is left')];
}
