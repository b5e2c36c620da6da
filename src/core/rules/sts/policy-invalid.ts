/**
 * The policy file was fetched and is none (RFC 8461 §3.2; C54-C57), or holds parts that senders will not take as meant.
 */

import type { ProblemEffect } from '../../dns/txt-fields.ts';
import type { PolicyProblem } from '../../mta-sts/policy.ts';
import { policyFile, policyRecord, shortestMaxAgeSeconds } from '../../mta-sts/publish.ts';
import { type Match, type Rule, rfc } from '../rule.ts';
import { lifetimeCodes } from './lifetime.ts';

export const policyInvalid: Rule = {
  id: 'sts.policy-invalid',
  severity: 'warning',
  acts: 'domain-owner',
  title: 'The MTA-STS policy file has errors',
  explanation:
    'The policy file breaks the format. Where that makes the whole file void, senders deliver as if there were no policy, without the protection it was to give; where it spoils a line, senders skip the line or differ about it.',
  fix: 'Mend the lines named in the evidence, and change the id in the _mta-sts record. A policy has the lines "version: STSv1", "mode: enforce" (or testing), one "mx:" line a mail host, and "max_age:" in seconds.',
  citations: [rfc(8461, '3.2')],
  tlsRptResultType: 'sts-policy-invalid',
  find: ({ mtaSts, hosts, observation, now }): readonly Match[] => {
    if (mtaSts.kind !== 'failed' && mtaSts.kind !== 'policy') return [];
    const problems = mtaSts.policyProblems.filter(({ code }) => !lifetimeCodes.includes(code));
    if (problems.length === 0) return [];
    const voided = mtaSts.reasons.some(({ code }) => code === 'policy-invalid');
    const severity = voided || hasEffect(problems, 'some-refuse') ? 'warning' : 'notice';
    const evidence = {
      void: voided,
      problems: problems.map(({ code, line, column, detail }) => ({ code, line, column, detail })),
    };
    const names = hosts.map((host) => host.observation.name);
    const read = mtaSts.kind === 'policy' ? mtaSts.policy : mtaSts.unauthenticated;
    // Of a file that is void nothing is known: to test first loses nobody's mail.
    const meant = read ?? { mode: 'testing', mx: names, maxAgeSeconds: shortestMaxAgeSeconds };
    const file = policyFile({ ...meant, mx: meant.mx.length > 0 ? meant.mx : names });
    const fix = `Put this into the policy file:\n${file}\nThen change the record: ${policyRecord(observation.host, now, 'form')}`;
    return [{ subject: {}, evidence, fix, severity }];
  },
};

function hasEffect(problems: readonly PolicyProblem[], wanted: ProblemEffect): boolean {
  return problems.some(({ effect }) => effect === wanted);
}
