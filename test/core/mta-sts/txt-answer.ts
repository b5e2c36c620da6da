/** DNS answers for TXT look-ups, for tests. */
import type { DnsAnswer } from '../../../src/core/dns/answer.ts';

/** An answer with these records, each a list of strings; NODATA when there are none. */
export function txtAnswer(name: string, ...records: readonly (readonly string[])[]): DnsAnswer {
  return {
    name,
    type: 'TXT',
    outcome: records.length > 0 ? 'answer' : 'no-data',
    records: records.map((strings) => ({ type: 'TXT', strings: [...strings] })),
    cnames: [],
    rcode: 'NOERROR',
    ad: false,
    dnssec: 'insecure',
    ede: [],
    ttlSeconds: 300,
    resolver: 'https://resolver.test/dns-query',
    failedResolvers: [],
  };
}
