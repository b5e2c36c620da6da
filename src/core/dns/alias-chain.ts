/**
 * From the answer section of one response to what the question gets: the CNAME chain from the name asked, and the records at its end.
 * Records of other names are ignored: nobody asked for them (RFC 2181 §5.4.1).
 */
import { fail, ok, type Result } from '../base/result.ts';
import type { DnsAnswer, RecordType } from './answer.ts';

/** As many as BIND follows; unbound stops at 11. */
const maxAliases = 16;

export interface OwnedRecord<Record> {
  readonly owner: string;
  readonly ttlSeconds: number;
  readonly data: Record;
}

export interface AliasChain<Record> {
  readonly cnames: DnsAnswer['cnames'];
  /** Owned by the name at the end of the chain. */
  readonly records: readonly OwnedRecord<Record>[];
  /** Smallest TTL of chain and records; null when both are empty. */
  readonly ttlSeconds: number | null;
}

/**
 * Follow the aliases.
 *
 * @param section.aliases  every CNAME of the section; `data` is its target
 * @param section.records  every record of the type asked (when that is CNAME, the aliases are not followed: RFC 1034 §3.6.2)
 * @throws never: a loop or an endless chain is a named failure
 */
export function followAliases<Record>(
  question: { readonly name: string; readonly type: RecordType },
  section: {
    readonly aliases: readonly OwnedRecord<string>[];
    readonly records: readonly OwnedRecord<Record>[];
  },
): Result<AliasChain<Record>, 'alias-loop' | 'alias-chain-too-long'> {
  const targets = new Map(section.aliases.map((alias) => [alias.owner, alias]));
  const cnames: DnsAnswer['cnames'] = [];
  const ttls: number[] = [];
  const visited = new Set([question.name]);
  let name = question.name;
  while (question.type !== 'CNAME') {
    const alias = targets.get(name);
    if (alias === undefined) break;
    if (visited.has(alias.data)) return fail('alias-loop');
    if (cnames.length === maxAliases) return fail('alias-chain-too-long');
    cnames.push({ from: name, to: alias.data });
    ttls.push(alias.ttlSeconds);
    visited.add(alias.data);
    name = alias.data;
  }
  const records = section.records.filter((record) => record.owner === name);
  for (const record of records) ttls.push(record.ttlSeconds);
  return ok({ cnames, records, ttlSeconds: ttls.length === 0 ? null : Math.min(...ttls) });
}
