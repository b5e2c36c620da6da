/**
 * The certificate, as this sender judges it on this connection: under DANE (RFC 7672 §3), under MTA-STS (RFC 8461 §4.2), always (client
 * libraries), or only for the word in its log. Also finds that word.
 */
import type { ChainFacts } from '../facts.ts';
import { type Checked, type CheckInput, word } from './checked.ts';
import { verifyUnderDane } from './dane-verification.ts';
import { type Objected, objectionsTo, objectionToName } from './objections.ts';
import type { Policy } from './policy-gate.ts';
import { fitsPolicy, isMatched, type Judgement } from './trust.ts';

/** Verify as far as this sender does. */
export function verify(input: CheckInput): Checked {
  const { policy, context } = input.visit;
  const { chain } = input.session;
  if (policy.kind === 'dane') return verifyUnderDane(input, policy, chain);
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
