/**
 * The public exponent of the RSA key is small (BR §6.1.6: 65537 or more), even, or 1, which encrypts nothing (RFC 8017 §3.1).
 */
import { chainPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { baselineRequirements } from './baseline-requirements.ts';
import { newCertbotKey, newRequest } from './new-certificate.ts';

const usual = 65_537n;

export const smallExponent: Rule = {
  id: 'cert.small-exponent',
  severity: 'info',
  acts: 'mx-operator',
  title: 'The RSA exponent is unusual',
  explanation:
    'The public exponent of the key is below 65537. With 3 or 17 nothing is broken as such, but software with careless padding checks has been fooled with them; an exponent of 1, or an even one, makes the key worthless.',
  fix: 'Make a new key: every current tool uses 65537. Get a certificate for it; if DANE records name the old key, publish the new record first.',
  fixes: [newRequest, newCertbotKey],
  citations: [rfc(8017, '3.1'), baselineRequirements('6.1.6')],
  find: (facts) =>
    chainPlaces(facts).flatMap(({ subject, chain }) => {
      const { exponent, bits } = chain.leaf.publicKey;
      if (exponent === undefined) return [];
      const value = BigInt(exponent);
      const worthless = value < 3n || value % 2n === 0n;
      if (value >= usual && !worthless) return [];
      return [{ subject, evidence: { exponent, bits }, ...(worthless && { severity: 'notice' as const }) }];
    }),
};
