/**
 * The server's RSA key is shorter than 2048 bits (RFC 9325 §4.5).
 */
import { chainPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';

const minimumRsaBits = 2048;

export const weakKey: Rule = {
  id: 'cert.weak-key',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'The RSA key is too short',
  explanation:
    'An RSA key under 2048 bits can be broken with enough effort, and public authorities have not certified one since 2014. Most opportunistic senders still encrypt with it, which beats cleartext; ' +
    'senders that verify at a modern security level refuse it.',
  fix: 'Make a new key, RSA 2048 or EC P-256, and a certificate for it. If DANE records name the old key, publish the new record first.',
  citations: [rfc(9325, '4.5')],
  find: (facts) =>
    chainPlaces(facts).flatMap(({ subject, chain }) => {
      const { kind, bits } = chain.leaf.publicKey;
      if ((kind !== 'rsa' && kind !== 'rsa-pss') || bits >= minimumRsaBits || bits === 0) return [];
      return [{ subject, evidence: { key: kind, bits } }];
    }),
};
