/**
 * Does DANE apply to a mail host, and what do its TLSA records say of a chain? (RFC 7672 §2.2)
 * The records are judged by core/dane; here the look-up's outcome decides whether they count at all.
 */
import { equalBytes } from '../base/bytes.ts';
import { evaluateDane } from '../dane/evaluate.ts';
import { daneNames } from '../dane/names.ts';
import type { DaneOutcome, DaneReason } from '../dane/outcome.ts';
import { showTlsa } from '../dane/publish.ts';
import { judgeTlsaRecords } from '../dane/records.ts';
import type { DnsAnswer } from '../dns/answer.ts';
import type { AnchoredChain, ChainDane, HostDane } from '../facts.ts';
import type { HostObservation, Observation, TlsaLookup } from '../observation.ts';
import type { ChainContext, SeenChain } from './chain-work.ts';

/** Read the TLSA look-up of one mail host. */
export function hostDane(observation: Observation, { tlsa }: HostObservation): HostDane {
  return readTlsaLookup(tlsa, { routingSecure: isRoutingSecure(observation) });
}

/**
 * The answer that counts for a sender by the book: the first with secure records, or the first that failed before it.
 *
 * @throws never
 * @see RFC 7672 §2.1.2, §2.2
 */
export function readTlsaLookup(tlsa: TlsaLookup, route: { readonly routingSecure: boolean }): HostDane {
  if (tlsa.kind === 'skipped') return { kind: 'not-applicable', detail: tlsa.detail };
  for (const answer of tlsa.answers) {
    switch (answer.outcome) {
      case 'answer': {
        // RFC 7672 §2.2: records that DNSSEC does not vouch for are as good as none.
        if (answer.dnssec === 'bogus') return failed(answer, tlsa);
        if (answer.dnssec !== 'secure') continue;
        const records = answer.records.filter((record) => record.type === 'TLSA');
        return {
          kind: 'records',
          answer,
          baseDomain: baseDomainOf(answer.name),
          records,
          ...route,
        };
      }
      case 'no-data':
      case 'name-error':
        if (answer.dnssec === 'bogus') return failed(answer, tlsa);
        continue;
      case 'servfail':
      case 'refused':
      case 'other-rcode':
      case 'timeout':
      case 'malformed':
        return failed(answer, tlsa);
      case 'unreachable':
      case 'budget':
        return { kind: 'unknown', detail: `${answer.name} TLSA was not asked: ${answer.outcome}` };
      default:
        answer.outcome satisfies never;
    }
  }
  return { kind: 'none' };
}

/** Of the name that TLSA records stand at: `_25._tcp.` and the base domain (RFC 7672 §2.2.3). */
export function baseDomainOf(owner: string): string {
  return owner.replace(/^_\d+\._tcp\./, '');
}

function failed(
  answer: DnsAnswer,
  { filterSuspected = false, filterTested = answer.name }: Extract<TlsaLookup, { kind: 'asked' }>,
): HostDane {
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

interface Holder {
  readonly dane: HostDane;
  readonly observation: Observation;
  readonly context: ChainContext;
}

/** Hold one chain against the host's records; nothing where there are none (RFC 7672 §2.2). */
export function chainDane(holder: Holder, seen: Pick<SeenChain, 'sent' | 'isCut'>): ChainDane | undefined {
  const { dane } = holder;
  if (dane.kind !== 'records') return undefined;
  const held = holdAgainst({ ...holder, dane }, seen);
  if (held.kind !== 'failed') return held;
  const records = judgeTlsaRecords(dane.records).flatMap(({ standing, index }) =>
    standing.kind === 'overruled' ? (dane.records[index] ?? []) : [],
  );
  if (records.length === 0) return held;
  return { ...held, overruled: holdAgainst({ ...holder, dane: { ...dane, records } }, seen) };
}

function holdAgainst(
  { dane, observation, context }: Holder & { readonly dane: Extract<HostDane, { kind: 'records' }> },
  { sent, isCut }: Pick<SeenChain, 'sent' | 'isCut'>,
): ChainDane {
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
      const { usage, depth, record, certificate } = outcome;
      const isSent = sent.some(({ der }) => certificate && equalBytes(der, certificate));
      const unsent = usage === 2 && !isSent && ({ unsent: true } as const);
      return { kind: 'matched', usage, depth, record: showTlsa(record.record), ...unsent };
    }
    case 'failed': {
      const reasons = outcome.reasons.map(({ code, detail }) => `${code}: ${detail}`);
      if (isPart) reasons.push(unread);
      // What fits may be among the certificates, or the records, that were not looked at.
      const undecided = outcome.undecided || isCut || isPart;
      const anchored = anchoredChain(outcome);
      return {
        kind: 'failed',
        reasons,
        undecided,
        ...(anchored && { anchored }),
        ...(isPurposeAlone(outcome.reasons) && { purposeAlone: true }),
      };
    }
    default:
      return outcome satisfies never;
  }
}

/** Senders differ in what they ask of the anchor itself. */
function anchoredChain({
  nearest,
  reasons,
}: Extract<DaneOutcome, { kind: 'failed' }>): AnchoredChain | undefined {
  if (nearest?.usage !== 2) return undefined;
  const { depth, record } = nearest;
  const against = reasons.filter((reason) => reason.record === record.index);
  const problems = against.flatMap((reason) => reason.problems ?? []);
  const own = problems.filter((problem) => problem.depth === depth);
  const named = !against.some(({ code }) => code === 'name-mismatch');
  return {
    record: showTlsa(record.record),
    depth,
    faults: own.map(({ code }) => code),
    otherwiseRight: named && own.length === problems.length,
  };
}

/** Some record leads to an anchor that a sender which asks for no purpose takes (RFC 5280 §4.2.1.12). */
function isPurposeAlone(reasons: readonly DaneReason[]): boolean {
  return reasons.some(
    ({ record, problems = [] }) =>
      problems.length > 0 &&
      problems.every(({ code }) => code === 'extended-key-usage') &&
      !reasons.some((other) => other.code === 'name-mismatch' && other.record === record),
  );
}
