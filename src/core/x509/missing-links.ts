/**
 * Where the next certificate of a chain could be had that its server did not send: the caIssuers of the last one that links up
 * (RFC 5280 §4.2.2.1, RFC 4158). By names alone; whether what is there fits is for path validation to say.
 */
import type { CertificateFacts } from './certificate-facts.ts';

/**
 * Find the URLs to ask for the issuer that a chain lacks.
 *
 * @param chain      leaf first, then all others at hand, in any order
 * @param isKnown    an anchor has this name: then nothing is missing
 * @returns none where the chain ends at itself or at an anchor; http: only
 */
export function missingLinkUrls(
  chain: readonly CertificateFacts[],
  isKnown: (issuer: readonly string[]) => boolean,
): readonly string[] {
  const [leaf, ...others] = chain;
  const bySubject = new Map(others.map((other) => [other.subject.rdns.join('\n'), other]));
  const passed = new Set<CertificateFacts>();
  for (let last = leaf; last !== undefined; ) {
    passed.add(last);
    const { issuer, caIssuers, selfIssued } = last;
    if (selfIssued || isKnown(issuer.rdns)) return [];
    const next = bySubject.get(issuer.rdns.join('\n'));
    // RFC 5280 §8: fetching by https could need a certificate that is fetched like this one.
    if (!next) return caIssuers.filter((url) => /^http:\/\//i.test(url));
    last = passed.has(next) ? undefined : next;
  }
  return [];
}
