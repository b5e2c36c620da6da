/**
 * What a server sent beside its own certificate, sorted for the rules of this area (RFC 8446 §4.4.2): repeated, a root, or belonging to nothing.
 * Each certificate behind the first is in one sort at most. A peer chose how many there are: the work is linear and the evidence bounded.
 */
import type { CertificateFacts } from '../../x509/certificate-facts.ts';
import type { ChainPlace } from '../places.ts';
import type { Match } from '../rule.ts';

type Sort = 'duplicate' | 'root' | 'unrelated';

const shown = 10;

/** One match where the chain has certificates of that sort; `position` counts from 0, the server's own. */
export function sentMatches({ chain, subject }: ChainPlace, wanted: Sort): readonly Match[] {
  const { certificates, fingerprints, path } = chain;
  const inPath = new Set(path.path);
  const below = new Set(positionsBelowFirst(certificates));
  const issuers = new Set(certificates.map(({ issuer }) => issuer.rdns.join('\n')));
  const first = new Map<string, number>();
  const found = certificates.flatMap((certificate, position) => {
    const fingerprint = fingerprints[position]?.certificate ?? '';
    const earlier = first.get(fingerprint);
    if (earlier === undefined) first.set(fingerprint, position);
    if (position === 0 || below.has(position)) return [];
    if (sortOf(certificate, { earlier, inPath, issuers }) !== wanted) return [];
    const sameAs = earlier === undefined ? {} : { sameAs: earlier };
    return [{ position, subject: certificate.subject.text, ...sameAs }];
  });
  if (found.length === 0) return [];
  return [{ subject, evidence: { certificates: found.slice(0, shown), count: found.length } }];
}

/**
 * Where an authority's certificate stands first: the certificate that it issued, the one that this issued, and so on down.
 *
 * @returns positions, from the top down; none where the first one issued nothing that was sent
 */
export function positionsBelowFirst(certificates: readonly CertificateFacts[]): readonly number[] {
  const first = certificates[0];
  if (first?.basicConstraints?.ca !== true) return [];
  const issuedBy = new Map<string, number>();
  for (const [position, { issuer, selfIssued }] of certificates.entries()) {
    const name = issuer.rdns.join('\n');
    if (position > 0 && !selfIssued && !issuedBy.has(name)) issuedBy.set(name, position);
  }
  const below = new Set<number>();
  for (let next = issuedBy.get(first.subject.rdns.join('\n')); next !== undefined && !below.has(next); ) {
    below.add(next);
    next = issuedBy.get(certificates[next]?.subject.rdns.join('\n') ?? '');
  }
  return [...below];
}

function sortOf(
  certificate: CertificateFacts,
  about: {
    readonly earlier: number | undefined;
    readonly inPath: ReadonlySet<CertificateFacts>;
    /** Who issued the certificates of the chain. */
    readonly issuers: ReadonlySet<string>;
  },
): Sort | undefined {
  if (about.earlier !== undefined) return 'duplicate';
  if (certificate.selfIssued) return 'root';
  // A cross-sign stands beside the path and helps verifiers with other roots.
  const belongs = about.inPath.has(certificate) || about.issuers.has(certificate.subject.rdns.join('\n'));
  return belongs ? undefined : 'unrelated';
}
