/**
 * The TLSA look-up at a host with secure addresses gives neither yes nor no (RFC 7672 §2.1.2, §2.2; C15, C94).
 */
import { hostPlaces } from '../places.ts';
import { type Match, type Rule, rfc } from '../rule.ts';
import { postfixPolicyMapEncrypt, postfixPolicyMapMay } from '../workarounds.ts';
import { daneSeverity } from './weight.ts';

export const tlsaLookupFailed: Rule = {
  id: 'dane.tlsa-lookup-failed',
  severity: 'error',
  acts: 'dns-operator',
  title: 'The TLSA look-up fails',
  explanation:
    'The zone of the mail host is signed, and its name servers do not answer the question for a TLSA record as they should. Senders that do DANE can not know whether a record exists, so they must not deliver: the mail waits, without any fallback, and is returned at last. ' +
    'Senders without DANE never ask and notice nothing.',
  fix: 'Ask each name server of the zone for the TLSA record at the name in the evidence: it must answer NOERROR or NXDOMAIN, with signed proof. If the question times out while others are answered, a firewall in front of the name servers drops record types that it does not know; if the answer is SERVFAIL, the proof of absence (NSEC, NSEC3) or a signature is broken.',
  workarounds: [postfixPolicyMapEncrypt, postfixPolicyMapMay],
  citations: [rfc(7672, '2.1.2'), rfc(7672, '2.2')],
  tlsRptResultType: 'dnssec-invalid',
  find: (facts) =>
    hostPlaces(facts).flatMap((place): Match[] => {
      const { dane } = place.host;
      if (dane.kind !== 'lookup-failed') return [];
      const { name, outcome, rcode, dnssec, ede, resolver } = dane.answer;
      const evidence = {
        name,
        outcome,
        rcode,
        dnssec,
        resolver,
        filterSuspected: dane.filterSuspected,
        ...(ede.length > 0 && { ede: ede.map((error) => `${error.code} ${error.name}`) }),
      };
      return [{ subject: place.subject, evidence, severity: daneSeverity(place) }];
    }),
};
