/**
 * The resolver that this probe asks does not validate DNSSEC: a fact about us, not about the domain (RFC 7672 §2.1.1, §2.1.3).
 */
import { type Rule, rfc } from '../rule.ts';

export const resolverDoesNotValidate: Rule = {
  id: 'dns.resolver-does-not-validate',
  severity: 'notice',
  acts: 'nobody',
  title: 'The resolver of this probe does not validate DNSSEC',
  explanation:
    'The resolver that was asked takes wrong signatures for good, or does not say when a signature is good. So it can not be told from here whether the domain is signed, nor whether DANE applies: every such state is given as "indeterminate", and senders that do DANE are not predicted.',
  fix: 'Nothing has to change at this domain. Ask again with a resolver that validates DNSSEC (DOH_URL, or --resolver); if this one does, check the two test names (DNSSEC_TEST, or --dnssec-test).',
  citations: [rfc(7672, '2.1.1'), rfc(7672, '2.1.3'), rfc(4035, '4.6')],
  find: ({ observation }) =>
    (observation.vantage.resolverTests ?? []).flatMap(({ resolver, validates, detail, testedAt }) =>
      validates === 'no' ? [{ subject: {}, evidence: { resolver, detail, testedAt } }] : [],
    ),
};
