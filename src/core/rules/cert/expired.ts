/**
 * A certificate of the chain is past its end (RFC 5280 §4.1.2.5). The last second itself still counts as valid.
 */

import { chainPlaces } from '../places.ts';
import { certificateSeverity } from '../promise.ts';
import { type Rule, rfc } from '../rule.ts';
import { postfixPolicyMapEncrypt } from '../workarounds.ts';
import { dateProblems } from './chain-problems.ts';
import { loadRenewed } from './server-side.ts';

export const expired: Rule = {
  id: 'cert.expired',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'The certificate has expired',
  explanation:
    "The certificate's time is over. Opportunistic senders do not look and still deliver over TLS; every sender that verifies, because of MTA-STS, DANE-TA or its own policy, " +
    'holds the mail or gives an error.',
  fix:
    'Renew the certificate, install it with its chain, and reload the mail server: many load a certificate only at start, so a renewal on disk is not yet one on the wire. ' +
    'If DANE records name the old key, publish the new record before the change.',
  fixes: [...loadRenewed],
  workarounds: [postfixPolicyMapEncrypt],
  citations: [rfc(5280, '4.1.2.5'), rfc(7672, '3.1.1')],
  tlsRptResultType: 'certificate-expired',
  find: (facts) =>
    chainPlaces(facts).flatMap((place) =>
      dateProblems(place, 'expired').map((match) => ({
        ...match,
        severity: certificateSeverity(place, 'dates'),
      })),
    ),
};
