/**
 * The `_mta-sts` record promises a policy, and none can be had from the policy host (RFC 8461 §3.3; C50-C53, C63).
 */
import type { FetchReasonCode } from '../../mta-sts/assess.ts';
import { type Match, type Rule, rfc } from '../rule.ts';

export const policyFetchFailed: Rule = {
  id: 'sts.policy-fetch-failed',
  severity: 'warning',
  acts: 'domain-owner',
  title: 'The MTA-STS policy can not be fetched',
  explanation:
    'The DNS announces an MTA-STS policy, but https://mta-sts.<domain>/.well-known/mta-sts.txt does not give it out as senders demand: status 200, no redirect, a valid certificate for that very name. New senders deliver as if there were no policy, without the protection; ' +
    'senders that hold an older policy keep to that one until it expires.',
  fix: 'Make the policy host answer with the file itself, over HTTPS, with a public certificate for mta-sts.<domain>, as text/plain. If you want MTA-STS no more, first publish mode "none", wait for the longest old max_age to pass, then remove the record.',
  citations: [rfc(8461, '3.3'), rfc(8461, '8.3')],
  tlsRptResultType: 'sts-policy-fetch-error',
  find: ({ mtaSts, observation }): readonly Match[] => {
    if (mtaSts.kind !== 'failed') return [];
    const reasons = mtaSts.reasons.filter(
      ({ code, effect }) => effect === 'fails' && code !== 'policy-invalid',
    );
    if (reasons.length === 0) return [];
    const evidence = { reasons: reasons.map(({ code, detail }) => `${code}: ${detail}`) };
    // RFC 8460 §4.3.2.2: a certificate that does not stand up has a type of its own.
    const [first] = reasons;
    const fix = first && fixes[first.code]?.(`mta-sts.${observation.host}`);
    return [
      { subject: {}, evidence, ...(fix && { fix }), ...(first && { tlsRptResultType: first.resultType }) },
    ];
  },
};

/** What to do about the reason at hand, where that is more than the general advice. */
const fixes: Readonly<Partial<Record<FetchReasonCode, (host: string) => string>>> = {
  'certificate-expired': (host) =>
    `Renew the certificate of the web server at ${host}, and see why it was not renewed by itself.`,
  'certificate-host-mismatch': (host) =>
    `Give the web server a certificate whose subjectAltName has ${host} itself: the mail domain or "www" does not do, and a common name does not count.`,
  'certificate-not-trusted': (host) =>
    `Give the web server at ${host} a certificate from a public authority, and let it send the intermediate certificates too. A self-signed or private one does not do here, whatever DANE allows at the mail host.`,
  'certificate-missing': (host) => `Let the web server at ${host} show a certificate: none was sent.`,
  redirect: (host) =>
    `Serve the file at https://${host}/.well-known/mta-sts.txt itself with status 200: senders follow no redirect, not even from one path to another.`,
};
