/**
 * Groups and signature schemes that ride along while suites are eliminated: those seen are left out of the next hello. The suite is to be
 * chosen for itself all the same, so a choice that may be owed to a list run short is told from a true one.
 */
import { askedCurves } from './enumeration-candidates.ts';
import type { Choice } from './enumeration-choice.ts';
import type { Knowledge } from './enumeration-knowledge.ts';
import { authenticationOf, findSignatureScheme } from './signature-schemes.ts';
import { findSuite, type Suite, type SuiteAuthentication } from './suites.ts';

/** What the choice says about the riders that were in the hello. */
export type Verdict = 'true-choice' | 'curves-ran-out' | 'ask-plainly';

/** A server that has others for the same suites may well be without them. */
const isUnlikely = (code: number): boolean =>
  /(md5|sha1|sha224)$|^rsa_pss_pss|^ed/.test(findSignatureScheme(code)?.name ?? '');

export class Riders {
  readonly #knowledge: Knowledge;
  readonly #riding = new Set<'groups' | 'schemes'>(['groups', 'schemes']);
  /** The server's order has suites without a curve between those with one: groups ride only when it is the turn of one with a curve. */
  #alternates = false;
  #lastHadCurve = false;
  #groupsRode = false;
  /** Each certificate that was seen can sign with a scheme of this hello, though all of its own may be used up. */
  #covered = false;
  /** Sorts of suites for which some scheme is known, and none that is known was in this hello. */
  #bare: ReadonlySet<SuiteAuthentication> = new Set();
  #untied = true;
  /** Known schemes that were put behind others: a server that takes one of them has a taste of its own. */
  readonly #favourites = new Set<number>();
  readonly #ownTaste = new Set<SuiteAuthentication>();

  constructor(knowledge: Knowledge) {
    this.#knowledge = knowledge;
  }

