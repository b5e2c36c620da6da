/**
 * The certificate under DANE, as this sender judges it (RFC 7672 §3): what the TLSA records made of the chain (facts/dane.ts), and what
 * single senders ask for beside a matching record, or let pass without one.
 */
import { findDaneName } from '../dane/names.ts';
import { baseDomainOf } from '../facts/dane.ts';
import type { ChainDane, ChainFacts } from '../facts.ts';
import { judgeName } from '../tls-libraries/name-use.ts';
import { type Checked, type CheckInput, word } from './checked.ts';
import { anchorWords, isAnchorExcused } from './dane-anchors.ts';
import { objectionsTo } from './objections.ts';
import type { DanePolicy } from './policy-gate.ts';
import type { SenderProfile } from './profile.ts';

/** Under TLSA records that bind. @throws never */
export function verifyUnderDane(
  input: CheckInput,
  policy: DanePolicy,
  chain: ChainFacts | undefined,
): Checked {
  if (!chain) return { kind: 'failed', what: 'match', why: 'no certificate to match with TLSA' };
  const held = heldAgainst(input, policy, chain);
  if (!held) {
    return {
      kind: 'unknown',
      reason: 'the TLSA records that this sender asks for were not held against the chain',
    };
  }
  const dane = daneAsHeeded(held, input.visit.context.profile);
  const checked = judge(input, policy, chain, dane);
  return checked.kind === 'failed' ? { ...checked, ...anchorWords(input, policy, chain, dane) } : checked;
}

function judge(input: CheckInput, policy: DanePolicy, chain: ChainFacts, dane: ChainDane): Checked {
  const { context } = input.visit;
  const { peer } = context.profile;
  switch (dane.kind) {
    case 'matched':
      if (dane.unsent && context.profile.dane?.unsentAnchor === 'never-matches')
        return { kind: 'failed', what: 'match', why: 'the anchor that TLSA holds is not among what is sent' };
      return matchedByTlsa(input, policy, chain, dane);
    case 'failed':
      if (dane.anchored && isAnchorExcused(dane.anchored, context.profile))
        return matchedByTlsa(input, policy, chain, { usage: 2, depth: dane.anchored.depth });
      if (dane.purposeAlone && input.tls.personality.purpose.value === 'ignored')
        return matchedByTlsa(input, policy, chain, { usage: 2, depth: Number.POSITIVE_INFINITY });
      if (
        dane.reasons.some((reason) => reason.startsWith('name-mismatch')) &&
        isTakenAllTheSame(input, chain)
      )
        return { kind: 'passed', authenticated: false, ...word(peer?.trusted) };
      if (failsByNameAlone(dane.reasons) && isNamed(input, chain))
        return matchedByTlsa(input, policy, chain, { usage: 2, depth: Number.POSITIVE_INFINITY });
      // Who heeds records behind an MX RRset without DNSSEC takes the mail domain's name there, too.
      if (!policy.authenticates && goesByDomain(chain, dane.reasons, context.facts.observation.host))
        return { kind: 'passed', authenticated: false, ...word(peer?.trusted) };
      return dane.undecided
        ? { kind: 'unknown', reason: 'a signature on the way to the TLSA anchor could not be checked here' }
        : { kind: 'failed', what: 'match', why: 'no TLSA record matches the certificate' };
    // A record that another sender finds unusable is one that never matches here; those truly unusable never get this far.
    case 'unusable':
      return { kind: 'failed', what: 'match', why: 'no TLSA record matches the certificate' };
    default:
      return dane satisfies never;
  }
}

/** What the records say that this sender asks for. */
function heldAgainst({ visit }: CheckInput, { owner }: DanePolicy, chain: ChainFacts): ChainDane | undefined {
  const { dane } = visit.stop.host;
  const isUsual = dane.kind === 'records' && dane.answer.name === owner;
  return isUsual ? chain.dane : chain.daneElsewhere?.get(owner);
}

/** Who knows no digest agility takes a record that a stronger digest overrules for as good as that (RFC 7671 §9). */
function daneAsHeeded(dane: ChainDane, profile: SenderProfile): ChainDane {
  if (dane.kind !== 'failed' || !dane.overruled || profile.dane?.digestAgility !== 'none') return dane;
  const { overruled } = dane;
  if (overruled.kind !== 'failed') return overruled.kind === 'matched' ? overruled : dane;
  const purposeAlone = dane.purposeAlone ?? overruled.purposeAlone;
  return {
    kind: 'failed',
    reasons: [...dane.reasons, ...overruled.reasons],
    undecided: dane.undecided || overruled.undecided,
    ...(purposeAlone && { purposeAlone }),
  };
}

/** Some ask for more than a matching record. */
function matchedByTlsa(
  input: CheckInput,
  { authenticates }: DanePolicy,
  chain: ChainFacts,
  { usage, depth }: { readonly usage: 2 | 3; readonly depth: number },
): Checked {
  const { profile } = input.visit.context;
  const { hostNameOnly, minimumKey } = profile.dane ?? {};
  if (hostNameOnly && usage === 2 && !isNamed(input, chain))
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

/** The TLSA base domain, as RFC 7672 §3.2.2 has it or as the sender's library takes a partial wildcard. */
function isNamed({ visit, tls }: CheckInput, { leaf, name }: ChainFacts): boolean {
  const { policy, stop } = visit;
  const base = policy.kind === 'dane' ? baseDomainOf(policy.owner) : stop.host.observation.name;
  if (findDaneName(leaf, [base]) !== undefined) return true;
  if (visit.context.profile.dane?.partialWildcards !== 'as-library') return false;
  return judgeName(tls.personality, { leaf, name, host: base }) === 'accepted';
}

function failsByNameAlone(reasons: readonly string[]): boolean {
  const has = (code: string) => reasons.some((reason) => reason.startsWith(code));
  return has('name-mismatch') && !has('path');
}

function goesByDomain({ leaf }: ChainFacts, reasons: readonly string[], domain: string): boolean {
  return failsByNameAlone(reasons) && findDaneName(leaf, [domain]) !== undefined;
}

/** Weak signatures count on the way to any anchor, weak keys at the anchor, too; GnuTLS, which asks no purpose, holds the anchor to its dates as well. */
function isWeakBelow({ tls, handshake }: CheckInput, chain: ChainFacts, depth: number): boolean {
  const { path, problems } = chain.path;
  const objected = objectionsTo(chain, tls.personality, handshake);
  const weak = objected.some(({ what, certificate }) => {
    const at = certificate === undefined ? Number.POSITIVE_INFINITY : path.indexOf(certificate);
    return what.startsWith('weak-') && (at < depth || (at === depth && what === 'weak-issuer-key'));
  });
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
