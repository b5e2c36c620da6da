/**
 * Groups and signature schemes that ride along while suites are eliminated: those seen are left out of the next hello. The suite is to be
 * chosen for itself all the same, so a choice that may be owed to a list run short is told from a true one.
 */
import { askedCurves, askedSchemes } from './enumeration-candidates.ts';
import type { Choice } from './enumeration-choice.ts';
import type { Knowledge } from './enumeration-knowledge.ts';
import { findSuite, type Suite } from './suites.ts';

/** What the choice says about the riders that were in the hello. */
export type Verdict = 'true-choice' | 'curves-ran-out' | 'ask-plainly';

export class Riders {
  readonly #knowledge: Knowledge;
  readonly #riding = new Set<'groups' | 'schemes'>(['groups', 'schemes']);

  constructor(knowledge: Knowledge) {
    this.#knowledge = knowledge;
  }

  /** For the next hello: what is not known yet. */
  lists(): { groups?: number[]; schemes?: number[] } {
    const { groups, schemes } = this.#knowledge;
    return {
      ...(this.#riding.has('groups') && { groups: askedCurves.filter((code) => !groups.has(code)) }),
      ...(this.#riding.has('schemes') && { schemes: askedSchemes.filter((code) => !schemes.has(code)) }),
    };
  }

  /** A choice without a curve or a signature may be for want of one we left out, not for the server's taste. */
  judge(choice: Choice | undefined, remaining: readonly number[]): Verdict {
    if (this.#riding.size === 0) return 'true-choice';
    if (choice === undefined) return 'ask-plainly';
    const { suite, version, facts } = choice;
    const rivals = remaining.filter((code) => code !== suite).map(findSuite);
    const noCurve = findSuite(suite)?.keyExchange !== 'ecdhe';
    const noSignature = facts.signatureScheme === undefined && facts.failure?.code !== 'unsupported-suite';
    const lostCurve = noCurve && rivals.some((rival) => rival?.keyExchange === 'ecdhe');
    const lostSignature = noSignature && rivals.some((rival) => rival !== undefined && isSigned(rival));
    if (lostSignature && this.#riding.has('schemes')) return 'ask-plainly';
    if (!lostCurve || !this.#riding.has('groups')) return 'true-choice';
    // Where the client's order wins, ECDHE was first in it: nothing but the curve stood in the way, and the choice is as good as any.
    return this.#knowledge.serverOrder(version) === false ? 'curves-ran-out' : 'ask-plainly';
  }

  curvesRanOut(): void {
    this.#riding.delete('groups');
    this.#knowledge.ridersDone = this.#riding.size === 0;
  }

  /**
   * With all groups and schemes on offer again: was it for want of them that another suite, or none, was chosen? Then one of the lists has
   * run out, the shorter one most likely. Otherwise the server simply has no more signed suites, or prefers others.
   */
  plainly(choice: Choice | undefined): void {
    const suite = choice && findSuite(choice.suite);
    if (this.#riding.delete('groups')) {
      // Even an ECDHE suite without a curve of ours would be chosen now.
      if (suite?.keyExchange === 'ecdhe' || suite?.keyExchange === 'dhe') return;
    } else if (suite !== undefined && isSigned(suite)) {
      this.#knowledge.schemesExhausted = true;
    }
    this.#riding.clear();
    this.#knowledge.ridersDone = true;
  }
}

/** Its key exchange carries a signature. */
export const isSigned = ({ keyExchange, authentication }: Suite): boolean =>
  (keyExchange === 'ecdhe' || keyExchange === 'dhe') && authentication !== 'anonymous';
