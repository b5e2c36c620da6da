/**
 * The mail host's name fits by a wildcard alone (RFC 9525 §6.3): right, yet some senders compare names letter by letter.
 */
import { chainPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { sendmailStsNoSanTest } from '../workarounds.ts';
import { addName } from './new-certificate.ts';

export const wildcardOnly: Rule = {
  id: 'cert.wildcard-only',
  severity: 'info',
  acts: 'mx-operator',
  title: 'The name matches only by a wildcard',
  explanation:
    'A wildcard name in the certificate covers the mail host, which is correct. At least one sender that enforces MTA-STS compares names as exact strings and does not accept it, so mail from there waits.',
  fix: "If mail from such a sender matters, add the mail host's own name to the certificate, beside the wildcard.",
  fixes: [addName],
  workarounds: [sendmailStsNoSanTest],
  citations: [rfc(9525, '6.3'), rfc(8461, '4.2')],
  find: (facts) =>
    chainPlaces(facts).flatMap(({ subject, host, chain }) => {
      const { name, leaf } = chain;
      if (name.kind !== 'matched' || !name.wildcard) return [];
      const wanted = host.observation.name.toLowerCase();
      const exact = (leaf.subjectAltNames?.dns ?? []).some(
        (dns) => dns.toLowerCase().replace(/\.$/, '') === wanted,
      );
      return exact ? [] : [{ subject, evidence: { wanted, presented: name.presented } }];
    }),
};
