/**
 * Before a sender connects: does a policy bind at this mail host, as this sender does DANE (RFC 7672 §2.2) and MTA-STS (RFC 8461 §5)?
 * DANE goes before MTA-STS (RFC 8461 §2). The look-ups were made and read elsewhere; here only which of them this sender heeds.
 */

import { judgeTlsaRecords } from '../dane/records.ts';
import { baseDomainOf, hostDane } from '../facts/dane.ts';
import type { Facts, HostDane, HostFacts, TlsaRecord } from '../facts.ts';
import { mtaStsPolicy } from './mta-sts-gate.ts';
import type { DaneUse, SenderProfile } from './profile.ts';

export type Policy =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'dane';
      readonly records: readonly TlsaRecord[];
      /** The name they stand at. */
      readonly owner: string;
      /** False: the MX RRset is not signed, so a match authenticates nothing. */
      readonly authenticates: boolean;
    }
  | {
      readonly kind: 'mta-sts';
      readonly patterns: readonly string[];
      readonly named: boolean;
      /** It stands behind a record that must not count (RFC 8461 §3.1). */
      readonly despiteRecord?: true;
    }
  /** Records, none of them usable: TLS is required, nobody is authenticated (RFC 7672 §2.2). */
  | { readonly kind: 'dane-unusable' }
  /** The host is passed over: its TLSA records could not be looked up (RFC 7672 §2.1.2). */
  | { readonly kind: 'tlsa-lookup-failed'; readonly detail: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export type DanePolicy = Extract<Policy, { kind: 'dane' }>;

/** One of these binds, and which is not known. */
export interface OneOf {
  readonly kind: 'one-of';
  readonly policies: readonly Policy[];
  readonly reason: string;
}

/** The policy that binds this sender at this host. */
export function policyAt(facts: Facts, host: HostFacts, profile: SenderProfile): Policy | OneOf {
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
      return {
        kind: 'dane',
        records: dane.records,
        owner: dane.answer.name,
        authenticates: dane.routingSecure,
      };
    }
    default:
      return dane satisfies never;
  }
}

/** May this sender act on the record? What it does not look into counts, and matches nothing (RFC 7672 §3.1.3, RFC 6698 §4.1). */
function isUsable(
  record: TlsaRecord,
  { malformedDigest, malformedWhole, unknownSelector }: DaneUse,
): boolean {
  const { usage, selector, matchingType } = record;
  const heeded = matchingType === 0 ? malformedWhole : malformedDigest;
  if (heeded === 'unusable') return judgeTlsaRecords([record])[0]?.standing.kind === 'usable';
  return (
    (usage === 2 || usage === 3) &&
    (selector <= 1 || unknownSelector === 'never-matches') &&
    matchingType <= 2
  );
}

/** The look-up, with only those base domains that this sender asks (RFC 7672 §2.2.2 wants both). */
function daneAsSeenBy(facts: Facts, host: HostFacts, use: DaneUse): HostDane {
  const { observation } = host;
  if (use.baseDomain === 'expanded-then-original' || observation.tlsa.kind === 'skipped') return host.dane;
  const wanted =
    use.baseDomain === 'original' ? observation.name : (observation.canonicalName ?? observation.name);
  const answers = observation.tlsa.answers.filter(({ name }) => baseDomainOf(name) === wanted);
  return hostDane(facts.observation, { ...observation, tlsa: { ...observation.tlsa, answers } });
}

function isRoutingSecure({ observation: { routing } }: Facts): boolean {
  if (routing.kind === 'direct') return true;
  return (routing.kind === 'mx' || routing.kind === 'implicit-mx') && routing.dnssec === 'secure';
}
