/**
 * There is no TLSA record, and the signed proof of that is wrong: the TLSA look-up ends in SERVFAIL while the addresses are secure
 * (RFC 7672 §2.2.2, RFC 4035 §5.4). The commonest DNS fault that DANE senders trip over.
 */
import { daneSeverity } from '../dane/weight.ts';
import { hostPlaces } from '../places.ts';
import { type Match, type Rule, rfc } from '../rule.ts';
import { postfixPolicyMapEncrypt, postfixPolicyMapMay } from '../workarounds.ts';

/** RFC 8914: NSEC Missing. */
const nsecMissing = 12;

export const denialBroken: Rule = {
  id: 'dns.denial-broken',
  severity: 'error',
  acts: 'dns-operator',
  title: 'The name servers can not prove that no TLSA record exists',
  explanation:
    'The mail host has no TLSA record, and its signed zone has to prove that with NSEC or NSEC3 records. The proof is missing or wrong, so a validating resolver answers SERVFAIL. ' +
    'Senders that do DANE can not tell that from an attack: they wait, there is no fallback, and the mail is returned at last, though DANE was never set up here.',
  fix: 'Re-sign the zone, or update the name server: broken denial of existence is a known defect of old or home-made ones, most of all below wildcards and at empty non-terminals such as _tcp. Check with "dig +dnssec TLSA" at the name in the evidence, at every name server: the answer needs NSEC or NSEC3 records and their RRSIG. Publishing a TLSA record that matches the certificate avoids the proof, and gives you DANE.',
  workarounds: [postfixPolicyMapEncrypt, postfixPolicyMapMay],
  citations: [rfc(7672, '2.2.2'), rfc(4035, '5.4'), rfc(5155, '8')],
  tlsRptResultType: 'dnssec-invalid',
  find: (facts) =>
    hostPlaces(facts).flatMap((place): Match[] => {
      const { dane } = place.host;
      if (dane.kind !== 'lookup-failed' || dane.answer.dnssec !== 'bogus') return [];
      const { name, ede, rcode, resolver, uncheckedOutcome } = dane.answer;
      const absent = uncheckedOutcome === 'no-data' || uncheckedOutcome === 'name-error';
      // Where the record comes without validation, a proof that misses is of a wildcard, and no absence (RFC 4035 §3.1.3.3).
      if (uncheckedOutcome === 'answer') return [];
      if (!absent && !ede.some(({ code }) => code === nsecMissing)) return [];
      const evidence = {
        name,
        rcode,
        ...(uncheckedOutcome !== undefined && { withoutValidation: uncheckedOutcome }),
        ede: ede.map((error) => `${error.code} ${error.name}${error.text && `: ${error.text}`}`),
        resolver,
      };
      return [{ subject: place.subject, evidence, severity: daneSeverity(place) }];
    }),
};
