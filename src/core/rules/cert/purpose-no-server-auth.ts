/**
 * The extended key usage is there and lacks serverAuth (RFC 5280 §4.2.1.12; C86).
 */

import { chainPlaces } from '../places.ts';
import { certificateSeverity } from '../promise.ts';
import { type Rule, rfc } from '../rule.ts';
import { postfixPolicyMapEncrypt } from '../workarounds.ts';
import { baselineRequirements } from './baseline-requirements.ts';
import { problemsOf, searchWords } from './chain-problems.ts';
import { adcsTemplate, newRequest, signAsServer } from './new-certificate.ts';

export const purposeNoServerAuth: Rule = {
  id: 'cert.purpose-no-server-auth',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'The certificate is not meant for servers',
  explanation:
    "The certificate's extended key usage does not list serverAuth. Opportunistic senders do not look; senders that verify refuse it, because of MTA-STS, DANE-TA or their own policy. " +
    'Libraries differ here: some accept it, so one test may pass and another fail.',
  fix: 'Issue the certificate again from a server template, with extendedKeyUsage = serverAuth.',
  fixes: [newRequest, signAsServer, adcsTemplate],
  workarounds: [postfixPolicyMapEncrypt],
  citations: [rfc(5280, '4.2.1.12'), baselineRequirements('7.1.2.7.10')],
  tlsRptResultType: 'certificate-not-trusted',
  find: (facts) =>
    chainPlaces(facts).flatMap((place) => {
      const { extendedKeyUsage } = place.chain.leaf;
      if (!extendedKeyUsage || extendedKeyUsage.purposes.includes('serverAuth')) return [];
      const problem = problemsOf(place, 'extended-key-usage').find(({ depth }) => depth === 0);
      const evidence = {
        extendedKeyUsage: [...extendedKeyUsage.purposes],
        ...(problem && searchWords(problem)),
      };
      return [{ subject: place.subject, evidence, severity: certificateSeverity(place, 'purpose') }];
    }),
};
