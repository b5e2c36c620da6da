/**
 * The strict policy: a path as conforming CAs issue it (RFC 5280 §4), and as the CA/Browser Forum's Baseline Requirements (BR §7.1) want it
 * where RFC 5280 leaves the choice to the issuer. What RFC 5280 has cases of its own for (no EKU, a CA certificate as leaf) passes.
 * No sender is this strict: `npm run limbo` and the advice for those who run a CA of their own use it.
 */
import type { CertificateFacts } from './certificate-facts.ts';
import type { CandidatePath } from './path-candidate.ts';
import { pathProblem } from './path-problems.ts';
import type { HostMatch, PathProblem } from './path-result.ts';
import type { Demand, Role } from './strict-demand.ts';
import { keyProfile, signatureProfile } from './strict-keys.ts';
import { caProfile, isPublicSuffixWildcard, leafProfile, nameProfile } from './strict-names.ts';

/**
 * Hold each certificate of a path, the anchor's included where it is at hand, against the strict profile.
 *
 * @returns problems of code `profile`; the detail names the section that is broken
 */
export function strictPolicy({ path, anchor }: CandidatePath): PathProblem[] {
  const problems = path.flatMap((certificate, depth) =>
    holdAgainst(certificate, depth, depth === 0 ? 'leaf' : 'intermediate'),
  );
  if (!anchor?.certificate || anchor.certificate.tbs === path[0]?.tbs) return problems;
  return [...problems, ...holdAgainst(anchor.certificate, path.length, 'anchor')];
}

/** A name match that the strict policy takes: not by a wildcard over a public suffix. */
export function isStrictMatch(name: HostMatch | undefined): boolean {
  return name?.kind === 'matched' && !isPublicSuffixWildcard(name.presented);
}

function holdAgainst(certificate: CertificateFacts, depth: number, role: Role): PathProblem[] {
  return demands.flatMap((demand) => {
    const detail = demand(certificate, role);
    return detail ? [pathProblem('profile', { depth, subject: certificate.subject.text, detail })] : [];
  });
}

const isCa = (role: Role) => role !== 'leaf';

