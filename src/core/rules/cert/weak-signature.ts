/**
 * A certificate of the chain is signed with MD5 or SHA-1 (RFC 6151, RFC 6194). A root's own signature means nothing and is left out.
 */
import { librariesThat } from '../../tls-libraries/catalogue.ts';
import type { CertificateFacts } from '../../x509/certificate-facts.ts';
import { chainPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { postfixPolicyMapEncrypt } from '../workarounds.ts';
import { baselineRequirements } from './baseline-requirements.ts';
import { subjectOf } from './chain-problems.ts';
import { signAsServer } from './new-certificate.ts';
import { installChain } from './server-side.ts';

/** At OpenSSL's security level 1 and above; what GnuTLS says of the chain. */
const searchWords = {
  openssl: ['68 CA signature digest algorithm too weak'],
  gnutls: ['The certificate chain uses insecure algorithm.'],
};
/** Of a chain, from the server's own on: a peer chose how many there are. */
const looked = 10;
const weakHashes = ['md5', 'sha1', 'md5-sha1'];

export const weakSignature: Rule = {
  id: 'cert.weak-signature',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'A certificate is signed with a broken hash',
  explanation:
    'A certificate in the chain is signed with SHA-1 or MD5, for which forgeries can be made. Opportunistic senders do not look; senders that verify at a modern security level refuse the chain, ' +
    'and a few old stacks break off at an MD5 signature wherever it stands.',
  fix: 'Have the certificate in the evidence issued again with SHA-256. If it is an intermediate, ask the authority for its present chain and install that.',
  fixes: [signAsServer, ...installChain],
  workarounds: [postfixPolicyMapEncrypt],
  effective: '2016-01-01',
  citations: [rfc(6194), rfc(6151), baselineRequirements('7.1.3.2')],
  find: (facts) =>
    chainPlaces(facts).flatMap((place) =>
      place.chain.certificates.slice(0, looked).flatMap((certificate, position) => {
        if (!isWeak(certificate) || (position > 0 && certificate.selfIssued)) return [];
        const evidence = {
          position,
          subject: certificate.subject.text,
          signatureAlgorithm: certificate.signature.name,
          ...searchWords,
          refusedByVerifying: librariesThat(
            ({ sha1Certificate, md5Certificate }) =>
              (isSha1(certificate) ? sha1Certificate : md5Certificate).value === 'refused',
          ),
        };
        return [{ subject: subjectOf(place, certificate), evidence }];
      }),
    ),
};

/** SHA-1 alone; what is older fares no better than MD5. */
const isSha1 = ({ signature }: CertificateFacts) =>
  /sha-?1(?!\d)/i.test(signature.name) && !/md5/i.test(signature.name);

function isWeak({ signature }: CertificateFacts): boolean {
  const { algorithm, name } = signature;
  if (algorithm && 'hash' in algorithm) return weakHashes.includes(algorithm.hash);
  return /md[245]|sha-?1(?!\d)/i.test(name);
}
