/**
 * What a server sent beside its own certificate, sorted for the rules of this area (RFC 8446 §4.4.2): repeated, a root, or belonging to nothing.
 * Each certificate behind the first is in one sort at most.
 */

import type { CertificateFacts } from '../../x509/certificate-facts.ts';
import { equalNames } from '../../x509/distinguished-name.ts';
import type { ChainPlace } from '../places.ts';
import type { Match } from '../rule.ts';
import { subjectOf } from './chain-problems.ts';

type Sort = 'duplicate' | 'root' | 'unrelated';

/** One match for each certificate of that sort; `position` counts from 0, the server's own. */
export function sentMatches(place: ChainPlace, wanted: Sort): readonly Match[] {
  const { certificates, fingerprints } = place.chain;
  const first = new Map<string, number>();
  return certificates.flatMap((certificate, position): Match[] => {
    const fingerprint = fingerprints[position]?.certificate ?? '';
    const earlier = first.get(fingerprint);
    if (earlier === undefined) first.set(fingerprint, position);
    if (position === 0 || sortOf(place, certificate, earlier) !== wanted) return [];
    const evidence = {
      position,
      subject: certificate.subject.text,
      ...(earlier !== undefined && { sameAs: earlier }),
    };
    return [{ subject: subjectOf(place, certificate), evidence }];
  });
}

function sortOf(
  { chain }: ChainPlace,
  certificate: CertificateFacts,
  earlier: number | undefined,
): Sort | undefined {
  if (earlier !== undefined) return 'duplicate';
  if (certificate.selfIssued) return 'root';
  if (chain.path.path.includes(certificate)) return undefined;
  // A cross-sign stands beside the path and helps verifiers with other roots.
  const issues = chain.certificates.some(
    (other) => other !== certificate && equalNames(other.issuer.rdns, certificate.subject.rdns),
  );
  return issues ? undefined : 'unrelated';
}
