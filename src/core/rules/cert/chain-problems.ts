/**
 * What path validation found, sorted out for the rules of this area: each problem belongs to exactly one rule (RFC 5280 §6.1).
 */
import type { CertificateFacts } from '../../x509/certificate-facts.ts';
import type { PathProblem, PathProblemCode } from '../../x509/path-result.ts';
import type { ChainPlace } from '../places.ts';
import type { Evidence, Match, Subject } from '../rule.ts';

/** The problems of one chain with this code. */
export function problemsOf(
  { chain }: ChainPlace,
  ...codes: readonly PathProblemCode[]
): readonly PathProblem[] {
  return chain.path.problems.filter(({ code }) => codes.includes(code));
}

/** One match a certificate whose dates are wrong; the leaf is named by fingerprint, and so are those sent with it. */
export function dateProblems(place: ChainPlace, code: 'expired' | 'not-yet-valid'): readonly Match[] {
  return problemsOf(place, code).flatMap((problem) => {
    const certificate = place.chain.path.path[problem.depth];
    if (!certificate) return [];
    const { notBefore, notAfter } = certificate;
    const dates = code === 'expired' ? { notAfter } : { notBefore };
    const evidence = {
      depth: problem.depth,
      subject: problem.subject,
      ...dates,
      judgedAt: judgedAt(place),
      ...searchWords(problem),
    };
    return [{ subject: subjectOf(place, certificate), evidence }];
  });
}

/** The subject of a finding about one certificate of the chain. */
export function subjectOf(place: ChainPlace, certificate: CertificateFacts): Subject {
  const fingerprint = place.chain.fingerprints[place.chain.certificates.indexOf(certificate)]?.certificate;
  return { ...place.subject, ...(fingerprint && { certificate: fingerprint }) };
}

/** A trust failure in the words that people search for: OpenSSL's verify codes, GnuTLS's status. */
export function trustEvidence(problem: PathProblem, { chain }: ChainPlace): Evidence {
  const certificate = chain.path.path[problem.depth] ?? chain.leaf;
  return {
    depth: problem.depth,
    subject: problem.subject,
    issuer: certificate.issuer.text,
    ...searchWords(problem),
  };
}

/** As openssl s_client and gnutls-cli print them. */
export function searchWords({ openssl, gnutls }: PathProblem): { openssl: string[]; gnutls: string[] } {
  return { openssl: openssl.map(({ code, text }) => `${code} ${text}`), gnutls: [...gnutls] };
}

function judgedAt({ facts }: ChainPlace): string {
  return facts.now.toISOString();
}
