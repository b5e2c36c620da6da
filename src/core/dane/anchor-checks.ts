/**
 * What a path below an anchor does not look at, and DANE-TA senders do: the anchor came over the wire, so they hold it to what they ask
 * of any certificate of a chain. As OpenSSL does it, by which most of them verify; its dates, path length and name constraints are
 * checked with the path.
 */
import type { CertificateFacts } from '../x509/certificate-facts.ts';
import { isOtherKey } from '../x509/path-issuers.ts';
import { findNameViolation } from '../x509/path-name-constraints.ts';
import { pathProblem } from '../x509/path-problems.ts';
import type { PathProblem } from '../x509/path-result.ts';
import { hasServerPurpose, hasServerUse } from '../x509/server-purpose.ts';

/**
 * What stands against the certificate that anchors a path.
 *
 * @param depth of the anchor, 0 being the leaf
 * @see RFC 5280 §4.2.1.9 (CA), §4.2.1.3 (keyCertSign), §4.2.1.12 (purpose), §4.2 (critical extensions)
 */
export function anchorProblems(anchor: CertificateFacts, depth: number): PathProblem[] {
  const where = { depth, subject: anchor.subject.text };
  const found: PathProblem[] = [];
  if (!mayIssue(anchor)) {
    found.push(pathProblem('not-a-ca', { ...where, detail: 'the anchor is no CA certificate' }));
  }
  if (anchor.keyUsage && !anchor.keyUsage.usages.includes('keyCertSign')) {
    const detail = 'the anchor may not sign certificates';
    found.push(pathProblem('key-usage-cert-sign', { ...where, detail }));
  }
  for (const oid of anchor.unknownCriticalExtensions) {
    const detail = `the anchor has the critical extension ${oid}`;
    found.push(pathProblem('unknown-critical-extension', { ...where, detail }));
  }
  if (!hasServerPurpose(anchor)) {
    const detail = 'the anchor may not stand behind servers';
    found.push(pathProblem('extended-key-usage', { ...where, detail }));
  }
  return found;
}

/**
 * Certificates that say who issued them, and mean another than the next in the path: a CA renewed under its old key has a new number,
 * and maybe a new key identifier (RFC 5280 §4.2.1.1). To RFC 5280 these are hints; OpenSSL takes such a CA for no issuer.
 */
export function linkProblems(path: readonly CertificateFacts[]): PathProblem[] {
  return path.flatMap((certificate, depth): PathProblem[] => {
    const issuer = path[depth + 1];
    if (!issuer) return [];
    const number = certificate.authorityKeyId?.serial;
    const isOther = number !== undefined && number !== issuer.serial;
    if (!isOther && !isOtherKey(certificate, issuer)) return [];
    const what = isOther ? `serial number ${number}, not ${issuer.serial}` : 'another key identifier';
    const detail = `its authorityKeyIdentifier means an issuer with ${what}`;
    return [pathProblem('missing-issuer', { depth, subject: certificate.subject.text, detail })];
  });
}

/**
 * A leaf that goes by its common name, and a CA above it that has no right to give that name: RFC 5280 §4.2.1.10 constrains no common
 * names, and those that read them constrain them too.
 *
 * @param path leaf first, the anchor's certificate last
 */
export function commonNameProblems(name: string, path: readonly CertificateFacts[]): PathProblem[] {
  const [leaf, ...issuers] = path;
  if (!leaf || (leaf.subjectAltNames?.dns ?? []).length > 0) return [];
  return issuers.flatMap(({ nameConstraints }): PathProblem[] => {
    const names = [{ kind: 'dns', value: name }] as const;
    const violation = nameConstraints && findNameViolation(names, nameConstraints, { left: maxComparisons });
    if (!violation) return [];
    const code = violation.kind === 'budget' ? 'budget' : 'name-constraints';
    return [pathProblem(code, { depth: 0, subject: leaf.subject.text, detail: violation.detail })];
  });
}

/** No CA has as many constraints. */
const maxComparisons = 4096;

/** A CA by its basicConstraints; without any, one whose keyUsage says so, or a root of version 1, which has no extension to say it. */
function mayIssue({ basicConstraints, keyUsage, version, selfIssued }: CertificateFacts): boolean {
  if (basicConstraints) return basicConstraints.ca;
  return keyUsage?.usages.includes('keyCertSign') === true || (version < 3 && selfIssued);
}

/**
 * Certificates of a path that are not for servers, though the path itself let them pass: any purpose stands for none there,
 * and a leaf's key has to be of some use to TLS.
 */
export function purposeProblems(path: readonly CertificateFacts[]): PathProblem[] {
  return path.flatMap((certificate, depth): PathProblem[] => {
    const where = { depth, subject: certificate.subject.text };
    const { purposes = [] } = certificate.extendedKeyUsage ?? {};
    if (purposes.includes('anyExtendedKeyUsage') && !hasServerPurpose(certificate)) {
      const detail = 'anyExtendedKeyUsage does not stand for serverAuth';
      return [pathProblem('extended-key-usage', { ...where, detail })];
    }
    if (depth > 0 || hasServerUse(certificate)) return [];
    const detail = `keyUsage: ${certificate.keyUsage?.usages.join(', ')}, which is no use to a server`;
    return [pathProblem('extended-key-usage', { ...where, detail })];
  });
}
