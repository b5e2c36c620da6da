/**
 * One candidate path, judged (RFC 5280 §6.1): from the anchor down to the leaf, everything that is wrong, not the first thing alone.
 * Signatures were checked while the path was built (path-building.ts); their results come in.
 * Left out on purpose: revocation, and rules for what a CA should have issued (strict.ts).
 */

import { readDistinguishedName } from './certificate.ts';
import type { CertificateFacts, NameConstraints } from './certificate-facts.ts';
import { DerError } from './der.ts';
import { readNameConstraints } from './general-names.ts';
import { type ComparisonBudget, constrainedNames, findNameViolation } from './path-name-constraints.ts';
import { findPolicyLoss } from './path-policies.ts';
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

const serverPurposes = [
  'serverAuth',
  'anyExtendedKeyUsage',
  // Server Gated Cryptography, Netscape's and Microsoft's: OpenSSL takes them for serverAuth.
  '2.16.840.1.113730.4.1',
  '1.3.6.1.4.1.311.10.3.3',
];

/**
 * List what is wrong with a candidate.
 *
 * @returns leaf's problems first
 */
export function checkPath(candidate: CandidatePath, options: CheckOptions): PathProblem[] {
  const { path } = candidate;
  const problems = [
    ...checkEnd(candidate),
    ...path.flatMap((certificate, depth) => [
      ...checkSignature(certificate, depth, candidate.signatures[depth]),
      ...checkValidity(certificate, depth, options.now),
      ...checkExtensions(certificate, depth),
      ...checkUsage(certificate, depth),
    ]),
    ...checkAnchor(candidate, options.now),
    ...checkPathLength(candidate, options),
    ...checkNameConstraints(candidate, options.comparisons),
    ...checkPolicies(path),
    ...(options.policy?.(candidate) ?? []),
  ];
  return problems.sort((a, b) => a.depth - b.depth);
}

function problem(
  code: PathProblemCode,
  certificate: CertificateFacts,
  depth: number,
  detail: string,
): PathProblem {
  return pathProblem(code, { depth, subject: certificate.subject.text, detail });
}

/** How a path ends that reaches no anchor. */
function checkEnd({ path, anchor, selfSigned }: CandidatePath): PathProblem[] {
  const depth = path.length - 1;
  const last = path[depth];
  if (anchor || !last) return [];
  if (!selfSigned) return [problem('missing-issuer', last, depth, `no certificate of ${last.issuer.text}`)];
  const code = depth === 0 ? 'self-signed-leaf' : 'self-signed-root-not-trusted';
  return [problem(code, last, depth, 'signed by its own key, which is no trust anchor')];
}

function checkSignature(
  certificate: CertificateFacts,
  depth: number,
  state: SignatureState | undefined,
): PathProblem[] {
  const { name } = certificate.signature;
  if (certificate.faults.some(({ code }) => code === 'signature-algorithm-mismatch')) {
    return [problem('bad-signature', certificate, depth, 'names two different signature algorithms')];
  }
  if (state === 'invalid') {
    return [problem('bad-signature', certificate, depth, `${name} does not fit the issuer's key`)];
  }
  if (state !== 'unsupported') return [];
  return [problem('unsupported-signature-algorithm', certificate, depth, `${name} can not be checked here`)];
}

/** Both ends are inclusive, to the second (RFC 5280 §4.1.2.5). */
function checkValidity(
  certificate: Pick<CertificateFacts, 'notBefore' | 'notAfter'> & { subject: { text: string } },
  depth: number,
  now: Date,
): PathProblem[] {
  const { notBefore, notAfter, subject } = certificate;
  const second = Math.floor(now.getTime() / 1000) * 1000;
  const where = { depth, subject: subject.text };
  if (second > Date.parse(notAfter)) {
    return [pathProblem('expired', { ...where, detail: `valid until ${notAfter}` })];
  }
  if (second < Date.parse(notBefore)) {
    return [pathProblem('not-yet-valid', { ...where, detail: `valid from ${notBefore}` })];
  }
  return [];
}

function checkExtensions(certificate: CertificateFacts, depth: number): PathProblem[] {
  const problems = certificate.unknownCriticalExtensions.map((oid) =>
    problem('unknown-critical-extension', certificate, depth, `critical extension ${oid}`),
  );
  if (certificate.faults.length === 0) return problems;
  const processed = new Set(certificate.extensions.filter((each) => each.processed).map(({ oid }) => oid));
  for (const { code, oid = '', detail } of certificate.faults) {
    const acted = processed.has(oid);
    if (code === 'duplicate-extension' || (code === 'malformed-extension' && acted)) {
      problems.push(problem('malformed-extension', certificate, depth, `${oid}: ${detail}`));
    }
  }
  return problems;
}

/** May it issue, or serve TLS, by its usage extensions? (RFC 5280 §6.1.4 (k), (n), §4.2.1.12) */
function checkUsage(certificate: CertificateFacts, depth: number): PathProblem[] {
  const problems: PathProblem[] = [];
  const { basicConstraints, keyUsage, extendedKeyUsage } = certificate;
  if (depth > 0 && !basicConstraints?.ca) {
    const detail = basicConstraints ? 'basicConstraints say that it is none' : 'has no basicConstraints';
    problems.push(problem('not-a-ca', certificate, depth, detail));
  }
  if (depth > 0 && keyUsage && !keyUsage.usages.includes('keyCertSign')) {
    problems.push(
      problem('key-usage-cert-sign', certificate, depth, `keyUsage: ${keyUsage.usages.join(', ')}`),
    );
  }
  if (extendedKeyUsage && !extendedKeyUsage.purposes.some((purpose) => serverPurposes.includes(purpose))) {
    const detail = `extendedKeyUsage: ${extendedKeyUsage.purposes.join(', ')}`;
    problems.push(problem('extended-key-usage', certificate, depth, detail));
  }
  return problems;
}

function checkAnchor({ path, signatures, anchor }: CandidatePath, now: Date): PathProblem[] {
  // Without a signature by the anchor the leaf is the anchor itself, and its dates were looked at.
  if (!anchor || signatures.length < path.length) return [];
  const { notBefore = '0001-01-01T00:00:00Z', notAfter = '9999-12-31T23:59:59Z', label } = anchor;
  return checkValidity({ notBefore, notAfter, subject: { text: label } }, path.length, now);
}

/** RFC 5280 §6.1.4 (l), (m); the anchor's own limit counts where its certificate is at hand. Reported, as OpenSSL does, where the limit stands. */
function checkPathLength({ path, anchor }: CandidatePath, options: CheckOptions): PathProblem[] {
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
function checkNameConstraints({ path, anchor }: CandidatePath, budget: ComparisonBudget): PathProblem[] {
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

function checkPolicies(path: readonly CertificateFacts[]): PathProblem[] {
  const depth = findPolicyLoss(path);
  const certificate = depth === undefined ? undefined : path[depth];
  if (!certificate || depth === undefined) return [];
  return [problem('policy', certificate, depth, 'a CA above demands a policy, and none is left')];
}
