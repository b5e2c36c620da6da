/**
 * Does a server's certificate chain to a trust anchor, at a given time? (RFC 5280 §6, RFC 4158)
 * Building finds the paths (path-building.ts), checking judges each (path-checks.ts); here the answer is put together.
 * Pure and synchronous: anchors, time and signature verification come in.
 */
import type { Cryptography } from '../cryptography.ts';
import type { CertificateFacts } from './certificate-facts.ts';
import { matchHostName } from './names.ts';
import { buildPath } from './path-building.ts';
import type { CandidatePath, PathPolicy } from './path-candidate.ts';
import { checkPath } from './path-checks.ts';
import { pathProblem } from './path-problems.ts';
import type { AnchorStore, PathProblem, PathResult } from './path-result.ts';
import { createPathWork, defaultPathBudget, type PathBudget, type PathWork } from './path-work.ts';

export interface PathInput {
  readonly leaf: CertificateFacts;
  /** The other certificates that came, in any order; duplicates and strangers do no harm. */
  readonly sent: readonly CertificateFacts[];
  readonly anchors: AnchorStore;
  readonly now: Date;
  readonly cryptography: Pick<Cryptography, 'verify'>;
  /** The one purpose that mail servers have. */
  readonly purpose: 'serverAuth';
  /** When given, `name` of the result says how it fits; it never decides on trust. */
  readonly host?: string;
  /** Default 100, as OpenSSL; self-issued ones not counted. */
  readonly maxIntermediates?: number;
  /** Asks more of a path than RFC 5280 §6 does. */
  readonly policy?: PathPolicy;
  readonly budget?: PathBudget;
  /** What the searches of one verdict share; without it this one stands alone. */
  readonly work?: PathWork;
  /** More came than is in `sent`: then no issuer is said to be missing. */
  readonly isCut?: boolean;
}

/**
 * Validate a chain.
 *
 * @returns `trusted` with the path found, or `untrusted` with the best path there is and all that is wrong with it
 * @throws never for what a peer sent
 * @see RFC 5280 §6.1
 */
export function validatePath(input: PathInput): PathResult {
  const { leaf, sent, host, now, budget = defaultPathBudget, maxIntermediates = 100 } = input;
  const { policy, work = createPathWork(budget) } = input;
  const granted = Math.min(budget.nameComparisons, work.left.nameComparisons);
  const comparisons = { left: granted };
  const options = { now, maxIntermediates, comparisons, ...(policy && { policy }) };
  const check = (candidate: CandidatePath) => checkPath(candidate, options);
  const { candidate, problems, exhausted } = buildPath({ ...input, budget, work, check });
  work.left.nameComparisons -= granted - Math.max(comparisons.left, 0);
  const { path, anchor } = candidate;
  const outcome = {
    path,
    usedSent: path.slice(1).map((certificate) => sent.indexOf(certificate)),
    ...(host !== undefined && { name: matchHostName(leaf, host) }),
  };
  if (anchor && problems.length === 0) return { kind: 'trusted', ...outcome, anchor, problems: [] };
  // Neither a search given up nor a part of a chain proves an issuer missing.
  const isPartial = input.isCut === true && problems.some(({ code }) => code === 'missing-issuer');
  const why = exhausted
    ? 'too many possible paths: the search was given up'
    : isPartial
      ? 'too many certificates: the issuer may be among those that were not looked at'
      : undefined;
  const all =
    why === undefined
      ? problems
      : [...problems.filter(({ code }) => code !== 'missing-issuer'), outOfBudget(path, why)];
  return { kind: 'untrusted', ...outcome, ...(anchor && { anchor }), problems: all };
}

function outOfBudget(path: readonly CertificateFacts[], detail: string): PathProblem {
  const depth = path.length - 1;
  return pathProblem('budget', { depth, subject: path[depth]?.subject.text ?? '', detail });
}
