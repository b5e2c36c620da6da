/**
 * The TLSA look-up of one mail host: which names are asked (base domain by the CNAME rules), when none is, and which answer counts.
 * RFC 7672 §2.2.2-2.2.3, RFC 7671 §7. What the records say is judged in core/dane.
 */
import { isAskableName } from '../base/host-name.ts';
import type { TlsaLookup } from '../observation.ts';
import type { HostLookup } from './addresses.ts';
import type { DnsAnswer, Resolve } from './answer.ts';
import { isConclusive } from './dnssec.ts';

/**
 * Ask for a mail host's TLSA records.
 *
 * Every candidate base domain is asked, though a sender by the book stops at the first that has secure records: real senders
 * differ in which of the two names they look at, and the observation serves them all. Which answer counts by the book: facts/dane.ts.
 *
 * @param hostLookup  the host's addresses, looked up first: only they tell whether DANE applies
 * @param port  of the connection, not always 25
 * @throws never
 * @see RFC 7672 §2.2.2, §2.2.3
 */
export async function lookupTlsa(
  resolve: Resolve,
  hostLookup: HostLookup,
  port: number,
): Promise<TlsaLookup> {
  const candidates = tlsaBaseDomains(hostLookup);
  if (candidates.length === 0) return { kind: 'skipped', detail: explainSkip(hostLookup) };
  const names = candidates.map((base) => `_${port}._tcp.${base}`).filter(isAskableName);
  if (names.length === 0) return { kind: 'skipped', detail: 'the TLSA name would be too long for the DNS' };
  const answers = await Promise.all(names.map((name) => resolve(name, 'TLSA')));
  const eaten = answers.find(isTlsaMissing);
  const found = answers.find((answer) => answer.outcome === 'answer');
  return {
    kind: 'asked',
    answers,
    ...(eaten !== undefined && {
      filterSuspected: await isTypeFiltered(resolve, eaten),
      filterTested: eaten.name,
    }),
    ...(found !== undefined && { parentDenied: await isParentDenied(resolve, found) }),
  };
}

/**
 * The TLSA base domains that may count, in the order of preference: the expanded name first, where the whole chain is secure;
 * only the name given, where the chain leads out of the signed DNS; none, where no address is secure.
 *
 * @see RFC 7672 §2.2.2
 */
export function tlsaBaseDomains(lookup: HostLookup): readonly string[] {
  if (lookup.addresses.length === 0) return [];
  if (lookup.dnssec === 'secure') return [...new Set([lookup.canonicalName, lookup.host])];
  return lookup.cnames.length > 0 && lookup.initialDnssec === 'secure' ? [lookup.host] : [];
}

function explainSkip(lookup: HostLookup): string {
  const unsigned =
    lookup.dnssec === 'insecure' ? lookup.cnames.find(({ dnssec }) => dnssec === 'insecure') : undefined;
  if (lookup.failure === undefined && unsigned) {
    return `${lookup.host} is an alias, and ${unsigned.from} -> ${unsigned.to} is not signed with DNSSEC`;
  }
  if (lookup.failure !== undefined) return `${lookup.host} has no address: ${lookup.failure.detail}`;
  return lookup.dnssec === 'insecure'
    ? `the addresses of ${lookup.host} are not signed with DNSSEC`
    : `the addresses of ${lookup.host} are not vouched for by DNSSEC (${lookup.dnssec})`;
}

/**
 * No answer at all for TLSA: a time-out, or the SERVFAIL a resolver makes of its own time-outs. A bogus one is another fault:
 * there the name server did answer.
 */
function isTlsaMissing(answer: DnsAnswer): boolean {
  return answer.outcome === 'timeout' || (answer.outcome === 'servfail' && answer.dnssec !== 'bogus');
}

/** A at the same name is answered, and signed, so the name server is there and only the type TLSA gets lost on the way. */
async function isTypeFiltered(resolve: Resolve, eaten: DnsAnswer): Promise<boolean> {
  const control = await resolve(eaten.name, 'A');
  return isConclusive(control.outcome) && control.dnssec === 'secure';
}

/** Nothing exists below a name that does not exist (RFC 8020 §2): a resolver that asks for `_tcp.` first (RFC 9156) never sees the records. */
async function isParentDenied(resolve: Resolve, found: DnsAnswer): Promise<boolean> {
  return (await resolve(found.name.replace(/^_\d+\./, ''), 'A')).outcome === 'name-error';
}
