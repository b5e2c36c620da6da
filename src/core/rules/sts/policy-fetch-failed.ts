/**
 * The `_mta-sts` record promises a policy, and none can be had from the policy host (RFC 8461 §3.3; C50-C53, C63).
 */
import { type Match, type Rule, rfc } from '../rule.ts';

export const policyFetchFailed: Rule = {
  id: 'sts.policy-fetch-failed',
  severity: 'warning',
  acts: 'domain-owner',
  title: 'The MTA-STS policy can not be fetched',
  explanation:
    'The DNS announces an MTA-STS policy, but https://mta-sts.<domain>/.well-known/mta-sts.txt does not give it out as senders demand: status 200, no redirect, a valid certificate for that very name. New senders deliver as if there were no policy, without the protection; ' +
    'senders that hold an older policy keep to that one until it expires.',
  fix: 'Make the policy host answer with the file itself, over HTTPS, with a public certificate for mta-sts.<domain>, as text/plain. If you want MTA-STS no more, first publish mode "none", wait for the old max_age to pass, then remove the record.',
  citations: [rfc(8461, '3.3'), rfc(8461, '8.3')],
  tlsRptResultType: 'sts-policy-fetch-error',
  find: ({ mtaSts }): readonly Match[] => {
    if (mtaSts.kind !== 'failed') return [];
    const reasons = mtaSts.reasons.filter(
      ({ code, effect }) => effect === 'fails' && code !== 'policy-invalid',
    );
    if (reasons.length === 0) return [];
    const evidence = { reasons: reasons.map(({ code, detail }) => `${code}: ${detail}`) };
    // RFC 8460 §4.3.2.2: a certificate that does not stand up has a type of its own.
    return [{ subject: {}, evidence, ...(reasons[0] && { tlsRptResultType: reasons[0].resultType }) }];
  },
};
