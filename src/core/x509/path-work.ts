/**
 * What searches for paths may cost, and what they share: a peer chose the certificates, and one verdict makes many searches (a chain a
 * session, an anchor a TLSA record). A search has a budget of its own, all of a verdict have one together, and what was worked out about
 * a certificate (its key as text, its dates, the signatures checked) is kept for the next. Made anew for each verdict: nothing is remembered.
 */
import { toHex } from '../base/text.ts';
import type { CertificateFacts } from './certificate-facts.ts';
import type { SignatureState } from './path-candidate.ts';
import type { TrustAnchor } from './path-result.ts';

export interface PathBudget {
  readonly signatureChecks: number;
  readonly steps: number;
  /** Candidates judged: of those that reach an anchor, and again of those that do not; over a verdict, of both together. */
  readonly candidates: number;
  /** Names held against constraints, over all candidates. */
  readonly nameComparisons: number;
}

/** Of one search. Enough for a chain of 100; Go allows 100 signature checks and 250,000 comparisons. */
export const defaultPathBudget: PathBudget = {
  signatureChecks: 128,
  steps: 1024,
  candidates: 64,
  nameComparisons: 250_000,
};

/** Of the search for a chain as a server sent it, of which maxChainCertificates are looked at. */
export const chainPathBudget: PathBudget = {
  signatureChecks: 64,
  steps: 256,
  candidates: 32,
  nameComparisons: 250_000,
};

/**
 * Of all searches of one verdict. Ten mail hosts with two addresses, two chains of three each and TLSA records on top need under 150 checks;
 * one costs 0.2 ms as a rule, and up to 8 ms with the slowest keys that a peer can think of.
 */
export const verdictPathBudget: PathBudget = {
  signatureChecks: 256,
  steps: 4096,
  candidates: 512,
  nameComparisons: 500_000,
};

/** A certificate as searches see it: what is compared again and again is worked out once. */
export interface PathNode {
  readonly certificate: CertificateFacts;
  /** Names as strings that are equal where the names are. */
  readonly subject: string;
  readonly issuer: string;
  /** SubjectPublicKeyInfo, hexadecimal. */
  readonly key: string;
  /** RFC 4158: a loop is the same name and the same key again. */
  readonly identity: string;
  /** Milliseconds of the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
  /**
   * By key: how this certificate's signature fits it. Kept with the certificate and not by the signature's bytes, which a peer may
   * copy from a good certificate into one of its own.
   */
  readonly verified: Map<string, SignatureState>;
}

export interface PathWork {
  /** What all searches together have left. */
  readonly left: { -readonly [Kind in keyof PathBudget]: number };
  nodeOf(certificate: CertificateFacts): PathNode;
  /** SubjectPublicKeyInfo, hexadecimal. */
  keyOf(anchor: TrustAnchor): string;
}

/** @param budget  of all searches that share this */
export function createPathWork(budget: PathBudget): PathWork {
  const nodes = new WeakMap<CertificateFacts, PathNode>();
  const keys = new WeakMap<TrustAnchor, string>();
  return {
    left: { ...budget },
    nodeOf(certificate) {
      const known = nodes.get(certificate);
      if (known) return known;
      const node = makeNode(certificate);
      nodes.set(certificate, node);
      return node;
    },
    keyOf(anchor) {
      const key = keys.get(anchor) ?? toHex(anchor.spki);
      keys.set(anchor, key);
      return key;
    },
  };
}

function makeNode(certificate: CertificateFacts): PathNode {
  const subject = certificate.subject.rdns.join('\n');
  const key = toHex(certificate.publicKey.spki);
  return {
    certificate,
    subject,
    issuer: certificate.issuer.rdns.join('\n'),
    key,
    identity: `${subject} ${key}`,
    notBefore: Date.parse(certificate.notBefore),
    notAfter: Date.parse(certificate.notAfter),
    verified: new Map(),
  };
}
