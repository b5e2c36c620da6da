/**
 * The town's names as one literal: records, which of them a validating resolver would call secure, and look-ups made to fail.
 * Answers a question as a resolver does: CNAMEs followed, an empty non-terminal told from a name that is not there (RFC 8020 §2).
 */
import type { DnsRecord } from '../core/dns/answer.ts';
import { type DnsQuery, type DnsReply, typeCodes } from './dns-wire.ts';

/**
 * `servfail`: always; `bogus`: SERVFAIL, but data with CD set, as a validator does (RFC 4035 §3.2.2);
 * `refused`: REFUSED; `silence`: no answer ever comes.
 */
export type ZoneFault = 'servfail' | 'bogus' | 'refused' | 'silence';

export interface ZoneName {
  readonly records: readonly DnsRecord[];
  /** Default false: the zone is not signed. */
  readonly secure?: boolean;
  /** By record type asked for. */
  readonly faults?: Partial<Record<DnsRecord['type'], ZoneFault>>;
}

export interface Zone {
  /** e.g. `badmx.test`; the resolver refuses what is below none of them. */
  readonly apexes: readonly string[];
  readonly names: Readonly<Record<string, ZoneName>>;
}

const ttlSeconds = 60;
const longestChain = 8;

/** What the resolver says; null: it says nothing. */
export function answerFrom(zone: Zone, query: DnsQuery): DnsReply | null {
  const apex = zone.apexes.find((each) => query.name === each || query.name.endsWith(`.${each}`));
  const reply = (rest: Partial<DnsReply>): DnsReply => ({
    rcode: 'NOERROR',
    authenticData: false,
    answers: [],
    ttlSeconds,
    zone: apex ?? '',
    ...rest,
  });
  // An address in place of a name: the root has no top-level domain of digits.
  if (/(^|\.)\d+$/.test(query.name)) return reply({ rcode: 'NXDOMAIN' });
  if (apex === undefined) return reply({ rcode: 'REFUSED' });
  const answers: DnsReply['answers'][number][] = [];
  let name = query.name;
  let secure = true;
  for (let hop = 0; hop <= longestChain; hop++) {
    const entry = zone.names[name];
    const fault = entry && faultFor(entry, query);
    if (fault === 'silence') return null;
    if (fault === 'refused') return reply({ rcode: 'REFUSED' });
    if (fault === 'servfail') return reply({ rcode: 'SERVFAIL', extendedError: 'No Reachable Authority' });
    if (fault === 'bogus') {
      if (!query.checkingDisabled) return reply({ rcode: 'SERVFAIL', extendedError: 'DNSSEC Bogus' });
      secure = false;
    }
    if (!entry) {
      const exists = name === apex || Object.keys(zone.names).some((known) => known.endsWith(`.${name}`));
      const authenticData = secure && enclosingIsSecure(zone, name);
      return reply({ rcode: exists ? 'NOERROR' : 'NXDOMAIN', answers, authenticData });
    }
    secure &&= entry.secure === true;
    const found = entry.records.filter((record) => typeCodes[record.type] === query.type);
    for (const record of found) answers.push({ name, record });
    const alias = entry.records.find((record) => record.type === 'CNAME');
    if (found.length > 0 || !alias) return reply({ answers, authenticData: secure });
    answers.push({ name, record: alias });
    name = alias.target;
  }
  return reply({ rcode: 'SERVFAIL' });
}

/** That a name is not there can be proved where the nearest name above it is signed (RFC 4035 §5.4). */
function enclosingIsSecure(zone: Zone, name: string): boolean {
  const labels = name.split('.');
  const above = labels
    .map((_, i) => labels.slice(i).join('.'))
    .find((each) => zone.names[each] !== undefined);
  return above !== undefined && zone.names[above]?.secure === true;
}

function faultFor(entry: ZoneName, query: DnsQuery): ZoneFault | undefined {
  const type = Object.entries(typeCodes).find(([, code]) => code === query.type)?.[0];
  return Object.entries(entry.faults ?? {}).find(([name]) => name === type)?.[1];
}
