/**
 * The RSA key can be factored, however long it is: made by a faulty generator (ROCA, CVE-2017-15361; BR §6.1.1.3, §4.9.1.1).
 */
import { findKeyWeakness, type KeyWeakness } from '../../x509/weak-keys.ts';
import { chainPlaces } from '../places.ts';
import { type Citation, type Rule, rfc } from '../rule.ts';
import { baselineRequirements } from './baseline-requirements.ts';
import { newCertbotKey, newRequest } from './new-certificate.ts';

const roca: Citation = {
  title: 'CVE-2017-15361 (ROCA)',
  url: 'https://www.cve.org/CVERecord?id=CVE-2017-15361',
};
const details: Readonly<Record<KeyWeakness, string>> = {
  roca: 'the modulus has the fingerprint of the Infineon library (ROCA)',
  'close-primes': "its two primes are so close that Fermat's method finds them",
  'small-factor': 'the modulus has a factor below 752',
};

export const factorableKey: Rule = {
  id: 'cert.factorable-key',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'The private key can be computed from the public one',
  explanation:
    'The RSA key was made by a faulty generator, so that its factors can be found, at once or with rented computers. Senders do not look, and mail flows; but anybody may pose as this host, and public authorities must revoke such a certificate.',
  fix: 'Make a new key with up-to-date software (not in the token or device that made this one), get a certificate for it, and have the old one revoked.',
  fixes: [newRequest, newCertbotKey],
  citations: [roca, baselineRequirements('6.1.1.3'), rfc(9325, '4.5')],
  find: (facts) =>
    chainPlaces(facts).flatMap(({ subject, chain }) => {
      const { publicKey } = chain.leaf;
      const weakness = findKeyWeakness(publicKey);
      if (!weakness) return [];
      return [{ subject, evidence: { weakness, detail: details[weakness], bits: publicKey.bits } }];
    }),
};
