/**
 * A key of the path is too weak, most often the server's own: RSA shorter than 2048 bits, a curve below P-224, or DSA
 * (RFC 9325 §4.5, RFC 5480 §4). Who refuses it, and in which words, the tables of the libraries say.
 */
import { librariesThat } from '../../tls-libraries/catalogue.ts';
import { gnutls } from '../../tls-libraries/gnutls.ts';
import { opensslLevel2 } from '../../tls-libraries/openssl.ts';
import { isBelow, type Personality } from '../../tls-libraries/personality.ts';
import type { PublicKeyFacts } from '../../x509/certificate-facts.ts';
import { chainPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { postfixPolicyMapEncrypt } from '../workarounds.ts';
import { baselineRequirements } from './baseline-requirements.ts';
import { subjectOf } from './chain-problems.ts';
import { newCertbotKey, newRequest } from './new-certificate.ts';
import { installChain } from './server-side.ts';

const minimumRsaBits = 2048;
const minimumCurveBits = 224;
/** Of the server's certificate, and of those above it. */
const openssl = ['66 EE certificate key too weak', '67 CA certificate key too weak'] as const;
const insecure = 'The certificate chain uses insecure algorithm.';

export const weakKey: Rule = {
  id: 'cert.weak-key',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'A key is too weak',
  explanation:
    'An RSA key under 2048 bits or an elliptic curve under 224 can be broken with enough effort, and no client of today takes a DSA key; public authorities have not certified such keys since 2014. Most opportunistic senders still encrypt with it, which beats cleartext; ' +
    'senders that verify at a modern security level refuse it.',
  fix: 'Make a new key, RSA 2048 or EC P-256, and a certificate for it. If DANE records name the old key, publish the new record first. If it is the key of an authority above the server, get the certificate from another.',
  fixes: [newRequest, newCertbotKey, ...installChain],
  workarounds: [postfixPolicyMapEncrypt],
  effective: '2014-01-01',
  citations: [rfc(9325, '4.5'), rfc(5480, '4'), baselineRequirements('6.1.5')],
  find: (facts) =>
    chainPlaces(facts).flatMap((place) =>
      place.chain.path.path.flatMap((certificate, depth) => {
        const { publicKey, subject } = certificate;
        if (!isWeak(publicKey)) return [];
        const { kind, bits } = publicKey;
        const evidence = {
          depth,
          subject: subject.text,
          key: kind,
          bits,
          openssl: refuses(opensslLevel2, publicKey) ? [openssl[depth === 0 ? 0 : 1]] : [],
          gnutls: refuses(gnutls, publicKey) ? [insecure] : [],
          refusedByVerifying: librariesThat((library) => refuses(library, publicKey)),
        };
        return [{ subject: subjectOf(place, certificate), evidence }];
      }),
    ),
};

/** A size of 0 is one that could not be read. */
function isWeak({ kind, bits }: PublicKeyFacts): boolean {
  if (kind === 'dsa') return true;
  if (kind === 'rsa' || kind === 'rsa-pss') return bits > 0 && bits < minimumRsaBits;
  return kind === 'ec' && bits > 0 && bits < minimumCurveBits;
}

/** DSA has no row: no client of today offers it. */
function refuses({ minimumRsaBits, minimumCurveBits }: Personality, { kind, bits }: PublicKeyFacts): boolean {
  return kind !== 'dsa' && isBelow(bits, kind === 'ec' ? minimumCurveBits : minimumRsaBits);
}
