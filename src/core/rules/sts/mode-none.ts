/**
 * The policy is in mode none: MTA-STS is being taken back, in the order that RFC 8461 §8.3 gives.
 */
import { removalSteps } from '../../mta-sts/publish.ts';
import { type Match, type Rule, rfc } from '../rule.ts';

export const modeNone: Rule = {
  id: 'sts.mode-none',
  severity: 'info',
  acts: 'domain-owner',
  title: 'MTA-STS is being withdrawn',
  explanation:
    'The policy says "mode: none", the step before MTA-STS is removed: senders that fetch it forget the older policy. Those that have not looked since still hold the older one, until its own max_age has passed.',
  fix: 'To remove MTA-STS: 1. publish the policy with "mode: none" and a small max_age, and change the id in the _mta-sts record (done); 2. wait until every policy served before it has run out, the one with the longest max_age too; 3. remove the _mta-sts record; 4. then the policy host. To keep it, set the mode back to "enforce" and change the id.',
  citations: [rfc(8461, '8.3'), rfc(8461, '5')],
  find: ({ mtaSts, observation, now }): readonly Match[] => {
    if (mtaSts.kind !== 'policy' || mtaSts.policy.mode !== 'none') return [];
    const { id } = mtaSts.record;
    const fix = `To remove MTA-STS (the first two are done):\n${removalSteps(observation.host, now)}\nTo keep it, set the mode back to "enforce" and change the id.`;
    return [{ subject: {}, evidence: { mode: 'none', maxAgeSeconds: mtaSts.policy.maxAgeSeconds, id }, fix }];
  },
};
