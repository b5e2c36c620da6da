/**
 * Where the sender goes (RFC 5321 §5.1): the mail hosts in groups of equal preference, each address a stop; or why there is no host at all.
 * Within a group the order is random, so every stop may be the first (C7). One-shot clients were given the first host's name.
 */
import { isConclusive, isUnasked } from '../dns/dnssec.ts';
import type { AddressFacts, Facts, HostFacts } from '../facts.ts';
import { oneLookup } from './one-lookup.ts';
import type { SenderProfile } from './profile.ts';
import type { LogEvent, RoutingFailure } from './profile-reactions.ts';

export interface Stop {
  readonly host: HostFacts;
  readonly address: AddressFacts;
}

export interface UnknownHost {
  readonly name: string;
  readonly reason: string;
  /** The DNS failed, for the sender as for the probe; else it was just not looked at. */
  readonly dnsFailed: boolean;
}

export type Route =
  | {
      readonly kind: 'hosts';
      readonly groups: readonly (readonly Stop[])[];
      /** Hosts that can't be dialled: their addresses could not be looked up. */
      readonly unknownHosts: readonly UnknownHost[];
    }
  | {
      readonly kind: 'failed';
      readonly failure: RoutingFailure;
      readonly detail: string;
      /** What the log has other words for than for the failure. */
      readonly event?: LogEvent;
      /** The mail host that has no address; absent: it is about the domain. */
      readonly host?: string;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/** The route of a message to the observed domain. */
export function routeFor(facts: Facts, profile: SenderProfile): Route {
  const { routing } = facts.observation;
  switch (routing.kind) {
    case 'null-mx':
      if (profile.nullMxOfPreference0Only && isRootOfOtherPreference(facts))
        return {
          kind: 'failed',
          failure: 'no-host-address',
          detail: 'the MX is the root, which has no address',
          event: 'mx-is-root',
        };
      return { kind: 'failed', failure: 'null-mx', detail: 'a null MX: the domain takes no mail' };
    case 'no-mail-host':
      return { kind: 'failed', failure: noMailHost(facts), detail: routing.detail };
    case 'unknown':
      return unknownRouting(facts, routing);
    case 'mx':
    case 'implicit-mx':
    case 'direct':
      return hostsRoute(facts, profile);
    default:
      return routing satisfies never;
  }
}

/** No such name, or a name without MX and address: some senders tell them apart (RFC 8020 §2, RFC 5321 §5.1). */
function noMailHost({ observation }: Facts): RoutingFailure {
  const asked = observation.dns.find(({ name, type }) => name === observation.host && type === 'MX');
  return asked?.outcome === 'no-data' ? 'domain-without-host' : 'domain-not-found';
}

/** A look-up that failed for the resolver fails for the sender (C6); one that was not made says nothing. */
function unknownRouting(facts: Facts, { reason, detail }: { reason: string; detail: string }): Route {
  const asked = facts.observation.dns.find(({ type }) => type === 'MX');
  const failed =
    asked && (asked.outcome === 'servfail' || asked.outcome === 'timeout' || asked.dnssec === 'bogus');
  return failed
    ? { kind: 'failed', failure: 'mx-lookup-failed', detail }
    : { kind: 'unknown', reason: `${reason}: ${detail}` };
}

function hostsRoute(facts: Facts, profile: SenderProfile): Route {
  if (profile.nullMxBesideOthers !== 'skipped' && meetsNullMx(facts, profile)) {
    if (profile.nullMxBesideOthers === 'bounce')
      return { kind: 'failed', failure: 'null-mx', detail: 'a null MX, though beside others' };
    return { kind: 'unknown', reason: 'what this sender makes of a null MX beside others is not known' };
  }
  const hosts = profile.kind === 'submission-client' ? firstByName(facts.hosts) : facts.hosts;
  const literal = hosts.length > 0 && hosts.every(({ observation }) => isAddress(observation.name));
  if (literal && profile.routing['mx-is-address'] === 'bounce') {
    return { kind: 'failed', failure: 'mx-is-address', detail: 'the MX is an IP address, not a name' };
  }
  const groups = new Map<number | null, Stop[]>();
  const unknownHosts: UnknownHost[] = [];
  for (const host of hosts) {
    const { preference, name, unknown } = host.observation;
    const stops = groups.get(preference) ?? [];
    groups.set(preference, stops);
    stops.push(...host.addresses.map((address) => ({ host, address })));
    if (host.addresses.length > 0) continue;
    const lookup = addressFailure(facts, host);
    if (lookup) unknownHosts.push({ name, reason: lookup, dnsFailed: true });
    else if (unknown && unknown.reason !== 'dns-failure') {
      unknownHosts.push({ name, reason: unknown.detail, dnsFailed: false });
    }
  }
  if (endsInRoot(facts, profile)) unknownHosts.push({ name: '.', reason: rootUntried, dnsFailed: false });
  const ended = profile.oneLookupForAll && oneLookup(facts, hosts);
  if (ended) return ended;
  const reachable = [...groups.values()].some((stops) => stops.length > 0);
  if (reachable) return { kind: 'hosts', groups: ordered(groups, profile), unknownHosts };
  const [first] = unknownHosts;
  const [best] = hosts;
  if (!first)
    return {
      kind: 'failed',
      failure: 'no-host-address',
      detail: 'no mail host has an address',
      ...(best && { host: best.observation.name }),
    };
  return first.dnsFailed
    ? addressesFailed(first)
    : { kind: 'unknown', reason: `${first.name}: ${first.reason}` };
}

const addressesFailed = ({ name, reason }: UnknownHost): Route => ({
  kind: 'failed',
  failure: 'address-lookup-failed',
  detail: `${name}: ${reason}`,
  host: name,
});

function isRootOfOtherPreference(facts: Facts): boolean {
  const preferences = nullMxPreferences(facts);
  return preferences.length > 0 && !preferences.includes(0);
}

/** Who is given the name of the best host never hears of a null MX that comes after it. */
function meetsNullMx(facts: Facts, { kind }: SenderProfile): boolean {
  const best = kind === 'submission-client' ? facts.hosts[0]?.observation.preference : undefined;
  return nullMxPreferences(facts).some((preference) => preference <= (best ?? preference));
}

/** Passed over on the way to a good host; the last one left, it is tried by some. */
function endsInRoot(facts: Facts, { kind, nullMxBesideOthers }: SenderProfile): boolean {
  if (kind === 'submission-client' || nullMxBesideOthers !== 'skipped') return false;
  const best = facts.hosts[0]?.observation.preference;
  return typeof best === 'number' && nullMxPreferences(facts).some((preference) => preference > best);
}

const rootUntried = 'a null MX comes after the others, and what this sender makes of it is not known';

/** Of null MX records, which RFC 7505 §3 wants alone and of preference 0. */
function nullMxPreferences({ observation }: Facts): readonly number[] {
  return observation.dns
    .filter(({ name, type }) => name === observation.host && type === 'MX')
    .flatMap(({ records }) => records)
    .flatMap((record) =>
      record.type === 'MX' && (record.exchange === '.' || record.exchange === '') ? [record.preference] : [],
    );
}

/** A one-shot client is given one host: of those that are preferred alike, let it be the first by name, whatever order the DNS answers in. */
function firstByName(hosts: readonly HostFacts[]): readonly HostFacts[] {
  const [best] = hosts;
  const alike = hosts.filter(({ observation }) => observation.preference === best?.observation.preference);
  return alike.toSorted((a, b) => (a.observation.name < b.observation.name ? -1 : 1)).slice(0, 1);
}

/** A one-shot client takes addresses as its system's resolver sorts them, IPv6 first (RFC 6724 §2.1); within a family in any order. */
function ordered(
  groups: ReadonlyMap<number | null, Stop[]>,
  profile: SenderProfile,
): readonly (readonly Stop[])[] {
  const lists = [...groups.values()].filter((stops) => stops.length > 0);
  if (profile.kind !== 'submission-client') return lists;
  const families = Map.groupBy(lists.flat(), ({ address }) => address.observation.ip.includes(':'));
  const [six = [], four = []] = [families.get(true), families.get(false)];
  if (profile.ipv4Alone && four.length > 0) return [four];
  return [six, four].filter((stops) => stops.length > 0);
}

/** The look-up of a host's addresses failed, rather than found none. */
function addressFailure(facts: Facts, { observation }: HostFacts): string | undefined {
  const asked = facts.observation.dns.filter(
    ({ name, type }) => name === observation.name && (type === 'A' || type === 'AAAA'),
  );
  const failed = asked.find(({ outcome }) => !isConclusive(outcome) && !isUnasked(outcome));
  return failed && `${failed.type}: ${failed.outcome}`;
}

function isAddress(name: string): boolean {
  return /^\d+(\.\d+){3}$/.test(name) || name.includes(':');
}
