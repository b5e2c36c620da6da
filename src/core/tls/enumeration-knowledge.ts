/**
 * What an enumeration has learnt so far, shared by its chains: each handshake may tell of a version, a suite, a group, a scheme and a
 * certificate at once. Mutable, and the only state the chains share; enumerate.ts makes the facts of it.
 */
import { fromBase64 } from '../base/text.ts';
import { versions } from './code-points.ts';
import type { Intolerance, Resumption } from './enumeration.ts';
import { askedSchemes, tls13Suites } from './enumeration-candidates.ts';
import { choiceOf, codeOf, isTrue, versionCodes } from './enumeration-choice.ts';
import { type Contest, Taste } from './enumeration-contests.ts';
import { type Flags, noteFlags } from './enumeration-flags.ts';
import type { Handshake } from './facts.ts';
import { groups } from './groups.ts';
import { broadHello } from './hellos.ts';
import { readLeafKey } from './leaf-key.ts';
import type { ResumableSession } from './resumable-session.ts';
import { authenticationOf, signatureSchemes } from './signature-schemes.ts';
import { findSuite, type SuiteAuthentication, suiteCode } from './suites.ts';

/** Single questions (older versions, groups, fallback, certificates) take so many connections at most, as a rule. */
const reserve = 8;
export const chaCha20 = suiteCode('TLS_CHACHA20_POLY1305_SHA256');
/** One hello for all that is weak, and what its answer may call for. */
const lastReserve = 3;

export class Knowledge {
  readonly serverName: string | null;
  readonly versions = new Set<number>();
  /** What hellos that offer TLS 1.3 and 1.2 with all there is were answered with. */
  readonly best = new Set<string>();
  /** By version, in the order found. */
  readonly suites = new Map<number, number[]>();
  readonly inferred = new Set<number>();
  readonly contests = new Map<number, Contest[]>();
  readonly groups = new Set<number>();
  readonly schemes = new Set<number>();
  /** Whose order decides between suites of TLS 1.3, and between signature schemes of TLS 1.2. */
  readonly modernSuites = new Taste();
  readonly schemeTaste = new Taste();
  /** Groups of TLS 1.3 without a share. */
  readonly groupTaste = new Taste();
  /** With suites of these, all signature schemes that were left have been refused. */
  readonly schemesExhausted = new Set<SuiteAuthentication>();
  /** The whole registry of suites was on offer. */
  registryAsked = false;
  /** No version up to this one is spoken, by the server's own word (the alert protocol_version). */
  refusedUpTo = 0;
  /** The elimination of suites before TLS 1.3 came to its end. */
  suitesDone = false;
  /** Signature schemes were eliminated in TLS 1.3. */
  modernSchemesDone = false;
  /** Groups and schemes ride along with it no more. */
  ridersDone = false;
  /** All about TLS 1.3 but its groups and schemes is known. */
  modernDone = false;
  readonly dhBits = new Set<number>();
  /** Up to TLS 1.2 a server may show a certificate only to who offers the curve of its key (RFC 8422 §5.1.1; OpenSSL does). */
  readonly curvesOfKeys = new Set<number>();
  readonly intolerances = new Set<Intolerance>();
  /** How the server broke the protocol, where it did: what it then said of itself is not believed. */
  readonly disbelieved = new Set<string>();
  /** By server name, then key kind: leafs as base64. */
  readonly leafs = new Map<string | null, Map<string, Set<string>>>();
  readonly flags: Flags = {};
  /** By version: what became of a session that was offered again. */
  readonly resumption = new Map<number, Resumption>();
  /** What sessions the server gave, used up or not. */
  readonly sessionKinds = new Set<ResumableSession['kind']>();
  /** Secret; none of it goes into the result. */
  readonly #sessions = new Map<ResumableSession['kind'], ResumableSession>();

  /** What stood in front of the scheme chosen in TLS 1.3; it is not there, if our order decides between schemes. */
  readonly #inFrontIn13 = new Set<number>();
  readonly #connectionsLeft: () => number;

  constructor(serverName: string | null, connectionsLeft: () => number = () => Number.POSITIVE_INFINITY) {
    this.serverName = serverName;
    this.#connectionsLeft = connectionsLeft;
  }

  /** So few connections are left that what matters most goes first. */
  get tight(): boolean {
    return this.#connectionsLeft() <= reserve;
  }

  /** The last ones: what is short is asked already. */
  get almostOut(): boolean {
    return this.#connectionsLeft() <= lastReserve;
  }

  /** Neither seen, nor passed over, nor refused. */
  get schemesLeft(): readonly number[] {
    return askedSchemes.filter((code) => {
      const sort = authenticationOf(code);
      const isRefused = sort !== undefined && this.schemesExhausted.has(sort);
      return !isRefused && !this.schemes.has(code) && !this.schemeTaste.absent.has(code);
    });
  }

  /** Those seen, in the order found, by the suites up to TLS 1.2 that they go with. */
  get schemesSeen(): ReadonlyMap<SuiteAuthentication, readonly number[]> {
    const seen = new Map<SuiteAuthentication, readonly number[]>();
    for (const code of this.schemes) {
      const sort = authenticationOf(code);
      if (sort !== undefined) seen.set(sort, [...(seen.get(sort) ?? []), code]);
    }
    return seen;
  }

  /** No certificate that was seen so far has a scheme left. */
  get schemesSettled(): boolean {
    const seen = [...this.schemesSeen.keys()];
    return seen.length > 0 && seen.every((sort) => this.isSettled(sort));
  }

