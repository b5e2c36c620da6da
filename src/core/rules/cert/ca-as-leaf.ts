/**
 * The server's own certificate may issue others: basicConstraints says CA, or keyUsage keyCertSign (RFC 5280 §4.2.1.9, §4.2.1.3).
 */
import { chainPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { newRequest, signAsServer } from './new-certificate.ts';

export const caAsLeaf: Rule = {
  id: 'cert.ca-as-leaf',
  severity: 'notice',
  acts: 'mx-operator',
  title: "The server's certificate is that of an authority",
  explanation:
    'The certificate that the server shows may sign other certificates (CA: TRUE). Self-signed ones made with openssl req -x509 are like this. OpenSSL and GnuTLS take it for a server all the same; ' +
    'verifiers built on Mozilla::pkix or webpki (Thunderbird, Rust programs) refuse it.',
  fix: 'Issue a certificate for the server with basicConstraints = CA:FALSE (openssl req -x509 -addext basicConstraints=critical,CA:FALSE), and keep the authority in a drawer.',
  fixes: [newRequest, signAsServer],
  citations: [rfc(5280, '4.2.1.9'), rfc(5280, '4.2.1.3')],
  find: (facts) =>
    chainPlaces(facts).flatMap(({ subject, chain }) => {
      const { basicConstraints, keyUsage } = chain.leaf;
      const ca = basicConstraints?.ca === true;
      const signs = keyUsage?.usages.includes('keyCertSign') === true;
      if (!ca && !signs) return [];
      return [{ subject, evidence: { ca, keyUsage: keyUsage ? [...keyUsage.usages] : null } }];
    }),
};
