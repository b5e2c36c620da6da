/**
 * One candidate path, judged (RFC 5280 §6.1): from the anchor down to the leaf, everything that is wrong, not the first thing alone.
 * Signatures were checked while the path was built (path-building.ts); their results come in.
 * What CAs demand of the rest of the path is in path-constraints.ts.
 * Left out on purpose: revocation, and rules for what a CA should have issued (strict.ts).
 */

import type { CertificateFacts } from './certificate-facts.ts';
import { type CandidatePath, type CheckOptions, problemAt, type SignatureState } from './path-candidate.ts';
import { checkNameConstraints, checkPathLength, checkPolicies } from './path-constraints.ts';
import { pathProblem } from './path-problems.ts';
import type { PathProblem } from './path-result.ts';

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
      ...checkReading(certificate, depth),
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

/** How a path ends that reaches no anchor. */
function checkEnd({ path, anchor, selfSigned }: CandidatePath): PathProblem[] {
  const depth = path.length - 1;
  const last = path[depth];
  if (anchor || !last) return [];
  if (!selfSigned) return [problemAt('missing-issuer', last, depth, `no certificate of ${last.issuer.text}`)];
  const code = depth === 0 ? 'self-signed-leaf' : 'self-signed-root-not-trusted';
  return [problemAt(code, last, depth, 'signed by its own key, which is no trust anchor')];
}

function checkSignature(
  certificate: CertificateFacts,
  depth: number,
  state: SignatureState | undefined,
): PathProblem[] {
  const { name } = certificate.signature;
  if (certificate.faults.some(({ code }) => code === 'signature-algorithm-mismatch')) {
    return [problemAt('bad-signature', certificate, depth, 'names two different signature algorithms')];
  }
  if (state === 'invalid') {
    return [problemAt('bad-signature', certificate, depth, `${name} does not fit the issuer's key`)];
  }
  if (state !== 'unsupported') return [];
  return [
    problemAt('unsupported-signature-algorithm', certificate, depth, `${name} can not be checked here`),
  ];
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

/** Can all that decides be read: extensions, and the key? */
function checkReading(certificate: CertificateFacts, depth: number): PathProblem[] {
  const problems = certificate.unknownCriticalExtensions.map((oid) =>
    problemAt('unknown-critical-extension', certificate, depth, `critical extension ${oid}`),
  );
  if (certificate.faults.length === 0) return problems;
  const processed = new Set(certificate.extensions.filter((each) => each.processed).map(({ oid }) => oid));
  for (const { code, oid = '', detail } of certificate.faults) {
    const acted = processed.has(oid);
    if (code === 'duplicate-extension' || (code === 'malformed-extension' && acted)) {
      problems.push(problemAt('malformed-extension', certificate, depth, `${oid}: ${detail}`));
    }
    if (code === 'malformed-key' || code === 'explicit-curve') {
      problems.push(problemAt(code, certificate, depth, detail));
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
    problems.push(problemAt('not-a-ca', certificate, depth, detail));
  }
  if (depth > 0 && keyUsage && !keyUsage.usages.includes('keyCertSign')) {
    problems.push(
      problemAt('key-usage-cert-sign', certificate, depth, `keyUsage: ${keyUsage.usages.join(', ')}`),
    );
  }
  if (extendedKeyUsage && !extendedKeyUsage.purposes.some((purpose) => serverPurposes.includes(purpose))) {
    const detail = `extendedKeyUsage: ${extendedKeyUsage.purposes.join(', ')}`;
    problems.push(problemAt('extended-key-usage', certificate, depth, detail));
  }
  return problems;
}

function checkAnchor({ path, signatures, anchor }: CandidatePath, now: Date): PathProblem[] {
  // Without a signature by the anchor the leaf is the anchor itself, and its dates were looked at.
  if (!anchor || signatures.length < path.length) return [];
  const { notBefore = '0001-01-01T00:00:00Z', notAfter = '9999-12-31T23:59:59Z', label } = anchor;
  return checkValidity({ notBefore, notAfter, subject: { text: label } }, path.length, now);
}
