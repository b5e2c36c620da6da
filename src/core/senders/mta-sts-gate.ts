/**
 * Before a sender connects: does an MTA-STS policy bind at this mail host, as this sender reads record and policy (RFC 8461 §3-5)? Where its
 * reading is not known, the policies that may bind.
 */
import type { Facts, HostFacts } from '../facts.ts';
import type { FetchedMtaSts } from '../mta-sts/assess.ts';
import { matchMxPattern } from '../mta-sts/match.ts';
import type { MtaStsPolicy } from '../mta-sts/policy.ts';
import type { OneOf, Policy } from './policy-gate.ts';
import type { MtaStsUse } from './profile.ts';

const none: Policy = { kind: 'none' };

/** The policy that binds this sender at this host. */
export function mtaStsPolicy(facts: Facts, host: HostFacts, use: MtaStsUse): Policy | OneOf {
  const { mtaSts } = facts;
  if (mtaSts.kind === 'not-applicable') return none;
  if (mtaSts.kind !== 'none') return fetchedPolicy(mtaSts, { facts, host, use });
  if (!mtaSts.despiteId) return none;
  const found = fetchedPolicy(mtaSts.despiteId, { facts, host, use });
  const despite: Policy | OneOf = found.kind === 'mta-sts' ? { ...found, despiteRecord: true } : found;
  return use.malformedId === 'heeded'
    ? despite
    : oneOf([none, despite], "the MTA-STS record's id is malformed; whether this sender minds is not known");
}

interface Reader {
  readonly facts: Facts;
  readonly host: HostFacts;
  readonly use: MtaStsUse;
}

function fetchedPolicy(fetched: FetchedMtaSts, reader: Reader): Policy | OneOf {
  switch (fetched.kind) {
    case 'failed':
      // Nothing cached is assumed: a policy that can't be had is none (C63).
      return none;
    case 'unknown': {
      const reason = `MTA-STS: ${fetched.detail}`;
      if (fetched.unauthenticated) return oneOf([none, readPolicy(fetched.unauthenticated, reader)], reason);
      return isRecordOutOfReach(reader) ? none : { kind: 'unknown', reason };
    }
    case 'policy':
      return readPolicy(fetched.policy, reader);
    default:
      return fetched satisfies never;
  }
}

/** The look-up fails for the sender as for the probe, and this sender then takes it that there is no record. */
function isRecordOutOfReach({ facts: { observation }, use }: Reader): boolean {
  const { outcome, dnssec } = observation.mtaSts?.record ?? {};
  return use.recordOutOfReach === 'no-policy' && outcome === 'servfail' && dnssec !== 'bogus';
}

function readPolicy(policy: MtaStsPolicy, { facts, host, use }: Reader): Policy | OneOf {
  const { contentType, body = '' } = facts.observation.mtaSts?.fetch ?? {};
  const plain = isPlainText(contentType);
  if (!plain && use.otherMediaType === 'no-policy') return none;
  const patterns = [...policy.mx, ...(use.dotIsWildcard ? dottedPatterns(body) : [])];
  const named = matchMxPattern(patterns, host.observation.name).kind === 'matched';
  const modes = modesFor(policy.mode, body, use).map((mode): Policy => {
    if (mode === 'testing' && use.testingChangesVerification)
      return {
        kind: 'unknown',
        reason: 'an MTA-STS policy in testing mode changes what this sender verifies',
      };
    return mode === 'enforce' ? { kind: 'mta-sts', patterns, named } : none;
  });
  const read = oneOf(modes, 'the MTA-STS policy has two modes');
  return plain ? read : oneOf([none, read], 'the MTA-STS policy is not served as text/plain');
}

/** Which of them is not known; no question where all are alike. */
function oneOf(found: readonly (Policy | OneOf)[], reason: string): Policy | OneOf {
  const policies = found.flatMap((policy) => (policy.kind === 'one-of' ? policy.policies : [policy]));
  const [first = none] = policies;
  return policies.every(({ kind }) => kind === first.kind) ? first : { kind: 'one-of', policies, reason };
}

/** What was no mx entry when the facts were read. */
function dottedPatterns(body: string): readonly string[] {
  return [...body.matchAll(/^mx[ \t]*:[ \t]*(\.\S+)/gm)].map(([, pattern]) => `*${pattern}`);
}

/** RFC 8461 §3.2; a policy without a media type is not called another. */
function isPlainText(contentType: string | undefined): boolean {
  const [mediaType = ''] = (contentType ?? '').split(';');
  return ['', 'text/plain'].includes(mediaType.trim().toLowerCase());
}

/** Of two `mode` lines the first counts (RFC 8461 §3.2), and did when the facts were read; one policy server takes the last. */
function modesFor(read: string, body: string, { repeatedMode }: MtaStsUse): readonly string[] {
  const modes = [...body.matchAll(/^mode[ \t]*:[ \t]*([a-z]+)/gm)].map(([, mode = '']) => mode);
  if (new Set(modes).size < 2 || repeatedMode === 'first') return [read];
  return repeatedMode === 'last' ? modes.slice(-1) : [read, ...modes.slice(-1)];
}
