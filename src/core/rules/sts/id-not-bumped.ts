/**
 * The policy file has changed and the record's id has not, so senders do not look again (RFC 8461 §3.1, §8.1; C65).
 * Seen only where an earlier policy is known: from a cache, or from the caller.
 */

import { changesOf } from '../../mta-sts/evaluate.ts';
import { boundUntil } from '../../mta-sts/known-policy.ts';
import { matchMxPattern } from '../../mta-sts/match.ts';
import { policyRecord } from '../../mta-sts/publish.ts';
import { type Match, type Rule, rfc } from '../rule.ts';

export const idNotBumped: Rule = {
  id: 'sts.id-not-bumped',
  severity: 'warning',
  acts: 'domain-owner',
  title: 'The MTA-STS policy changed, its id did not',
  explanation:
    'Senders fetch the policy anew only when the id in the _mta-sts record changes. The file is not what it was, and the id is: senders that hold the older policy keep to it until its max_age has passed, and under "enforce" refuse a mail host that it does not name.',
  fix: 'Change the id in the _mta-sts record, e.g. to the present time as digits. Do so with every change of the policy file, after the file. Was it changed just now, resolvers give out the older record until its TTL has passed: nothing more to do then.',
  citations: [rfc(8461, '3.1'), rfc(8461, '8.1')],
  find: ({ mtaSts, knownPolicy, hosts, now, observation }): readonly Match[] => {
    if (mtaSts.kind !== 'policy' || !knownPolicy || knownPolicy.id !== mtaSts.record.id) return [];
    // One that has run out is held by nobody: its next user fetches anew.
    if (now >= boundUntil(knownPolicy)) return [];
    const changed = changesOf(knownPolicy.policy, mtaSts.policy);
    if (changed.length === 0) return [];
    const { mode, mx } = knownPolicy.policy;
    const names = hosts.map(({ observation }) => observation.name);
    const refused =
      mode === 'enforce' ? names.filter((name) => matchMxPattern(mx, name).kind !== 'matched') : [];
    const { host, mtaSts: seen } = observation;
    const ttlSeconds = seen?.record.ttlSeconds ?? null;
    const evidence = {
      id: knownPolicy.id,
      ...(ttlSeconds !== null && { recordTtlSeconds: ttlSeconds }),
      changed,
      fetchedAt: knownPolicy.fetchedAt.toISOString(),
      refusedUnderTheOlderPolicy: refused,
    };
    const wait = ttlSeconds !== null && ttlSeconds > 0 ? `: ask again in ${ttlSeconds} seconds` : '';
    const fix = `Change the record: ${policyRecord(host, now)}\nDo so with every change of the policy file, after the file. Was it changed just now, resolvers give out the older record until its TTL has passed${wait}.`;
    return [{ subject: {}, evidence, fix, ...(refused.length > 0 && { severity: 'error' as const }) }];
  },
};
