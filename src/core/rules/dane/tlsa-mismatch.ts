/**
 * Usable TLSA records are published, and none fits the chain that the server shows (RFC 7672 §2.2; C25).
 */
import { showTlsa, zoneLine } from '../../dane/publish.ts';
import { namedChainPlaces } from '../places.ts';
import { type Match, type Rule, rfc } from '../rule.ts';
import { postfixPolicyMapEncrypt, postfixPolicyMapMay } from '../workarounds.ts';
import { daneSeverity } from './weight.ts';

export const tlsaMismatch: Rule = {
  id: 'dane.tlsa-mismatch',
  severity: 'error',
  acts: 'mx-operator',
  title: 'No TLSA record matches the certificate',
  explanation:
    'The DNS, signed with DNSSEC, says which key or authority this host has, and the server shows another. Senders that do DANE take that for an attack: they wait and at last return the mail, and never deliver in cleartext. ' +
    'Senders without DANE do not notice, so part of the mail arrives and part does not.',
  fix: 'Publish a TLSA record for the certificate in use, or install the certificate that the record names. At each renewal publish the new record first and wait until the old answer has left every cache.',
  workarounds: [postfixPolicyMapEncrypt, postfixPolicyMapMay],
  citations: [rfc(7672, '2.2'), rfc(7671, '8')],
  tlsRptResultType: 'tlsa-invalid',
  find: (facts) =>
    namedChainPlaces(facts).flatMap((place): Match[] => {
      const { dane } = place.host;
      const result = place.chain.dane;
      if (dane.kind !== 'records' || result?.kind !== 'failed') return [];
      // A signature that we can't check stood in the way: a sender that can may accept.
      const severity = result.undecided ? 'notice' : daneSeverity(place);
      const records = dane.records.map(showTlsa);
      const evidence = { baseDomain: dane.baseDomain, records, reasons: [...result.reasons] };
      const line = zoneLine(dane.baseDomain, place.facts.observation.port, place.chain.keyRecord);
      return [{ subject: place.subject, evidence, severity, fix: fixWith(line) }];
    }),
};

function fixWith(line: string): string {
  return `If the certificate is the one you mean to use, publish: ${line} (beside the present records, and sign the zone). Otherwise install the certificate that the records name, and reload the mail server.`;
}
