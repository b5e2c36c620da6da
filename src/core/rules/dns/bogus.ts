/**
 * Answers whose DNSSEC signatures do not hold: the data is there, and validating resolvers refuse it (RFC 4035 §5.5; C9).
 * What it costs is said where the answer was needed (mx.*, dane.*); here is what is wrong, with the resolver's own words.
 */
import { describeAlias } from '../../dns/alias-states.ts';
import type { DnsAnswer } from '../../dns/answer.ts';
import { type Rule, rfc } from '../rule.ts';

export const bogus: Rule = {
  id: 'dns.bogus',
  severity: 'warning',
  acts: 'dns-operator',
  title: 'DNSSEC signatures do not validate',
  explanation:
    'The zone is signed, and signatures on these answers do not hold: expired, made with a key that the parent does not vouch for, or missing. A resolver that validates answers SERVFAIL, so for everybody behind one, and that is every sender that does DANE, the records are out of reach. ' +
    'Senders behind a resolver that does not validate notice nothing.',
  fix: "Re-sign the zone and see that the DS record at the parent fits one of its keys. The resolver's own words in the evidence (extended errors) say which it is. If the domain is not to be signed, remove the DS record at the parent first, wait for its TTL to pass, and only then the signatures.",
  citations: [rfc(4035, '5.5'), rfc(8914, '4'), rfc(7672, '2.1.1')],
  tlsRptResultType: 'dnssec-invalid',
  find: ({ observation }) => {
    const answers = observation.dns.filter(({ dnssec }) => dnssec === 'bogus');
    if (answers.length === 0) return [];
    return [{ subject: {}, evidence: { answers: answers.slice(0, maxAnswers).map(evidenceOf) } }];
  },
};

/** One zone makes all its names fail; a few of them say it all. */
const maxAnswers = 12;

function evidenceOf({ name, type, rcode, cnames, ede, resolver }: DnsAnswer) {
  const errors = ede.map((error) => `${error.code} ${error.name}${error.text && `: ${error.text}`}`);
  return {
    name,
    type,
    rcode,
    resolver,
    ...(cnames.length > 0 && { aliases: cnames.map(describeAlias) }),
    ...(errors.length > 0 && { ede: errors }),
  };
}
