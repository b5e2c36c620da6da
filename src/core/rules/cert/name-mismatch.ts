/**
 * No subject alternative name of the certificate is the mail host's (RFC 9525 §6; C58, C87).
 */

import { parseIpAddress } from '../../base/ip-address.ts';
import { nameByLibrary } from '../../tls-libraries/name-use.ts';
import type { NearMiss } from '../../x509/path-result.ts';
import { chainPlaces } from '../places.ts';
import { certificateSeverity } from '../promise.ts';
import { type Rule, rfc } from '../rule.ts';
import { postfixPolicyMapEncrypt, postfixPolicyMapSecure } from '../workarounds.ts';
import { addName, newRequest, signAsServer } from './new-certificate.ts';

export const nameMismatch: Rule = {
  id: 'cert.name-mismatch',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'The certificate is for another name',
  explanation:
    'None of the names in the certificate is that of the mail host. Opportunistic senders do not look; senders that check the name, because of MTA-STS, DANE-TA or their own policy, hold the mail or give an error. ' +
    'The name that counts is the one in the MX record, not the mail domain; a wildcard stands for one label only. Where a TLS library takes the name all the same, the evidence says which.',
  fix: 'Issue the certificate for the names in the evidence, the mail host among them; or let the MX record name a host that the certificate covers.',
  fixes: [addName, newRequest, signAsServer],
  workarounds: [postfixPolicyMapSecure, postfixPolicyMapEncrypt],
  citations: [rfc(9525, '6.3'), rfc(8461, '4.2')],
  tlsRptResultType: 'certificate-host-mismatch',
  find: (facts) =>
    chainPlaces(facts).flatMap((place) => {
      const { name } = place.chain;
      // An address in the MX record is mx.is-address: no name could match it.
      if (parseIpAddress(place.host.observation.name)) return [];
      if (name.kind !== 'mismatch' || name.code !== 'no-match') return [];
      const host = place.host.observation.name;
      return [
        {
          subject: place.subject,
          evidence: {
            wanted: host,
            presented: [...name.presented],
            ...(name.near && { near: { ...name.near } }),
            openssl: ['62 hostname mismatch'],
            gnutls: ['The name in the certificate does not match the expected.'],
            ...nameByLibrary({ leaf: place.chain.leaf, name, host }),
          },
          severity: certificateSeverity(place, 'name'),
          fix: `${nearlyRight(name.near?.why)}Issue a certificate that has ${host} among its subject alternative names, and install it on this host; or let the MX record name a host that the certificate covers.`,
        },
      ];
    }),
};

/** Why the name that its owner may have thought would do does not (RFC 9525 §6.3). */
function nearlyRight(why: NearMiss | undefined): string {
  switch (why) {
    case 'wildcard-depth':
      return 'A wildcard stands for one label only, and this host is further down. ';
    case 'wildcard-apex':
      return 'A wildcard does not stand for the domain itself. ';
    case 'partial-wildcard':
      return 'A wildcard must be the whole left-most label. ';
    case 'ip-as-dns-name':
      return 'An address among the names of type DNS does not count. ';
    case undefined:
      return '';
    default:
      return why satisfies never;
  }
}
