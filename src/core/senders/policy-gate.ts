/**
 * Before a sender connects: does a policy bind at this mail host, as this sender does DANE (RFC 7672 §2.2) and MTA-STS (RFC 8461 §5)?
 * DANE goes before MTA-STS (RFC 8461 §2). The look-ups were made and read elsewhere; here only which of them this sender heeds.
 */

import { judgeTlsaRecords } from '../dane/records.ts';
import { hostDane } from '../facts/dane.ts';
import type { Facts, HostDane, HostFacts, TlsaRecord } from '../facts.ts';
import type { DomainMtaSts } from '../mta-sts/assess.ts';
import { matchMxPattern } from '../mta-sts/match.ts';
import type { DaneUse, MtaStsUse, SenderProfile } from './profile.ts';

export type Policy =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'dane';
      readonly records: readonly TlsaRecord[];
      /** The records are those that the facts of the chain were held against. */
      readonly evaluated: boolean;
      /** False: the MX RRset is not signed, so a match authenticates nothing. */
      readonly authenticates: boolean;
    }
  | { readonly kind: 'mta-sts'; readonly patterns: readonly string[]; readonly named: boolean }
  /** Records, none of them usable: TLS is required, nobody is authenticated (RFC 7672 §2.2). */
  | { readonly kind: 'dane-unusable' }
  /** The host is passed over: its TLSA records could not be looked up (RFC 7672 §2.1.2). */
  | { readonly kind: 'tlsa-lookup-failed'; readonly detail: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** The policy that binds this sender at this host. */
export function policyAt(facts: Facts, host: HostFacts, profile: SenderProfile): Policy {
  if (profile.dane) {
    const policy = danePolicy(facts, host, profile.dane);
    if (policy.kind !== 'none') return policy;
  }
  return profile.mtaSts ? mtaStsPolicy(facts, host, profile.mtaSts) : { kind: 'none' };
}

function danePolicy(facts: Facts, host: HostFacts, use: DaneUse): Policy {
  if (use.needsSignedAddresses && host.observation.addressDnssec === 'insecure') return { kind: 'none' };
  const dane = daneAsSeenBy(facts, host, use);
  switch (dane.kind) {
    case 'not-applicable':
      // Addresses without a DNSSEC state: the resolver does not validate, this sender's may.
      return host.observation.addressDnssec === 'indeterminate' && host.observation.addresses.length > 0
        ? { kind: 'unknown', reason: `whether DANE applies can not be told: ${dane.detail}` }
        : { kind: 'none' };
    case 'none':
      return { kind: 'none' };
    case 'unknown':
      return { kind: 'unknown', reason: dane.detail };
    case 'lookup-failed':
      if (use.insecureMx === 'ignores-tlsa' && !isRoutingSecure(facts)) return { kind: 'none' };
      return { kind: 'tlsa-lookup-failed', detail: `${dane.answer.name} TLSA: ${dane.answer.outcome}` };
    case 'records': {
      if (!dane.routingSecure && use.insecureMx === 'ignores-tlsa') return { kind: 'none' };
      if (!dane.records.some((record) => isUsable(record, use))) {
        if ((dane.answer.omittedRecords ?? 0) === 0) return { kind: 'dane-unusable' };
        return {
          kind: 'unknown',
          reason: 'not all TLSA records were read, and none of those read is usable',
        };
      }
      const evaluated = host.dane.kind === 'records' && host.dane.answer.name === dane.answer.name;
      return { kind: 'dane', records: dane.records, evaluated, authenticates: dane.routingSecure };
    }
    default:
      return dane satisfies never;
  }
}

/** May this sender act on the record? What it does not look into counts, and matches nothing (RFC 7672 §3.1.3, RFC 6698 §4.1). */
function isUsable(record: TlsaRecord, { malformedDigest, malformedWhole }: DaneUse): boolean {
  const { usage, selector, matchingType } = record;
  const heeded = matchingType === 0 ? malformedWhole : malformedDigest;
  if (heeded === 'unusable') return judgeTlsaRecords([record])[0]?.standing.kind === 'usable';
  return (usage === 2 || usage === 3) && selector <= 1 && matchingType <= 2;
}

/** The look-up, with only those base domains that this sender asks (RFC 7672 §2.2.2 wants both). */
function daneAsSeenBy(facts: Facts, host: HostFacts, use: DaneUse): HostDane {
  const { observation } = host;
  if (use.baseDomain === 'expanded-then-original' || observation.tlsa.kind === 'skipped') return host.dane;
  const wanted =
    use.baseDomain === 'original' ? observation.name : (observation.canonicalName ?? observation.name);
  const answers = observation.tlsa.answers.filter(({ name }) => name.replace(/^_\d+\._tcp\./, '') === wanted);
  return hostDane(facts.observation, { ...observation, tlsa: { ...observation.tlsa, answers } });
}

function isRoutingSecure({ observation: { routing } }: Facts): boolean {
  if (routing.kind === 'direct') return true;
  return (routing.kind === 'mx' || routing.kind === 'implicit-mx') && routing.dnssec === 'secure';
}

function mtaStsPolicy(facts: Facts, host: HostFacts, use: MtaStsUse): Policy {
  const { mtaSts, observation } = facts;
  switch (mtaSts.kind) {
    case 'none':
      if (use.heedsMalformedId && isOnlyIdMalformed(mtaSts))
        return {
          kind: 'unknown',
          reason: "the MTA-STS record's id is malformed, so its policy was not read",
        };
      return { kind: 'none' };
    case 'not-applicable':
    case 'failed':
      // Nothing cached is assumed: a policy that can't be had is none (C63).
      return { kind: 'none' };
    case 'unknown':
      return { kind: 'unknown', reason: `MTA-STS: ${mtaSts.detail}` };
    case 'policy': {
      if (!isPlainText(observation.mtaSts?.fetch?.contentType)) {
        if (use.otherMediaType === 'no-policy') return { kind: 'none' };
        return { kind: 'unknown', reason: 'the MTA-STS policy is not served as text/plain' };
      }
      const mode = effectiveMode(mtaSts.policy.mode, observation.mtaSts?.fetch?.body ?? '', use);
      if (mode === undefined) return { kind: 'unknown', reason: 'the MTA-STS policy has two modes' };
      if (mode === 'testing' && use.testingChangesVerification)
        return {
          kind: 'unknown',
          reason: 'an MTA-STS policy in testing mode changes what this sender verifies',
        };
      if (mode !== 'enforce') return { kind: 'none' };
      const patterns = [
        ...mtaSts.policy.mx,
        ...(use.dotIsWildcard ? dottedPatterns(observation.mtaSts?.fetch?.body ?? '') : []),
      ];
      const named = matchMxPattern(patterns, host.observation.name).kind === 'matched';
      return { kind: 'mta-sts', patterns, named };
    }
    default:
      return mtaSts satisfies never;
  }
}

function isOnlyIdMalformed({ recordProblems }: Extract<DomainMtaSts, { kind: 'none' }>): boolean {
  const fatal = recordProblems.filter(({ effect }) => effect === 'invalid');
  return fatal.length > 0 && fatal.every(({ code }) => code === 'id-malformed');
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
function effectiveMode(read: string, body: string, { repeatedMode }: MtaStsUse): string | undefined {
  const modes = [...body.matchAll(/^mode[ \t]*:[ \t]*([a-z]+)/gm)].map(([, mode]) => mode);
  if (new Set(modes).size < 2 || repeatedMode === 'first') return read;
  return repeatedMode === 'last' ? modes.at(-1) : undefined;
}
