/**
 * Who may have issued a certificate, by name: the anchors of that name, and the certificates sent, the likely ones first (RFC 4158 §3.5).
 */
import type { CertificateFacts } from './certificate-facts.ts';
import type { AnchorStore, TrustAnchor } from './path-result.ts';
import type { PathNode, PathWork } from './path-work.ts';

export interface Issuers {
  readonly anchors: readonly TrustAnchor[];
  /** The likely ones first. */
  readonly sent: readonly PathNode[];
}

/**
 * @returns issuers of a certificate: the key identifier that fits, then valid now, then as sent; each certificate is sorted out once
 */
export function indexIssuers({
  sent,
  anchors,
  now,
  work,
}: {
  readonly sent: readonly CertificateFacts[];
  readonly anchors: AnchorStore;
  readonly now: Date;
  readonly work: Pick<PathWork, 'nodeOf'>;
}): (node: PathNode) => Issuers {
  const nodes = new Set(sent.map((certificate) => work.nodeOf(certificate)));
  const bySubject = Map.groupBy(nodes, ({ subject }) => subject);
  const known = new Map<PathNode, Issuers>();
  const time = now.getTime();
  return (node) => {
    const rank = ({ certificate, notBefore, notAfter }: PathNode) =>
      (isOtherKey(node.certificate, certificate) ? 2 : 0) + (notBefore <= time && time <= notAfter ? 0 : 1);
    const found = known.get(node) ?? {
      anchors: anchors.find(node.certificate.issuer.rdns),
      sent: (bySubject.get(node.issuer) ?? [])
        .map((issuer) => ({ issuer, rank: rank(issuer) }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ issuer }) => issuer),
    };
    known.set(node, found);
    return found;
  };
}

/** Both key identifiers are there and differ (RFC 4158 §3.5.12). */
export function isOtherKey(certificate: CertificateFacts, issuer: CertificateFacts | undefined): boolean {
  const wanted = certificate.authorityKeyId?.keyId;
  const own = issuer?.subjectKeyId;
  return wanted !== undefined && own !== undefined && wanted !== own;
}
