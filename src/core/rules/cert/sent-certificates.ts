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
  const issuers = new Set(certificates.map(({ issuer }) => issuer.rdns.join('\n')));
  const first = new Map<string, number>();
  const found = certificates.flatMap((certificate, position) => {
    const fingerprint = fingerprints[position]?.certificate ?? '';
    const earlier = first.get(fingerprint);
    if (earlier === undefined) first.set(fingerprint, position);
    if (position === 0 || sortOf(certificate, { earlier, inPath, issuers }) !== wanted) return [];
    const sameAs = earlier === undefined ? {} : { sameAs: earlier };
    return [{ position, subject: certificate.subject.text, ...sameAs }];
  });
  if (found.length === 0) return [];
  return [{ subject, evidence: { certificates: found.slice(0, shown), count: found.length } }];
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
