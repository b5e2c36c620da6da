/**
 * Before a sender connects: does an MTA-STS policy bind at this mail host, as this sender reads record and policy (RFC 8461 §3-5)? Where its
 * reading is not known, the policies that may bind.
 */
import { textsOf } from '../dns/txt-fields.ts';
import type { Facts, HostFacts } from '../facts.ts';
import type { FetchedMtaSts } from '../mta-sts/assess.ts';
import { readLooseRecord } from '../mta-sts/loose-record.ts';
import { matchMxPattern } from '../mta-sts/match.ts';
import { readAsResolver } from '../mta-sts/postfix-resolver.ts';
import type { OneOf, Policy } from './policy-gate.ts';
import type { MtaStsUse } from './profile.ts';

const none: Policy = { kind: 'none' };

/** The policy that binds this sender at this host. */
export function mtaStsPolicy(facts: Facts, host: HostFacts, use: MtaStsUse): Policy | OneOf {
  const { mtaSts } = facts;
  if (mtaSts.kind === 'not-applicable') return none;
  const reader = { facts, host, use };
  const found = use.reader === 'postfix-mta-sts-resolver' ? resolverPolicy(reader) : strictPolicy(reader);
  const despite = mtaSts.kind === 'none' && found.kind === 'mta-sts';
  return despite ? { ...found, despiteRecord: true } : found;
}

interface Reader {
  readonly facts: Facts;
  readonly host: HostFacts;
  readonly use: MtaStsUse;
}

/** RFC 8461 §3; where it is not kept to the letter, senders may differ. */
function strictPolicy(reader: Reader): Policy | OneOf {
  const { mtaSts } = reader.facts;
  if (mtaSts.kind === 'not-applicable') return none;
  if (mtaSts.kind !== 'none') return fetchedPolicy(mtaSts, reader);
  if (!mtaSts.despite) return none;
  const found = fetchedPolicy(mtaSts.despite, reader);
  const idAlone = mtaSts.recordProblems.every(({ code }) => code === 'id-malformed');
  if (reader.use.takesAnyId && idAlone) return found;
  return oneOf([none, found], 'the MTA-STS record is malformed; whether this sender minds is not known');
}

function fetchedPolicy(fetched: FetchedMtaSts, reader: Reader): Policy | OneOf {
  switch (fetched.kind) {
    case 'failed':
      // Nothing cached is assumed: a policy that can't be had is none (C63).
      return none;
    case 'unknown': {
      const reason = `MTA-STS: ${fetched.detail}`;
      return fetched.unauthenticated
        ? oneOf([none, readPolicy(fetched.unauthenticated, reader)], reason)
        : { kind: 'unknown', reason };
    }
    case 'policy': {
      const read = readPolicy(fetched.policy, reader);
      const problems = [...fetched.record.problems, ...fetched.reasons, ...fetched.policyProblems];
      const doubted = problems.find(({ effect }) => effect === 'some-refuse');
      return doubted ? oneOf([none, read], `MTA-STS: ${doubted.detail}, which not all senders take`) : read;
    }
    default:
      return fetched satisfies never;
  }
}

function readPolicy({ mode: read, mx }: { mode: string; mx: readonly string[] }, reader: Reader) {
  const body = reader.facts.observation.mtaSts?.fetch?.body ?? '';
  const modes = [...body.matchAll(/^mode[ \t]*:[ \t]*([a-z]+)/gm)].map(([, mode = '']) => mode);
  const policies = [read, ...modes.slice(-1)].map((mode) => policyOf(mode, mx, reader));
  return oneOf(policies, 'the MTA-STS policy has two modes');
}

function policyOf(mode: string, patterns: readonly string[], { host, use }: Reader): Policy {
  if (mode === 'testing' && use.testingChangesVerification)
    return {
      kind: 'unknown',
      reason: 'an MTA-STS policy in testing mode changes what this sender verifies',
    };
  if (mode !== 'enforce') return none;
  const named = matchMxPattern(patterns, host.observation.name).kind === 'matched';
  return { kind: 'mta-sts', patterns, named };
}

/** Record and file as postfix-mta-sts-resolver reads them; its host as everybody judges it. */
function resolverPolicy(reader: Reader): Policy | OneOf {
  const { observation, mtaSts } = reader.facts;
  if (mtaSts.kind === 'not-applicable' || !observation.mtaSts) return none;
  const { record, fetch } = observation.mtaSts;
  const found = textsOf(record);
  if (found.kind === 'unknown') {
    // The look-up fails for the sender as for the probe, and it then takes it that there is no record.
    const isOutOfReach = record.outcome === 'servfail' && record.dnssec !== 'bogus';
    return isOutOfReach ? none : { kind: 'unknown', reason: `MTA-STS: ${found.detail}` };
  }
  if (!readLooseRecord(found.texts)) return none;
  const fetched = mtaSts.kind === 'none' ? mtaSts.despite : mtaSts;
  if (!fetched || !fetch || (fetched.kind === 'unknown' && !fetched.unauthenticated))
    return {
      kind: 'unknown',
      reason: `MTA-STS: ${fetched?.kind === 'unknown' ? fetched.detail : 'the policy was not fetched'}`,
    };
  const unchecked = fetched.kind === 'unknown' ? fetched.detail : undefined;
  const read = readAsResolver(fetched.kind === 'unknown' ? [] : fetched.reasons, fetch);
  if (!read) return none;
  const policy = policyOf(read.mode, read.mx, reader);
  const unsure = unchecked ?? read.unsure;
  return unsure === undefined ? policy : oneOf([none, policy], `MTA-STS: ${unsure}`);
}

/** Which of them is not known; no question where all are alike. */
function oneOf(found: readonly (Policy | OneOf)[], reason: string): Policy | OneOf {
  const policies = found.flatMap((policy) => (policy.kind === 'one-of' ? policy.policies : [policy]));
  const [first = none] = policies;
  return policies.every(({ kind }) => kind === first.kind) ? first : { kind: 'one-of', policies, reason };
}
