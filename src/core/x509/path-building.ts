/**
 * Candidate paths from a leaf to the anchors (RFC 4158): depth first over the certificates sent, in whatever order they came,
 * with cross-signs and strangers among them. The first path without a fault wins; failing that, the least bad one.
 * A peer chose these certificates: signature checks, steps and judged candidates are counted (path-work.ts), the search ends where one
 * of them is used up, and no key is used twice in a path.
 */

import type { Cryptography } from '../cryptography.ts';
import { isAnchor } from './anchors.ts';
import type { CertificateFacts } from './certificate-facts.ts';
import type { CandidatePath, SignatureState } from './path-candidate.ts';
import { type Issuers, indexIssuers, isOtherKey } from './path-issuers.ts';
import type { AnchorStore, PathProblem, PathProblemCode, TrustAnchor } from './path-result.ts';
import type { PathBudget, PathNode, PathWork } from './path-work.ts';

export interface BuildInput {
  readonly leaf: CertificateFacts;
  readonly sent: readonly CertificateFacts[];
  readonly anchors: AnchorStore;
  readonly now: Date;
  readonly cryptography: Pick<Cryptography, 'verify'>;
  /** Of this search alone. */
  readonly budget: PathBudget;
  readonly work: PathWork;
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

export function buildPath(input: BuildInput): BuiltPath {
  return new PathSearch(input).run();
}

/** The state of one search: what is left of the budget, the best candidate so far. */
class PathSearch {
  #input: BuildInput;
  #left: { signatureChecks: number; steps: number; anchored: number; unanchored: number };
  #spent = false;
  #issuersOf: (node: PathNode) => Issuers;
  #path: PathNode[] = [];
  #inPath = new Set<string>();
  #signatures: SignatureState[] = [];
  #best: { candidate: CandidatePath; problems: PathProblem[]; score: number } | undefined;

  constructor(input: BuildInput) {
    this.#input = input;
    const { signatureChecks, steps, candidates } = input.budget;
    this.#left = { signatureChecks, steps, anchored: candidates, unanchored: candidates };
    this.#issuersOf = indexIssuers(input);
  }

  run(): BuiltPath {
    const { leaf: certificate, anchors, work } = this.#input;
    const leaf = work.nodeOf(certificate);
    const anchor = isAnchor(certificate, anchors);
    this.#path.push(leaf);
    this.#inPath.add(leaf.identity);
    const done = anchor !== undefined && this.#offer({ anchor });
    if (!done) this.#explore();
    // Something was always offered: exploring ends each branch by an offer, and the first is never refused.
    if (!this.#best) throw new TypeError('a path search without a candidate');
    const { candidate, problems } = this.#best;
    return { candidate, problems, exhausted: problems.length > 0 && this.#spent };
  }

  /** @returns true once the search is over: a path without a fault was found, or the budget is used up */
  #explore(): boolean {
    const last = this.#path.at(-1);
    if (!last) return false;
    if (!this.#spend('steps')) return this.#giveUp();
    const bad: (() => boolean)[] = [];
    let continued = false;
    const issuers = this.#issuersOf(last);
    for (const anchor of issuers.anchors) {
      const state = this.#verify(last, this.#input.work.keyOf(anchor), anchor.spki);
      if (!state) return this.#giveUp();
      const offer = () => this.#extend(state, () => this.#offer({ anchor }));
      if (state === 'invalid') {
        if (!isOtherKey(last.certificate, anchor.certificate)) bad.push(offer);
      } else if (offer()) return true;
      else continued = true;
    }
    for (const issuer of issuers.sent) {
      if (this.#inPath.has(issuer.identity)) continue;
      const state = this.#verify(last, issuer.key, issuer.certificate.publicKey.spki);
      if (!state) return this.#giveUp();
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
    if (!own) return this.#giveUp();
    if (own !== 'invalid') return this.#offer({ selfSigned: true });
    // A name that fits and a signature that does not: shown as such, one example is enough.
    return bad[0] ? bad[0]() : this.#offer({});
  }

  #descend(issuer: PathNode): boolean {
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

  /** @returns nothing when the budget is used up */
  #verify(node: PathNode, key: string, publicKey: Uint8Array): SignatureState | undefined {
    const { signature, tbs } = node.certificate;
    const { algorithm, value } = signature;
    if (!algorithm) return 'unsupported';
    const known = node.verified.get(key);
    if (known) return known;
    if (!this.#spend('signatureChecks')) return undefined;
    const state = this.#input.cryptography.verify({ algorithm, publicKey, data: tbs, signature: value });
    node.verified.set(key, state);
    return state;
  }

  /** One of this search's and of all searches'. */
  #spend(kind: 'signatureChecks' | 'steps'): boolean {
    const { left } = this.#input.work;
    if (this.#left[kind] <= 0 || left[kind] <= 0) return false;
    this.#left[kind]--;
    left[kind]--;
    return true;
  }

  /** Judge the path as far as it got; the rest is not looked at. */
  #giveUp(): true {
    this.#offer({});
    this.#spent = true;
    return true;
  }

  /** Judge the path as it stands, and keep it when it is the best so far. @returns as #explore */
  #offer(end: { anchor?: TrustAnchor; selfSigned?: boolean }): boolean {
    const { work, check } = this.#input;
    const kind = end.anchor ? 'anchored' : 'unanchored';
    // There is always one, whatever is left.
    if (this.#best && (this.#left[kind] <= 0 || work.left.candidates <= 0)) {
      // Of paths to nowhere enough were seen; the one to an anchor is still looked for.
      if (kind === 'unanchored' && work.left.candidates > 0) return false;
      this.#spent = true;
      return true;
    }
    this.#left[kind]--;
    work.left.candidates--;
    const candidate = {
      path: this.#path.map(({ certificate }) => certificate),
      signatures: [...this.#signatures],
      ...end,
    };
    const problems = check(candidate);
    const score = problems.reduce(
      (sum, { code }) => sum + (weights[code] ?? 10),
      -candidate.path.length / 1e4,
    );
    if (!this.#best || score < this.#best.score) this.#best = { candidate, problems, score };
    return problems.length === 0;
  }
}
