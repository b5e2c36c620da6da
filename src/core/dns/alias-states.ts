/**
 * The DNSSEC state of each link of an alias chain. One AD bit covers a whole answer: where it is not set, a signed alias into an unsigned
 * zone and an unsigned alias into a signed one look alike, and DANE tells them apart (RFC 7672 §2.2.2, §2.2.3; RFC 7671 §7; C19-C21).
 * So each link is asked for by itself (a CNAME question follows no alias, RFC 1034 §3.6.2), and only where the whole is not secure.
 */
import type { DnsAlias, DnsAnswer, Resolve } from './answer.ts';
import { isConclusive } from './dnssec.ts';

/** Real chains have one to three links; those of a longer one stay unknown from here on. */
const maxLinksAsked = 8;

/**
 * An answer with the states of its aliases.
 *
 * @param resolve  remembers: several answers share a chain
 * @returns the same answer where it has no alias, or where nothing is known of its own state (no resolver that validates was had)
 * @throws never
 */
export async function withAliasStates(resolve: Resolve, answer: DnsAnswer): Promise<DnsAnswer> {
  const { type, cnames, dnssec } = answer;
  // A CNAME question has no chain; were one given, asking for its links would wait for itself.
  if (type === 'CNAME' || cnames.length === 0 || dnssec === 'indeterminate') return answer;
  if (dnssec === 'secure') return { ...answer, cnames: cnames.map((link) => ({ ...link, dnssec })) };
  const links = cnames.map((link, position) => (position < maxLinksAsked ? askLink(resolve, link) : link));
  return { ...answer, cnames: await Promise.all(links) };
}

async function askLink(resolve: Resolve, link: DnsAlias): Promise<DnsAlias> {
  const { outcome, records, dnssec } = await resolve(link.from, 'CNAME');
  // An alias that changed in between, or is gone, says nothing about this one; a bogus one comes without records.
  const same = records.some((record) => record.type === 'CNAME' && record.target === link.to);
  return same || !isConclusive(outcome) ? { ...link, dnssec } : link;
}

/** One link for people: `mx.example.org -> host.example.net (insecure)`. */
export function describeAlias({ from, to, dnssec }: DnsAlias): string {
  return `${from} -> ${to} (${dnssec ?? 'not known'})`;
}

/**
 * Where a chain leaves the signed DNS.
 *
 * @returns the name whose zone is not signed: that of the first link that is not secure, or of the end where all links are;
 * undefined where the state of a link before it is not known
 */
export function unsignedName(cnames: readonly DnsAlias[]): string | undefined {
  const first = cnames.find((link) => link.dnssec !== 'secure');
  if (first === undefined) return cnames.at(-1)?.to;
  return first.dnssec === 'insecure' ? first.from : undefined;
}
