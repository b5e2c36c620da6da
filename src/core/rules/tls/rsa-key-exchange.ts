/**
 * RSA key exchange: no forward secrecy, and what ROBOT needs (CVE-2017-13099).
 */
import { type Rule, rfc } from '../rule.ts';
import { findEnumerated, offeredSuites } from './enumerated.ts';

export const rsaKeyExchange: Rule = {
  id: 'tls.rsa-key-exchange',
  severity: 'info',
  acts: 'mx-operator',
  title: 'RSA key exchange is on offer',
  explanation:
    'The server accepts suites in which the key is encrypted to its certificate. Whoever gets the private key later can read what was recorded, and servers that handle a wrong padding carelessly let it be decrypted even without (ROBOT). Whether this one does is not tried here.',
  fix: 'Put ECDHE suites first, and take the suites with RSA key exchange out once no old sender needs them. GnuTLS and OpenSSL of the last years handle the padding as they should.',
  citations: [rfc(9325, '4.1'), rfc(5246, '7.4.7.1')],
  find: (facts) =>
    findEnumerated(facts, (found) => offeredSuites(found, (name) => /^TLS_RSA_WITH_(?!NULL)/.test(name))),
};