const demands: readonly Demand[] = [
  ({ version }) => version !== 3 && `version ${version} (BR §7.1.1)`,
  ({ faults }, role) => {
    // A root's own number names nothing: anchors are known by name and key (RFC 5280 §6.1.1 (d)).
    const fault = faults.find(({ code }) => role !== 'anchor' || !code.startsWith('serial-'));
    return fault && `${fault.code}: ${fault.detail}`;
  },
  ({ unknownCriticalExtensions: [oid] }, role) =>
    role === 'anchor' && oid !== undefined && `unknown critical extension ${oid} (RFC 5280 §4.2)`,
  (certificate) => criticality(certificate),
  ({ issuer }) => issuer.rdns.length === 0 && 'empty issuer (RFC 5280 §4.1.2.4)',
  ({ subject }, role) =>
    isCa(role) && subject.rdns.length === 0 && 'CA with an empty subject (RFC 5280 §4.1.2.6)',
  ({ basicConstraints }, role) =>
    isCa(role) &&
    !(basicConstraints?.ca && basicConstraints.critical) &&
    'CA without critical basicConstraints (RFC 5280 §4.2.1.9)',
  ({ keyUsage }, role) =>
    isCa(role) && !keyUsage?.usages.includes('keyCertSign') && 'CA without keyCertSign (RFC 5280 §4.2.1.3)',
  ({ basicConstraints, keyUsage }) =>
    keyUsage !== undefined &&
    keyUsage.usages.includes('keyCertSign') !== (basicConstraints?.ca ?? false) &&
    'keyCertSign and cA disagree (RFC 5280 §4.2.1.3, §4.2.1.9)',
  ({ keyUsage }) => keyUsage?.usages.length === 0 && 'keyUsage without a bit set (RFC 5280 §4.2.1.3)',
  ({ basicConstraints }) =>
    basicConstraints?.pathLength !== undefined &&
    !basicConstraints.ca &&
    'pathLenConstraint without cA (RFC 5280 §4.2.1.9)',
  ({ subjectKeyId }, role) =>
    isCa(role) && subjectKeyId === undefined && 'CA without subjectKeyIdentifier (RFC 5280 §4.2.1.2)',
  // An anchor's issuer plays no part (RFC 5280 §6.1), and a self-signed CA may go without (§4.2.1.1).
  ({ authorityKeyId, selfIssued }, role) =>
    role !== 'anchor' &&
    !(role === 'intermediate' && selfIssued) &&
    authorityKeyId?.keyId === undefined &&
    'no authorityKeyIdentifier with a key identifier (RFC 5280 §4.2.1.1)',
  ({ authorityKeyId }) =>
    authorityKeyId !== undefined &&
    (authorityKeyId.keyId === undefined || authorityKeyId.hasIssuer || authorityKeyId.serial !== undefined) &&
    'authorityKeyIdentifier other than a key identifier alone (BR §7.1.2.1.3, §7.1.2.11.1)',
  ({ authorityKeyId, subjectKeyId, selfIssued }, role) =>
    role === 'anchor' &&
    selfIssued &&
    authorityKeyId?.keyId !== undefined &&
    authorityKeyId.keyId !== subjectKeyId &&
    'root whose two key identifiers differ (BR §7.1.2.1.3)',
  ({ extendedKeyUsage }, role) =>
    role === 'anchor' && extendedKeyUsage !== undefined && 'anchor with extendedKeyUsage (BR §7.1.2.1.2)',
  ({ extendedKeyUsage }) =>
    extendedKeyUsage?.purposes.length === 0 && 'empty extendedKeyUsage (RFC 5280 §4.2.1.12)',
  ({ extendedKeyUsage }, role) =>
    role === 'leaf' && extendedKeyUsage?.critical && 'critical extendedKeyUsage (BR §7.1.2.7.6)',
  ({ extendedKeyUsage }, role) =>
    role === 'leaf' &&
    extendedKeyUsage?.purposes.includes('anyExtendedKeyUsage') &&
    'anyExtendedKeyUsage in a leaf (BR §7.1.2.7.10)',
  ({ policyConstraints, basicConstraints }) =>
    policyConstraints !== undefined &&
    !basicConstraints?.ca &&
    'policyConstraints outside a CA (RFC 5280 §4.2.1.11)',
  caProfile,
  leafProfile,
  nameProfile,
  keyProfile,
  signatureProfile,
];

/** The extensions whose criticality RFC 5280 fixes; authorityInfoAccess is no extension we process, so it is caught there. */
const fixedCriticality: readonly [oid: string, critical: boolean, source: string][] = [
  ['2.5.29.35', false, 'authorityKeyIdentifier (RFC 5280 §4.2.1.1)'],
  ['2.5.29.14', false, 'subjectKeyIdentifier (RFC 5280 §4.2.1.2)'],
  ['1.3.6.1.5.5.7.1.1', false, 'authorityInfoAccess (RFC 5280 §4.2.2.1)'],
  ['1.3.6.1.5.5.7.1.11', false, 'subjectInfoAccess (RFC 5280 §4.2.2.2)'],
  ['2.5.29.9', false, 'subjectDirectoryAttributes (RFC 5280 §4.2.1.8)'],
  ['2.5.29.46', false, 'freshestCRL (RFC 5280 §4.2.1.15)'],
  ['2.5.29.30', true, 'nameConstraints (RFC 5280 §4.2.1.10)'],
  ['2.5.29.36', true, 'policyConstraints (RFC 5280 §4.2.1.11)'],
  ['2.5.29.54', true, 'inhibitAnyPolicy (RFC 5280 §4.2.1.14)'],
];

function criticality({ extensions }: CertificateFacts): string | undefined {
  for (const [oid, critical, source] of fixedCriticality) {
    if (extensions.some((extension) => extension.oid === oid && extension.critical !== critical)) {
      return `${critical ? 'non-critical' : 'critical'} ${source}`;
    }
  }
  return undefined;
}
