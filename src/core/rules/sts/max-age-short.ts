/**
 * The policy's max_age is so short that it protects little (RFC 8461 §3.2, §10.2; C55).
 */
import { policyFile, policyRecord, usualMaxAgeSeconds } from '../../mta-sts/publish.ts';
import { type Match, type Rule, rfc } from '../rule.ts';
import { lifetimeCodes } from './lifetime.ts';

export const maxAgeShort: Rule = {
  id: 'sts.max-age-short',
  severity: 'notice',
  acts: 'domain-owner',
  title: 'The MTA-STS policy lives for a very short time',
  explanation:
    'Senders forget the policy after max_age seconds. Whoever can keep them from fetching it anew for that long, by blocking the DNS record or the policy host, leads them to deliver as if there had never been a policy.',
  fix: 'Once the policy has proved itself, set max_age to weeks, e.g. "max_age: 2592000" (30 days), and change the id in the _mta-sts record. A short time is of use only while mode is "testing".',
  citations: [rfc(8461, '3.2'), rfc(8461, '10.2')],
  find: ({ mtaSts, observation, now }): readonly Match[] => {
    if (mtaSts.kind !== 'policy' || mtaSts.policy.mode !== 'enforce') return [];
    const short = mtaSts.policyProblems.some(({ code }) => lifetimeCodes.includes(code));
    if (!short) return [];
    const file = policyFile({ ...mtaSts.policy, maxAgeSeconds: usualMaxAgeSeconds });
    const fix = `Once the policy has proved itself, publish:\n${file}\nThen change the record: ${policyRecord(observation.host, now, 'age')}`;
    return [{ subject: {}, evidence: { maxAgeSeconds: mtaSts.policy.maxAgeSeconds }, fix }];
  },
};
