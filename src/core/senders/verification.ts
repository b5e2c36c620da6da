/**
 * The certificate, as this sender judges it on this connection: under DANE (RFC 7672 §3), under MTA-STS (RFC 8461 §4.2), always (client
 * libraries), or only for the word in its log. Also finds that word.
 */
import { findDaneName } from '../dane/names.ts';
import { judgeTlsaRecords } from '../dane/records.ts';
import type { ChainFacts, TlsSessionFacts } from '../facts.ts';
import type { Handshake } from '../tls/facts.ts';
import { type Objected, objectionsTo, objectionToName } from './objections.ts';
import type { Policy } from './policy-gate.ts';
import type { TlsUse } from './profile.ts';
import { fitsPolicy, isMatched, type Judgement } from './trust.ts';
import type { Visit } from './visit.ts';

export type Checked =
  | { readonly kind: 'passed'; readonly authenticated: boolean; readonly peer?: string }
  /** `trust`: the chain; `match`: the name, the policy or the TLSA records. */
  | {
      readonly kind: 'failed';
      readonly what: 'trust' | 'match';
      readonly why: string;
      /** What its library objects to; absent: it was not the library that refused. */
      readonly objections?: readonly Objected[];
      /** The mx patterns of a policy that does not name the host. */
      readonly notAmong?: readonly string[];
    }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface CheckInput {
  readonly visit: Visit;
  readonly session: TlsSessionFacts;
  readonly handshake: Handshake;
  readonly tls: TlsUse;
}

/** Verify as far as this sender does. */
export function verify(input: CheckInput): Checked {
  const { policy, context } = input.visit;
  const { chain } = input.session;
  if (policy.kind === 'dane') return underDane(input, policy, chain);
  if (policy.kind === 'mta-sts') return underMtaSts(input, policy, chain);
  const { profile } = context;
  if (profile.verification.when !== 'always') {
    return { kind: 'passed', authenticated: false, ...word(opportunisticWord(input, chain)) };
  }
  if (!chain) return { kind: 'failed', what: 'trust', why: 'no certificate to verify' };
  const objections = objectionsTo(chain, input.tls.personality, input.handshake);
  const host = input.visit.stop.host.observation.name;
  const asks = { verification: profile.verification, personality: input.tls.personality };
  const matched = isMatched(chain, asks, host);
  const all = matched === false ? [...objections, objectionToName(chain, host)] : objections;
  if (objections.length > 0) return untrusted(objections, all);
  if (matched === undefined)
    return { kind: 'unknown', reason: 'only the common name fits, and whether it counts is not known' };
  if (!matched)
    return { kind: 'failed', what: 'match', why: 'the certificate is for another name', objections: all };
  return { kind: 'passed', authenticated: true, ...word(profile.peer?.trusted) };
}

function underDane(
  input: CheckInput,
  policy: Extract<Policy, { kind: 'dane' }>,
  chain: ChainFacts | undefined,
): Checked {
  const { context } = input.visit;
  const { peer } = context.profile;
  if (!chain) return { kind: 'failed', what: 'match', why: 'no certificate to match with TLSA' };
  if (!policy.evaluated || !chain.dane) {
    return {
      kind: 'unknown',
      reason: 'the TLSA records that this sender asks for were not held against the chain',
    };
  }
  switch (chain.dane.kind) {
    case 'matched':
      return matchedByTlsa(input, policy, chain, chain.dane);
    case 'failed':
      if (chain.dane.purposeAlone && input.tls.personality.purpose.value === 'ignored')
        return matchedByTlsa(input, policy, chain, { usage: 2, depth: Number.POSITIVE_INFINITY });
      if (context.profile.dane?.digestAgility === 'none' && hasOverruled(policy.records))
        return {
          kind: 'unknown',
          reason: 'this sender takes the weaker TLSA digests too, which were not held against the chain',
        };
      if (
        chain.dane.reasons.some((reason) => reason.startsWith('name-mismatch')) &&
        isTakenAllTheSame(input, chain)
      )
        return { kind: 'passed', authenticated: false, ...word(peer?.trusted) };
      // Who heeds records behind an MX RRset without DNSSEC takes the mail domain's name there, too.
      if (!policy.authenticates && goesByDomain(chain, chain.dane.reasons, context.facts.observation.host))
        return { kind: 'passed', authenticated: false, ...word(peer?.trusted) };
      return chain.dane.undecided
        ? { kind: 'unknown', reason: 'a signature on the way to the TLSA anchor could not be checked here' }
        : { kind: 'failed', what: 'match', why: 'no TLSA record matches the certificate' };
    // A record that another sender finds unusable is one that never matches here; those truly unusable never get this far.
    case 'unusable':
      return { kind: 'failed', what: 'match', why: 'no TLSA record matches the certificate' };
    default:
      return chain.dane satisfies never;
  }
}

/** Digests that a stronger one stands beside (RFC 7671 §9). */
function hasOverruled(records: Extract<Policy, { kind: 'dane' }>['records']): boolean {
  return judgeTlsaRecords(records).some(({ standing }) => standing.kind === 'overruled');
}

