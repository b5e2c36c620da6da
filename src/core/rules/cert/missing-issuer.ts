/**
 * The chain stops at a certificate whose issuer was not sent and is no anchor. Is a link missing, or is the issuer unknown to the world?
 * Public authorities say in the certificate where the issuer's own can be had (RFC 5280 §4.2.2.1); a private one seldom does.
 */
import { equalNames } from '../../x509/distinguished-name.ts';
import type { PathProblem } from '../../x509/path-result.ts';
import type { ChainPlace } from '../places.ts';

/**
 * A link is missing, rather than the root unknown: nothing but the leaf was sent and it names a web address of its issuer,
 * or the issuer's certificate was seen at another address of this very probe.
 */
export function isLinkMissing({ chain, facts }: ChainPlace, problem: PathProblem): boolean {
  const top = chain.path.path[problem.depth];
  if (!top) return false;
  // What was fetched settles it: the chain ends at an anchor with it, or at nobody known.
  if (chain.fetchedPath && chain.fetchedPath.path.length > chain.path.path.length) {
    return chain.fetchedPath.anchor !== undefined;
  }
  if (problem.depth === 0 && top.caIssuers.some((url) => /^https?:/i.test(url))) return true;
  return facts.hosts.some((host) =>
    host.addresses.some((address) =>
      address.tls.some((tls) =>
        (tls.chain?.certificates ?? []).some(
          (other) => other.basicConstraints?.ca === true && equalNames(other.subject.rdns, top.issuer.rdns),
        ),
      ),
    ),
  );
}
