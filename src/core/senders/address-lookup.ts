/**
 * What the system's resolver tells a client that looks up a host's A and AAAA at once (getaddrinfo, RFC 3493 §6.1), where it finds no address.
 * glibc's stub resolver: resolv/res_send.c, send_dg; resolv/nss_dns/dns-host.c, gaih_getanswer. The clients' own texts: library-words/getaddrinfo.ts.
 */
import type { DnsAnswer } from '../dns/answer.ts';
import type { Facts } from '../facts.ts';

/** EAI_NONAME, EAI_NODATA, EAI_AGAIN; this one apart where it is for want of an answer: some clients ask by themselves before. */
export type AddressLookup = 'no-name' | 'no-data' | 'try-again' | 'silent-a' | 'silent-aaaa';

/**
 * A resolver that took so long to fail had waited for servers that are silent. It knew them from the questions before; one that does not waits
 * longer still (unbound: ten seconds), and longer than a stub does (five: resolv.conf(5), `timeout`).
 */
const silentAfterMs = 1_000;

/**
 * One look-up that is refused beside one that is answered leaves that answer; one that is silent is asked again, and in the end all is silence.
 *
 * @returns undefined where the answers do not tell, or there is an address
 */
export function addressLookup({ observation }: Facts, host: string): AddressLookup | undefined {
  const ofHost = observation.dns.filter(({ name }) => name === host);
  // No such name has no records of any type (RFC 8020 §2).
  if (ofHost.some(({ outcome }) => outcome === 'name-error')) return 'no-name';
  const asked = ofHost.filter(({ type }) => type === 'A' || type === 'AAAA');
  if (asked.length === 0 || asked.some(({ outcome }) => outcome === 'answer')) return undefined;
  const seen = asked.map(asSeenByStub);
  if (seen.includes('unknown')) return undefined;
  const silent = asked.filter((_, i) => seen[i] === 'silent').map(({ type }) => type);
  if (silent.length > 0) return silent.includes('A') ? 'silent-a' : 'silent-aaaa';
  return seen.includes('no-data') ? 'no-data' : 'try-again';
}

function asSeenByStub({ outcome, failedAfterMs }: DnsAnswer): 'no-data' | 'silent' | 'refused' | 'unknown' {
  switch (outcome) {
    case 'no-data':
      return outcome;
    case 'timeout':
      return 'silent';
    case 'servfail':
    case 'refused':
    case 'other-rcode':
      if (failedAfterMs === undefined) return 'unknown';
      return failedAfterMs > silentAfterMs ? 'silent' : 'refused';
    default:
      return 'unknown';
  }
}
