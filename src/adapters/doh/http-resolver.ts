/**
 * Addresses of policy hosts and AIA hosts: the one importer of dns-over-http-resolver, used where neither DNSSEC state nor RCODE matters.
 * Its own requests are never made: its `request` hook asks our `Resolve` and hands it clean answers (records of the type asked only,
 * since it takes CNAME targets for addresses; TTLs in milliseconds, since that is how it reads them).
 */
import DnsOverHttpResolver from 'dns-over-http-resolver';
import { isAskableName, normaliseName } from '../../core/base/host-name.ts';
import type { DnsAnswer, Resolve } from '../../core/dns/answer.ts';

/** Never dialled: the library wants a server to put its question behind. */
const placeholder = 'https://resolver.invalid/dns-query';

/** The JSON form that the library reads; it looks at `data` and `TTL` only. */
interface JsonAnswer {
  readonly Question: { name: string; type: number }[];
  readonly Answer: { name: string; type: number; data: string; TTL: number }[];
}

/**
 * Make an address look-up for one probe.
 *
 * @returns for a host name: IPv4 first, then IPv6, unguarded; empty where there are none or the DNS failed (the evidence is in `resolve`'s answers)
 */
export function createAddressLookup(resolve: Resolve): (host: string) => Promise<string[]> {
  const resolver = new DnsOverHttpResolver({ request: (resource) => answerAsJson(resolve, resource) });
  resolver.setServers([placeholder]);
  return async (host) => {
    const name = normaliseName(host);
    // The library puts the name into a query string as it is: `a.test&type=TXT` would ask something else.
    if (!isAskableName(name)) return [];
    const families = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    return families.flatMap((family) => (family.status === 'fulfilled' ? family.value : []));
  };
}

async function answerAsJson(resolve: Resolve, resource: string): Promise<JsonAnswer> {
  const query = new URL(resource).searchParams;
  const name = query.get('name') ?? '';
  const type = query.get('type') === 'AAAA' ? 'AAAA' : 'A';
  const answer = await resolve(name, type);
  const addresses = readAddresses(answer);
  // The library knows no empty answer: it would remember it for Math.min() of nothing, for ever.
  if (addresses.length === 0) throw new NoAddress(`${name} ${type}: ${answer.outcome}`);
  const code = type === 'A' ? 1 : 28;
  const ttlMilliseconds = (answer.ttlSeconds ?? 0) * 1000;
  return {
    Question: [{ name, type: code }],
    Answer: addresses.map((data) => ({ name, type: code, data, TTL: ttlMilliseconds })),
  };
}

/** How the hook tells the library that there is nothing; it turns this into a rejection of its own. */
class NoAddress extends Error {
  override name = 'NoAddress';
}

function readAddresses(answer: DnsAnswer): string[] {
  return answer.records.flatMap((record) =>
    record.type === 'A' || record.type === 'AAAA' ? [record.address] : [],
  );
}
