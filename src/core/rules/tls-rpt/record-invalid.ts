/**
 * There is an `_smtp._tls` TXT record that was meant to count, and does not, or not as meant (RFC 8460 §3; C68).
 */
import type { Facts } from '../../facts.ts';
import type { TlsRptProblem } from '../../tls-rpt/record.ts';
import { type Match, type Rule, rfc } from '../rule.ts';

export const tlsRptRecordInvalid: Rule = {
  id: 'tls-rpt.record-invalid',
  severity: 'notice',
  acts: 'domain-owner',
  title: 'The TLS reporting record has errors',
  explanation:
    'The TXT record at _smtp._tls does not have the form that senders read, or there is more than one. No mail is affected, but senders that could tell you of failing TLS send no report, or not to every address that was meant.',
  fix: 'Publish exactly one TXT record of the form "v=TLSRPTv1; rua=mailto:tls-reports@example.org" at _smtp._tls: the version first, then addresses that begin with mailto: or https:, separated by commas.',
  citations: [rfc(8460, '3')],
  find: (facts): readonly Match[] => {
    const problems = problemsOf(facts.tlsRpt);
    if (problems.length === 0) return [];
    const evidence = {
      state: facts.tlsRpt.kind,
      problems: problems.map(({ code, offset, detail }) => ({ code, offset, detail })),
    };
    const { host } = facts.observation;
    const fix = `Publish exactly one TXT record there, e.g.: _smtp._tls.${host}. IN TXT "v=TLSRPTv1; rua=mailto:tls-reports@${host}" (the version first; addresses begin with mailto: or https:, with commas between them).`;
    return [{ subject: {}, evidence, fix }];
  },
};

function problemsOf(tlsRpt: Facts['tlsRpt']): readonly TlsRptProblem[] {
  switch (tlsRpt.kind) {
    case 'not-applicable':
    case 'unknown':
      return [];
    case 'none':
    case 'several':
    case 'invalid':
      return tlsRpt.problems;
    case 'record':
      return tlsRpt.record.problems;
    default:
      return tlsRpt satisfies never;
  }
}