  isSettled(sort: SuiteAuthentication): boolean {
    return !this.schemesLeft.some((code) => authenticationOf(code) === sort);
  }

  /** Learn from a handshake of the probe's ordinary sessions. */
  noteSeen(facts: Handshake): void {
    this.note(facts);
    this.noteBest(facts);
    const choice = choiceOf(facts, tls13Suites);
    if (choice?.version !== versions.tls13) return;
    this.noteSuite(choice.version, choice.suite);
    if (facts.hello === 'broad') this.noteModernContest(broadHello.suites, choice.suite);
  }

  noteModernScheme(offered: readonly number[], chosen: number): void {
    for (const code of offered.slice(0, offered.indexOf(chosen))) this.#inFrontIn13.add(code);
  }

  isPassedOverIn13(scheme: number): boolean {
    return this.schemeTaste.isOurs && this.#inFrontIn13.has(scheme);
  }

  /** ChaCha20 may win as the wish of a client that leads with it (OpenSSL's PRIORITIZE_CHACHA): that says nothing of the others. */
  noteModernContest(offered: readonly number[], chosen: number): void {
    if (chosen !== chaCha20) this.modernSuites.note({ offered, chosen });
  }

  /** A hello that offers both TLS 1.3 and 1.2 is answered with the better one; with the one and the other, by several servers. */
  noteBest(facts: Handshake): void {
    const { version } = facts;
    if ((version === 'TLSv1.3' || version === 'TLSv1.2') && isTrue(facts)) this.best.add(version);
  }

  /** Learn what a handshake shows, whatever it was asked for. */
  note(facts: Handshake): void {
    const { version, group, signatureScheme, dhBits, failure } = facts;
    if (!isTrue(facts)) this.disbelieved.add(failure?.code ?? 'peer-misbehaved');
    if (version === undefined || !isTrue(facts)) return;
    const code = versionCodes.get(version);
    if (code !== undefined) this.versions.add(code);
    const groupCode = codeOf(groups, group);
    // A field whose prime is known by name was still chosen by the server alone.
    if (groupCode !== undefined && dhBits === undefined) this.groups.add(groupCode);
    // Before TLS 1.2 no scheme is negotiated.
    const scheme = codeOf(signatureSchemes, signatureScheme);
    if (scheme !== undefined && code !== undefined && code >= versions.tls12) this.schemes.add(scheme);
    if (dhBits !== undefined) this.dhBits.add(dhBits);
    noteFlags(this.flags, facts);
    this.#noteLeaf(facts);
  }

  #noteLeaf({ certificates: [leaf], serverName }: Handshake): void {
    if (leaf === undefined) return;
    const der = fromBase64(leaf);
    const key = der.ok ? readLeafKey(der.value) : undefined;
    const kind = key?.ok ? key.value.kind : 'unknown';
    const curve = key?.ok ? codeOf(groups, key.value.curve) : undefined;
    if (curve !== undefined) this.curvesOfKeys.add(curve);
    const byKind = this.leafs.get(serverName) ?? new Map<string, Set<string>>();
    byKind.set(kind, (byKind.get(kind) ?? new Set()).add(leaf));
    this.leafs.set(serverName, byKind);
  }

  keepSession(session: ResumableSession): void {
    this.#sessions.set(session.kind, session);
    this.sessionKinds.add(session.kind);
  }

  /** Once: nobody else needs it. */
  takeSession(kind: ResumableSession['kind']): ResumableSession | undefined {
    const session = this.#sessions.get(kind);
    this.#sessions.delete(kind);
    return session;
  }

  noteSuite(version: number, suite: number): void {
    const known = this.suites.get(version) ?? [];
    if (!known.includes(suite)) this.suites.set(version, [...known, suite]);
  }

  noteContest(version: number, contest: Contest): void {
    this.contests.set(version, [...(this.contests.get(version) ?? []), contest]);
  }

  /** The newest version before TLS 1.3 whose suites were asked one by one. */
  get measured(): number | undefined {
    return [...this.suites.keys()]
      .filter(
        (version) => version <= versions.tls12 && version >= versions.tls10 && !this.inferred.has(version),
      )
      .toSorted((a, b) => b - a)[0];
  }

  /**
   * Whose order of suites wins in a version: the server's, where one that it has lost to one behind it; the client's, where of two the one in
   * front won both ways round; null while nothing tells.
   */
  serverOrder(version: number): boolean | null {
    const contests = this.contests.get(version) ?? [];
    if (contests.some((contest) => this.#isAgainstOurs(version, contest))) return true;
    const taste = new Taste();
    for (const contest of contests) taste.note(contest);
    return taste.isOurs ? false : null;
  }

  /** The first of ours was taken each time: so our order may decide, or one of the server's that is like it. */
  seemsOurs(version: number): boolean {
    const contests = this.contests.get(version) ?? [];
    return contests.length > 1 && !contests.some((contest) => this.#isAgainstOurs(version, contest));
  }

  #isAgainstOurs(version: number, { offered, chosen }: Contest): boolean {
    const supported = this.suites.get(version) ?? [];
    return offered.slice(0, offered.indexOf(chosen)).some((code) => supported.includes(code));
  }
}

/** Suites that exist before TLS 1.2 too. */
export const isOld = (code: number): boolean => findSuite(code)?.tls12Only === false;
