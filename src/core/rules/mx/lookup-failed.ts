/**
 * The MX look-up gives neither yes nor no: SERVFAIL, a time-out, a signature that does not validate (RFC 5321 §5.1, RFC 7672 §2.1.1; C6).
 */
import { type Rule, rfc } from '../rule.ts';
import { answerEvidence, answersFor, isLookupFailure } from './answers.ts';

/** The DNS was asked, and failed; other reasons are the probe's own. */
const dnsReasons: readonly string[] = ['dns-failure', 'timeout'];

export const lookupFailed: Rule = {
  id: 'mx.lookup-failed',
  severity: 'error',
  acts: 'dns-operator',
  title: 'The MX look-up fails',
  explanation:
    'The DNS gives no answer on where mail for this domain goes. Senders wait and ask again, and return the mail when their queue time is over. ' +
    'A resolver that validates DNSSEC fails on a broken signature where others still get an answer, so only some senders may be hit.',
  fix: "Ask each name server of the zone directly for the MX record. If all answer, check DNSSEC: an expired signature, or a DS record at the parent that does not fit the zone's keys, makes validating resolvers refuse the zone.",
  citations: [rfc(5321, '5.1'), rfc(4035, '5.5')],
  find: (facts) => {
    const { routing, host } = facts.observation;
    if (routing.kind !== 'unknown' || !dnsReasons.includes(routing.reason)) return [];
    const failures = answersFor(facts, host, ['MX', 'A', 'AAAA']).filter(isLookupFailure);
    const evidence = { detail: routing.detail, answers: failures.map(answerEvidence) };
    const bogus = failures.some(({ dnssec }) => dnssec === 'bogus');
    return [{ subject: {}, evidence, ...(bogus && { tlsRptResultType: 'dnssec-invalid' as const }) }];
  },
};