  /** For the next hello: what is not known yet. */
  lists(): { groups?: number[]; schemes?: number[] } {
    const { groups, curvesOfKeys } = this.#knowledge;
    const left = askedCurves.filter((code) => !groups.has(code) && !curvesOfKeys.has(code));
    if (left.length === 0) this.curvesRanOut();
    this.#groupsRode = this.#riding.has('groups') && !(this.#alternates && this.#lastHadCurve);
    // A certificate that was not seen yet may be tied to a curve that is left out.
    this.#untied = !this.#groupsRode || groups.size === 0 || curvesOfKeys.size > 0;
    return {
      ...(this.#groupsRode && { groups: [...left, ...curvesOfKeys] }),
      ...(this.#riding.has('schemes') && { schemes: this.#schemes() }),
    };
  }

  /** What is left; behind it, where nothing likely is left for a sort of suites, schemes that are known to work with them. */
  #schemes(): number[] {
    const { schemesLeft: left, schemesSeen } = this.#knowledge;
    const known = [...schemesSeen].map(([sort, seen]) => [sort, this.#knownOf(sort, seen)] as const);
    this.#bare = new Set(known.flatMap(([sort, some]) => (some.length > 0 ? [] : [sort])));
    this.#covered = known.length > 0 && this.#bare.size === 0;
    return [...left, ...known.flatMap(([, some]) => some)];
  }

  #knownOf(sort: SuiteAuthentication, [first, ...more]: readonly number[]): readonly number[] {
    const { schemesLeft, schemeTaste } = this.#knowledge;
    const left = schemesLeft.filter((code) => authenticationOf(code) === sort);
    if (first !== undefined && left.length === 0) return [first];
    if (this.#ownTaste.has(sort) || !left.every(isUnlikely)) return [];
    // The one seen last, and one that won over it from in front and now stands behind: which of them wins tells whose order it is.
    const last = more.at(-1);
    const victor = last === undefined ? undefined : schemeTaste.victorOver(last);
    if (last === undefined || victor === undefined) return [];
    this.#favourites.add(victor);
    return [last, victor];
  }

  /** A choice without a curve or a signature may be for want of one we left out, not for the server's taste. */
  judge(choice: Choice | undefined, remaining: readonly number[]): Verdict {
    if (this.#riding.size === 0) return 'true-choice';
    this.#noteTaste(choice?.scheme);
    this.#update();
    // Nothing was lacking: no curve, and no scheme for any key.
    if (choice === undefined) return this.#covered && !this.#groupsRode ? 'true-choice' : 'ask-plainly';
    const { suite, version, facts } = choice;
    const rivals = remaining.filter((code) => code !== suite).map(findSuite);
    const noCurve = findSuite(suite)?.keyExchange !== 'ecdhe';
    const noSignature = facts.signatureScheme === undefined && facts.failure?.code !== 'unsupported-suite';
    const lostCurve = noCurve && rivals.some((rival) => rival?.keyExchange === 'ecdhe');
    const lostSignature = noSignature && rivals.some((rival) => rival !== undefined && isSigned(rival));
    if (lostSignature && this.#riding.has('schemes') && !this.#covered) return 'ask-plainly';
    if (!lostCurve || !this.#groupsRode) return 'true-choice';
    // Where the client's order wins, ECDHE was first in it: nothing but the curve stood in the way, and the choice is as good as any.
    return this.#knowledge.seemsOurs(version) ? 'curves-ran-out' : 'ask-plainly';
  }

  /** Of these, those that could have won: a suite whose certificate had no scheme left in the hello, or not its curve, could not. */
  rivalsOf({ suite }: Choice, suites: readonly number[]): readonly number[] {
    const chosen = findSuite(suite)?.authentication;
    return suites.filter((code) => {
      const rival = findSuite(code);
      if (rival === undefined || !isSigned(rival) || rival.authentication === chosen) return true;
      return !this.#bare.has(rival.authentication) && (this.#untied || rival.authentication !== 'ecdsa');
    });
  }

  /** The suite that was taken as the server's own choice in the end. */
  noteSuite(code: number): void {
    this.#lastHadCurve = findSuite(code)?.keyExchange === 'ecdhe';
  }

  curvesRanOut(): void {
    this.#riding.delete('groups');
    this.#update();
  }

  #noteTaste(scheme: number | undefined): void {
    const sort = scheme === undefined ? undefined : authenticationOf(scheme);
    if (sort !== undefined && this.#favourites.has(scheme ?? 0)) this.#ownTaste.add(sort);
  }

  #update(): void {
    const schemesDone = !this.#riding.has('schemes') || this.#knowledge.schemesSettled;
    this.#knowledge.ridersDone = !this.#riding.has('groups') && schemesDone;
  }

  /**
   * With all groups and schemes on offer again: was it for want of them that another suite, or none, was chosen? Then one of the lists has
   * run out, the shorter one most likely. Otherwise the server simply has no more signed suites, or prefers others.
   *
   * @param bent  the choice that was in doubt
   */
  plainly(choice: Choice | undefined, bent: Choice | undefined): void {
    const suite = choice && findSuite(choice.suite);
    if (this.#groupsRode && suite?.keyExchange === 'dhe' && bent?.suite === suite.code) {
      this.#alternates = true;
      return;
    }
    if (this.#riding.delete('groups')) {
      // Even an ECDHE suite without a curve of ours would be chosen now.
      if (suite?.keyExchange === 'ecdhe' || suite?.keyExchange === 'dhe') return;
    } else if (suite !== undefined && isSigned(suite)) {
      // Other certificates may still have schemes left.
      this.#knowledge.schemesExhausted.add(suite.authentication);
      this.#update();
      return;
    }
    this.#riding.clear();
    this.#knowledge.ridersDone = true;
  }
}

/** Its key exchange carries a signature. */
export const isSigned = ({ keyExchange, authentication }: Suite): boolean =>
  (keyExchange === 'ecdhe' || keyExchange === 'dhe') && authentication !== 'anonymous';
