/**
 * A policy that senders may still hold is no longer to be had: it goes on binding them (RFC 8461 §3.3, §8.3; C64).
 * Seen only where an earlier policy is known: from a cache, or from the caller.
 */

import { boundUntil } from '../../mta-sts/known-policy.ts';
import { matchMxPattern } from '../../mta-sts/match.ts';
import { policyFile, policyRecord, removalSteps } from '../../mta-sts/publish.ts';
import { type Match, type Rule, rfc } from '../rule.ts';

export const withdrawnTooSoon: Rule = {
  id: 'sts.withdrawn-too-soon',
  severity: 'warning',
  acts: 'domain-owner',
  title: 'An older MTA-STS policy still binds senders',
  explanation:
    'The domain had an MTA-STS policy not long ago, and now the record is gone or the policy can not be fetched. Senders that hold the older policy keep to it until its max_age has passed: they refuse mail hosts that it does not name, and certificates that do not stand up to it.',
  fix: 'Bring the record and the policy host back. To remove MTA-STS: 1. publish the policy with "mode: none" and a small max_age, and change the id in the _mta-sts record; 2. wait until every policy served before it has run out, the one with the longest max_age too; 3. remove the _mta-sts record; 4. then the policy host.',
  citations: [rfc(8461, '3.3'), rfc(8461, '8.3')],
  find: ({ mtaSts, knownPolicy, hosts, now, observation: { host } }): readonly Match[] => {
    if (!knownPolicy || (mtaSts.kind !== 'none' && mtaSts.kind !== 'failed')) return [];
    const { policy } = knownPolicy;
    const until = boundUntil(knownPolicy);
    if (policy.mode !== 'enforce' || until <= now) return [];
    const names = hosts.map(({ observation }) => observation.name);
    const refused = names.filter((name) => matchMxPattern(policy.mx, name).kind !== 'matched');
    const evidence = { bindsUntil: until.toISOString(), patterns: [...policy.mx], refused };
    const file = policyFile({ ...policy, mx: [...policy.mx, ...refused] });
    const fix = `Bring the policy host back with this file:\n${file}\nand the record: ${policyRecord(host, now, 'back')}\nTo remove MTA-STS:\n${removalSteps(host, now)}`;
    return [{ subject: {}, evidence, fix, ...(refused.length > 0 && { severity: 'error' as const }) }];
  },
};
