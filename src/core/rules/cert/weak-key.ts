/**
 * The server's key is too weak: RSA shorter than 2048 bits, a curve below P-224, or DSA (RFC 9325 §4.5, RFC 5480 §4).
 */
import { librariesThat } from '../../tls-libraries/catalogue.ts';
import { isBelow } from '../../tls-libraries/personality.ts';
import type { PublicKeyFacts } from '../../x509/certificate-facts.ts';
import { chainPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { postfixPolicyMap } from '../workarounds.ts';
import { baselineRequirements } from './baseline-requirements.ts';
import { installChain, newCertbotKey, newRequest } from './server-side.ts';

const minimumRsaBits = 2048;
const minimumCurveBits = 224;
/** At security level 2; GnuTLS (NORMAL) does not mind 1024 bits. */
const openssl = ['66 EE certificate key too weak'] as const;

export const weakKey: Rule = {
  id: 'cert.weak-key',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'The key is too weak',
  explanation:
    'An RSA key under 2048 bits or an elliptic curve under 224 can be broken with enough effort, and no client of today takes a DSA key; public authorities have not certified such keys since 2014. Most opportunistic senders still encrypt with it, which beats cleartext; ' +
    'senders that verify at a modern security level refuse it.',
  fix: 'Make a new key, RSA 2048 or EC P-256, and a certificate for it. If DANE records name the old key, publish the new record first.',
  fixes: [newRequest, newCertbotKey, ...installChain],
  workarounds: [postfixPolicyMap],
  effective: '2014-01-01',
  citations: [rfc(9325, '4.5'), rfc(5480, '4'), baselineRequirements('6.1.5')],
  find: (facts) =>
    chainPlaces(facts).flatMap(({ subject, chain }) => {
      const { publicKey } = chain.leaf;
      const { kind, bits } = publicKey;
      return isWeak(publicKey)
        ? [
            {
              subject,
              evidence: { key: kind, bits, openssl: [...openssl], refusedByVerifying: refusers(publicKey) },
            },
          ]
        : [];
    }),
};

/** A size of 0 is one that could not be read. */
function isWeak({ kind, bits }: PublicKeyFacts): boolean {
  if (kind === 'dsa') return true;
  if (kind === 'rsa' || kind === 'rsa-pss') return bits > 0 && bits < minimumRsaBits;
  return kind === 'ec' && bits > 0 && bits < minimumCurveBits;
}

/** DSA has no row: no client of today offers it. */
function refusers({ kind, bits }: PublicKeyFacts): string[] {
  if (kind === 'dsa') return [];
  return librariesThat(({ minimumRsaBits, minimumCurveBits }) =>
    isBelow(bits, kind === 'ec' ? minimumCurveBits : minimumRsaBits),
  );
}
