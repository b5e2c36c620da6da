/**
 * Something on the way eats questions for TLSA: A at the same name is answered, TLSA is not (C94).
 * What that costs is said by dane.tlsa-lookup-failed; here is why it happens.
 */
import { daneSeverity } from '../dane/weight.ts';
import { hostPlaces } from '../places.ts';
import { type Match, type Rule, rfc } from '../rule.ts';
import { postfixPolicyMapEncrypt, postfixPolicyMapMay } from '../workarounds.ts';

export const tlsaFiltered: Rule = {
  id: 'dns.tlsa-filtered',
  severity: 'error',
  acts: 'dns-operator',
  title: 'Questions for TLSA records get lost on the way',
  explanation:
    'The name servers of the mail host answer a question for an address at the TLSA name, with signed proof, and a question for TLSA at the same name is never answered. So the servers are up and signed, and a firewall or an old name server drops the record type. ' +
    'Senders that do DANE can not take that for "no record": they wait, there is no fallback, and the mail is returned at last.',
  fix: 'Ask each name server of the zone itself for TLSA at the name in the evidence, once from inside and once from outside the firewall. Let the firewall pass every DNS record type (a "DNS inspection" or "application layer" setting drops unknown ones), or update the name server that does not know TLSA. No TLSA record need be published: an answer "no such record" is enough.',
  workarounds: [postfixPolicyMapEncrypt, postfixPolicyMapMay],
  citations: [rfc(7672, '2.2.2'), rfc(7672, '2.1.2'), rfc(3597, '3')],
  tlsRptResultType: 'dnssec-invalid',
  find: (facts) =>
    hostPlaces(facts).flatMap((place): Match[] => {
      const { dane } = place.host;
      if (dane.kind !== 'lookup-failed' || !dane.filterSuspected) return [];
      const { name, outcome, resolver } = dane.answer;
      const control = facts.observation.dns.find((answer) => answer.name === name && answer.type === 'A');
      const evidence = {
        name,
        tlsa: outcome,
        ...(control && { a: `${control.outcome} (${control.dnssec})` }),
        resolver,
      };
      return [{ subject: place.subject, evidence, severity: daneSeverity(place) }];
    }),
};
