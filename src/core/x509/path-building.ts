/**
 * Candidate paths from a leaf to the anchors (RFC 4158): depth first over the certificates sent, in whatever order they came,
 * with cross-signs and strangers among them. The first path without a fault wins; failing that, the least bad one.
 * A peer chose these certificates: signature checks, steps and judged candidates are counted, and no key is used twice in a path.
 */

import { toHex } from '../base/text.ts';
import type { Cryptography } from '../cryptography.ts';
import { isAnchor } from './anchors.ts';
import type { CertificateFacts } from './certificate-facts.ts';
import type { CandidatePath, SignatureState } from './path-checks.ts';
import type { AnchorStore, PathProblem, PathProblemCode, TrustAnchor } from './path-result.ts';

export interface PathBudget {
  readonly signatureChecks: number;
  readonly steps: number;
  /** Candidates judged, of those that reach an anchor and of those that do not. */
  readonly candidates: number;
  /** Names held against constraints, over all candidates. */
  readonly nameComparisons: number;
}

/** Enough for a chain of 100; Go allows 100 signature checks and 250,000 comparisons. */
export const defaultPathBudget: PathBudget = {
  signatureChecks: 128,
  steps: 1024,
  candidates: 64,
  nameComparisons: 250_000,
};

export interface BuildInput {
  readonly leaf: CertificateFacts;
  readonly sent: readonly CertificateFacts[];
  readonly anchors: AnchorStore;
  readonly now: Date;
  readonly cryptography: Pick<Cryptography, 'verify'>;
  readonly budget: PathBudget;
  readonly check: (candidate: CandidatePath) => PathProblem[];
}

export interface BuiltPath {
  readonly candidate: CandidatePath;
  readonly problems: readonly PathProblem[];
  /** The search ended for want of budget, so a better path may exist. */
  readonly exhausted: boolean;
}

/** How far each problem is from trust, to choose among bad paths. */
const weights: Partial<Record<PathProblemCode, number>> = {
  'bad-signature': 10_000,
  'missing-issuer': 1_000,
  'self-signed-leaf': 1_000,
  'self-signed-root-not-trusted': 1_000,
  'unsupported-signature-algorithm': 500,
};

/** A certificate of the search, with its key as a comparable string. */
interface Node {
  readonly certificate: CertificateFacts;
  readonly identity: string;
  readonly key: string;
}

export function buildPath(input: BuildInput): BuiltPath {
  return new PathSearch(input).run();
}

/** The state of one search: what is left of the budget, what was verified, the best candidate so far. */
class PathSearch {
  #input: BuildInput;
  #left: { signatureChecks: number; steps: number; anchored: number; unanchored: number };
  #bySubject = new Map<string, Node[]>();
  #verified = new Map<string, SignatureState>();
  #path: Node[] = [];
  #inPath = new Set<string>();
  #signatures: SignatureState[] = [];
  #best: { candidate: CandidatePath; problems: PathProblem[]; score: number } | undefined;

  constructor(input: BuildInput) {
    this.#input = input;
    const { signatureChecks, steps, candidates } = input.budget;
    this.#left = { signatureChecks, steps, anchored: candidates, unanchored: candidates };
    for (const certificate of input.sent) {
      const node = nodeOf(certificate);
      const subject = certificate.subject.rdns.join('\n');
      const same = this.#bySubject.get(subject);
      if (same) same.push(node);
      else this.#bySubject.set(subject, [node]);
    }
  }

