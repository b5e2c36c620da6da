/**
 * There is an `_mta-sts` TXT record that was meant to count, and does not, or not as meant (RFC 8461 §3.1; C46-C48).
 */
import { policyRecord } from '../../mta-sts/publish.ts';
import { type Match, type Rule, rfc } from '../rule.ts';

export const recordInvalid: Rule = {
  id: 'sts.record-invalid',
  severity: 'warning',
  acts: 'domain-owner',
  title: 'The MTA-STS record has errors',
  explanation:
    'The TXT record at _mta-sts does not have the form that senders read, or there is more than one. Senders then deliver as if there were no MTA-STS policy, without the protection it was to give; ' +
    'some read it less strictly, and hold the mail hosts to the policy.',
  fix: 'Publish exactly one TXT record of the form "v=STSv1; id=20260101T000000Z;" at _mta-sts: the version first, and an id of 1 to 32 letters and digits that changes with the policy.',
  citations: [rfc(8461, '3.1')],
  tlsRptResultType: 'sts-policy-invalid',
  find: ({ mtaSts, observation, now }): readonly Match[] => {
    const problems = problemsOf(mtaSts);
    if (problems.length === 0) return [];
    const harmless = problems.every(({ effect }) => effect === 'advice' || effect === 'ignored');
    const evidence = { problems: problems.map(({ code, offset, detail }) => ({ code, offset, detail })) };
    const fix = `Publish exactly one TXT record that begins with v=STSv1, of this form: ${policyRecord(observation.host, now)}\nThe id has 1 to 32 letters and digits, and changes with the policy.`;
    return [{ subject: {}, evidence, fix, severity: harmless ? 'notice' : 'warning' }];
  },
};

function problemsOf(mtaSts: Parameters<Rule['find']>[0]['mtaSts']) {
  switch (mtaSts.kind) {
    case 'not-applicable':
    case 'unknown':
      return [];
    case 'none':
      return mtaSts.recordProblems;
    case 'failed':
    case 'policy':
      return mtaSts.record.problems;
    default:
      return mtaSts satisfies never;
  }
}