/** Some ask for more than a matching record. */
function matchedByTlsa(
  input: CheckInput,
  { authenticates }: Extract<Policy, { kind: 'dane' }>,
  chain: ChainFacts,
  { usage, depth }: { readonly usage: 2 | 3; readonly depth: number },
): Checked {
  const { profile } = input.visit.context;
  const { dane, observation } = input.visit.stop.host;
  const base = dane.kind === 'records' ? dane.baseDomain : observation.name;
  const { hostNameOnly, minimumKey } = profile.dane ?? {};
  if (hostNameOnly && usage === 2 && findDaneName(chain.leaf, [base]) === undefined)
    return isTakenAllTheSame(input, chain)
      ? { kind: 'passed', authenticated: false, ...word(profile.peer?.trusted) }
      : {
          kind: 'failed',
          what: 'match',
          why: 'a TLSA record matches, but the certificate names another host',
        };
  if (usage === 2 && isWeakBelow(input, chain, depth))
    return {
      kind: 'failed',
      what: 'match',
      why: 'a TLSA record matches, but the path to its anchor is too weak or too old',
    };
  const { publicKey } = chain.leaf;
  const bits = publicKey.kind === 'rsa' ? publicKey.bits : undefined;
  if (minimumKey && bits !== undefined && bits < input.tls.personality.minimumRsaBits.value)
    return { kind: 'failed', what: 'match', why: 'a TLSA record matches, but the key is too small' };
  return authenticates
    ? { kind: 'passed', authenticated: true, ...word(profile.peer?.dane) }
    : { kind: 'passed', authenticated: false, ...word(profile.peer?.trusted) };
}

function goesByDomain({ leaf }: ChainFacts, reasons: readonly string[], domain: string): boolean {
  const has = (code: string) => reasons.some((reason) => reason.startsWith(code));
  return has('name-mismatch') && !has('path') && findDaneName(leaf, [domain]) !== undefined;
}

/** Weak signatures and keys count on the way to any anchor; GnuTLS, which asks no purpose, holds the anchor to its dates, too. */
function isWeakBelow({ tls, handshake }: CheckInput, chain: ChainFacts, depth: number): boolean {
  const { path, problems } = chain.path;
  const objected = objectionsTo(chain, tls.personality, handshake);
  const weak = objected.some(
    ({ what, certificate }) =>
      what.startsWith('weak-') && certificate !== undefined && path.indexOf(certificate) < depth,
  );
  const dated = tls.personality.anchorDates?.value === 'checked';
  return weak || (dated && problems.some(({ code, depth: at }) => at === depth && datesOf.has(code)));
}

const datesOf: ReadonlySet<string> = new Set(['expired', 'not-yet-valid']);

/** An anchor fits, and only the name is another: some look at the public roots then. */
function isTakenAllTheSame({ visit, tls, handshake }: CheckInput, chain: ChainFacts): boolean {
  const { dane } = visit.context.profile;
  return (
    dane?.wrongName === 'taken-where-trusted' && objectionsTo(chain, tls.personality, handshake).length === 0
  );
}

function underMtaSts(
  input: CheckInput,
  policy: Extract<Policy, { kind: 'mta-sts' }>,
  chain: ChainFacts | undefined,
): Checked {
  const { stop, context } = input.visit;
  const { mtaSts, peer } = context.profile;
  if (!chain || !mtaSts) return { kind: 'failed', what: 'trust', why: 'no certificate to verify' };
  const objections = objectionsTo(chain, input.tls.personality, input.handshake);
  if (objections.length > 0) return untrusted(objections);
  if (mtaSts.matches === 'host' && !policy.named) {
    const why = 'the MTA-STS policy does not name this host';
    return { kind: 'failed', what: 'match', why, notAmong: policy.patterns };
  }
  const host = stop.host.observation.name;
  const fits = fitsPolicy(chain, mtaSts, { host, patterns: policy.patterns });
  if (fits === undefined)
    return { kind: 'unknown', reason: 'whether this sender takes such a name is not known' };
  if (!fits)
    return {
      kind: 'failed',
      what: 'match',
      why: 'the certificate does not name this host as MTA-STS demands',
    };
  return { kind: 'passed', authenticated: true, ...word(peer?.mtaSts) };
}

function untrusted(objections: readonly Objected[], all = objections): Checked {
  const what = [...new Set(objections.map((objected) => objected.what))].join(', ');
  return { kind: 'failed', what: 'trust', why: `the certificate is not trusted (${what})`, objections: all };
}

/** The word of a sender that does not act on it. */
function opportunisticWord(
  { visit, handshake, tls }: CheckInput,
  chain: ChainFacts | undefined,
): string | undefined {
  const { peer, verification } = visit.context.profile;
  if (handshake.keyExchange === 'anonymous') return peer?.anonymous;
  if (!chain) return peer?.untrusted;
  const trusted = objectionsTo(chain, tls.personality, handshake).length === 0;
  const matched: Judgement = verification.name
    ? isMatched(chain, { verification, personality: tls.personality }, visit.stop.host.observation.name)
    : true;
  if (trusted && matched === undefined) return undefined;
  return trusted && matched ? peer?.trusted : peer?.untrusted;
}

function word(peer: string | undefined): { peer?: string } {
  return peer === undefined ? {} : { peer };
}