  run(): BuiltPath {
    const leaf = nodeOf(this.#input.leaf);
    const anchor = isAnchor(leaf.certificate, this.#input.anchors);
    this.#path.push(leaf);
    this.#inPath.add(leaf.identity);
    const done = anchor !== undefined && this.#offer({ anchor });
    if (!done) this.#explore();
    // Something was always offered: exploring ends each branch by an offer, and the first is never refused.
    if (!this.#best) throw new TypeError('a path search without a candidate');
    const { candidate, problems } = this.#best;
    const exhausted = problems.length > 0 && (this.#left.steps < 0 || this.#left.signatureChecks < 0);
    return { candidate, problems, exhausted };
  }

  /** @returns true once a path without a fault was found */
  #explore(): boolean {
    const last = this.#path.at(-1);
    if (!last) return false;
    if (--this.#left.steps < 0) return this.#offer({});
    const bad: (() => boolean)[] = [];
    let continued = false;
    for (const anchor of this.#input.anchors.find(last.certificate.issuer.rdns)) {
      const state = this.#verify(last, toHex(anchor.spki), anchor.spki);
      if (!state) continue;
      const offer = () => this.#extend(state, () => this.#offer({ anchor }));
      if (state === 'invalid') {
        if (!isOtherKey(last.certificate, anchor.certificate)) bad.push(offer);
      } else if (offer()) return true;
      else continued = true;
    }
    for (const issuer of this.#issuers(last)) {
      const state = this.#verify(last, issuer.key, issuer.certificate.publicKey.spki);
      if (!state) continue;
      const descend = () => this.#extend(state, () => this.#descend(issuer));
      if (state === 'invalid') {
        // Another key identifier means another key of the same name: no issuer at all, rather than a forgery.
        if (!isOtherKey(last.certificate, issuer.certificate)) bad.push(descend);
      } else if (descend()) return true;
      else continued = true;
    }
    if (continued) return false;
    const own = last.certificate.selfIssued
      ? this.#verify(last, last.key, last.certificate.publicKey.spki)
      : 'invalid';
    const selfSigned = own === 'valid' || own === 'unsupported';
    if (selfSigned) return this.#offer({ selfSigned });
    // A name that fits and a signature that does not: shown as such, one example is enough.
    return bad[0] ? bad[0]() : this.#offer({});
  }

  #descend(issuer: Node): boolean {
    this.#path.push(issuer);
    this.#inPath.add(issuer.identity);
    const found = this.#explore();
    this.#path.pop();
    this.#inPath.delete(issuer.identity);
    return found;
  }

  #extend(state: SignatureState, go: () => boolean): boolean {
    this.#signatures.push(state);
    const found = go();
    this.#signatures.pop();
    return found;
  }

  /** Issuers by name, the likely ones first: key identifier that fits, then valid now, then as sent (RFC 4158 §3.5). */
  #issuers({ certificate }: Node): Node[] {
    const same = this.#bySubject.get(certificate.issuer.rdns.join('\n')) ?? [];
    const now = this.#input.now.getTime();
    const rank = (node: Node) => {
      const { notBefore, notAfter } = node.certificate;
      const current = Date.parse(notBefore) <= now && now <= Date.parse(notAfter);
      return (isOtherKey(certificate, node.certificate) ? 2 : 0) + (current ? 0 : 1);
    };
    return same
      .filter(({ identity }) => !this.#inPath.has(identity))
      .map((node) => ({ node, rank: rank(node) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ node }) => node);
  }

  /** @returns nothing when the budget is used up */
  #verify({ certificate }: Node, key: string, publicKey: Uint8Array): SignatureState | undefined {
    const { algorithm, value } = certificate.signature;
    if (!algorithm) return 'unsupported';
    const memo = `${toHex(value)} ${key}`;
    const known = this.#verified.get(memo);
    if (known) return known;
    if (--this.#left.signatureChecks < 0) return undefined;
    const { cryptography } = this.#input;
    const state = cryptography.verify({ algorithm, publicKey, data: certificate.tbs, signature: value });
    this.#verified.set(memo, state);
    return state;
  }

  /** Judge the path as it stands, and keep it when it is the best so far. */
  #offer(end: { anchor?: TrustAnchor; selfSigned?: boolean }): boolean {
    const kind = end.anchor ? 'anchored' : 'unanchored';
    if (--this.#left[kind] < 0) return false;
    const candidate = {
      path: this.#path.map(({ certificate }) => certificate),
      signatures: [...this.#signatures],
      ...end,
    };
    const problems = this.#input.check(candidate);
    const score = problems.reduce(
      (sum, { code }) => sum + (weights[code] ?? 10),
      -candidate.path.length / 1e4,
    );
    if (!this.#best || score < this.#best.score) this.#best = { candidate, problems, score };
    return problems.length === 0;
  }
}

/** Both key identifiers are there and differ (RFC 4158 §3.5.12). */
function isOtherKey(certificate: CertificateFacts, issuer: CertificateFacts | undefined): boolean {
  const wanted = certificate.authorityKeyId?.keyId;
  const own = issuer?.subjectKeyId;
  return wanted !== undefined && own !== undefined && wanted !== own;
}

/** RFC 4158 §2.4.2: a loop is the same name and the same key again. */
function nodeOf(certificate: CertificateFacts): Node {
  const key = toHex(certificate.publicKey.spki);
  return { certificate, key, identity: `${certificate.subject.rdns.join('\n')} ${key}` };
}
