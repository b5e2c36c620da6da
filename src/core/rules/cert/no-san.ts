/**
 * The certificate has no subject alternative name to compare; its common name counts no more (RFC 9525 §6.3, §2; C58, C87).
 */

import { parseIpAddress } from '../../base/ip-address.ts';
import { nameByLibrary } from '../../tls-libraries/name-use.ts';
import { chainPlaces } from '../places.ts';
import { certificateSeverity } from '../promise.ts';
import { type Rule, rfc } from '../rule.ts';
import { postfixPolicyMapEncrypt } from '../workarounds.ts';
import { baselineRequirements } from './baseline-requirements.ts';
import { newRequest, signAsServer } from './new-certificate.ts';

export const noSan: Rule = {
  id: 'cert.no-san',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'The certificate has no subject alternative name',
  explanation:
    "The certificate carries its name, if any, only in the subject's common name, where it is no longer looked for. Opportunistic senders do not look anywhere; " +
    'senders that check names fail here, unless their library still falls back to the common name: the evidence says which do.',
  fix: 'Issue the certificate again with the mail host as subject alternative name of type DNS. Public authorities always do so; with your own one set subjectAltName.',
  fixes: [newRequest, signAsServer],
  workarounds: [postfixPolicyMapEncrypt],
  citations: [rfc(9525, '6.3'), rfc(8461, '4.2'), rfc(5280, '4.2.1.6'), baselineRequirements('7.1.2.7.12')],
  tlsRptResultType: 'certificate-host-mismatch',
  find: (facts) =>
    chainPlaces(facts).flatMap((place) => {
      const { name, leaf } = place.chain;
      // An address in the MX record is mx.is-address: no name could match it.
      if (parseIpAddress(place.host.observation.name)) return [];
      if (name.kind !== 'mismatch' || (name.code !== 'no-san' && name.code !== 'common-name-only')) return [];
      const host = place.host.observation.name;
      const evidence = {
        wanted: host,
        commonNames: [...leaf.commonNames],
        ...nameByLibrary({ leaf, name, host }),
      };
      return [{ subject: place.subject, evidence, severity: certificateSeverity(place, 'name') }];
    }),
};
