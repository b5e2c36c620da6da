/**
 * Does DANE apply to a mail host, and what do its TLSA records say of a chain? (RFC 7672 §2.2)
 * The records are judged by core/dane; here the look-up's outcome decides whether they count at all.
 */
import { evaluateDane } from '../dane/evaluate.ts';
import { daneNames } from '../dane/names.ts';
import { showTlsa } from '../dane/publish.ts';
import type { DnsAnswer, DnsRecord } from '../dns/answer.ts';
import type { ChainDane } from '../facts.ts';
import type { HostObservation, Observation } from '../observation.ts';
import type { ChainInput } from './chain.ts';
import type { SeenChain } from './chain-work.ts';

export type TlsaRecord = Extract<DnsRecord, { type: 'TLSA' }>;

/**
 * `not-applicable`: no secure address, or never asked; `none`: a proven or insecure "no records" (C10);
 * `lookup-failed`: neither proven present nor absent, so a DANE sender waits (C15); `records`: a secure RRset.
 */
export type HostDane =
  | { readonly kind: 'not-applicable'; readonly detail: string }
  | { readonly kind: 'none' }
  /** No resolver could be asked: a sender's own resolver may know. */
  | { readonly kind: 'unknown'; readonly detail: string }
  | { readonly kind: 'lookup-failed'; readonly answer: DnsAnswer; readonly filterSuspected: boolean }
  | {
      readonly kind: 'records';
      readonly answer: DnsAnswer;
      /** Where the records were found: the name asked without `_port._tcp.` (RFC 7672 §2.2.3). */
      readonly baseDomain: string;
      readonly records: readonly TlsaRecord[];
      /** The MX RRset is secure too: without that DANE resists no downgrade (RFC 7672 §2.2.1). */
      readonly routingSecure: boolean;
    };

/** Read the TLSA look-up of one mail host. */
export function hostDane(observation: Observation, host: HostObservation): HostDane {
  if (host.tlsa.kind === 'skipped') return { kind: 'not-applicable', detail: host.tlsa.detail };
  for (const answer of host.tlsa.answers) {
    switch (answer.outcome) {
      case 'answer': {
        // RFC 7672 §2.2: records that DNSSEC does not vouch for are as good as none.
        if (answer.dnssec === 'bogus') return failed(answer, host);
        if (answer.dnssec !== 'secure') continue;
        const records = answer.records.filter((record) => record.type === 'TLSA');
        return {
          kind: 'records',
          answer,
          baseDomain: answer.name.replace(/^_\d+\._tcp\./, ''),
          records,
          routingSecure: isRoutingSecure(observation),
        };
      }
      case 'no-data':
      case 'name-error':
        if (answer.dnssec === 'bogus') return failed(answer, host);
        continue;
      case 'servfail':
      case 'refused':
      case 'other-rcode':
      case 'timeout':
      case 'malformed':
        return failed(answer, host);
      case 'unreachable':
      case 'budget':
        return { kind: 'unknown', detail: `${answer.name} TLSA was not asked: ${answer.outcome}` };
      default:
        answer.outcome satisfies never;
    }
  }
  return { kind: 'none' };
}

function failed(answer: DnsAnswer, host: HostObservation): HostDane {
  if (host.tlsa.kind !== 'asked') return { kind: 'lookup-failed', answer, filterSuspected: false };
  const { filterSuspected = false, filterTested = answer.name } = host.tlsa;
  return {
    kind: 'lookup-failed',
    answer,
    filterSuspected: filterSuspected && filterTested === answer.name,
  };
}

/** The mail host was named by the caller, or by an MX look-up that DNSSEC vouches for. */
function isRoutingSecure({ routing }: Observation): boolean {
  if (routing.kind === 'direct') return true;
  return (routing.kind === 'mx' || routing.kind === 'implicit-mx') && routing.dnssec === 'secure';
}

/** The mail domain, and what it stands for where it is an alias. */
function nextHopOf({ host, dns }: Observation): { domain: string; expanded?: string } {
  const asked = dns.find(({ name, type }) => name === host && type === 'MX');
  const expanded = asked?.cnames.at(-1)?.to;
  return { domain: host, ...(expanded !== undefined && { expanded }) };
}

/** Hold one chain against the host's records; nothing where there are none (RFC 7672 §2.2). */
export function chainDane(
  { dane, observation, context }: ChainInput,
  { sent, isCut }: Pick<SeenChain, 'sent' | 'isCut'>,
): ChainDane | undefined {
  if (dane.kind !== 'records') return undefined;
  // Only names that DNSSEC led to may vouch for the leaf (RFC 7672 §3.2.2).
  const nextHop = dane.routingSecure && observation.form === 'domain' ? nextHopOf(observation) : undefined;
  const names = daneNames({ baseDomain: dane.baseDomain, ...(nextHop && { nextHop }) });
  const { now, cryptography, work } = context;
  const omitted = dane.answer.omittedRecords ?? 0;
  const isPart = omitted > 0;
  const unread = `budget: ${omitted} more records are not read`;
  const { outcome } = evaluateDane({
    records: dane.records,
    chain: sent.map(({ der }) => der),
    certificates: sent.map(({ read }) => (read.ok ? read.value.facts : undefined)),
    work: work.paths,
    names,
    now,
    cryptography,
  });
  switch (outcome.kind) {
    case 'no-records':
    case 'all-unusable':
      // A record whose data can't be read is there, and usable by nobody (RFC 7672 §3.1.3).
      if (isPart) return { kind: 'failed', reasons: [unread], undecided: true };
      return { kind: 'unusable' };
    case 'matched': {
      const { usage, depth, record } = outcome;
      return { kind: 'matched', usage, depth, record: showTlsa(record.record) };
    }
    case 'failed': {
      const reasons = outcome.reasons.map(({ code, detail }) => `${code}: ${detail}`);
      if (isPart) reasons.push(unread);
      // What fits may be among the certificates, or the records, that were not looked at.
      return { kind: 'failed', reasons, undecided: outcome.undecided || isCut || isPart };
    }
    default:
      return outcome satisfies never;
  }
}
