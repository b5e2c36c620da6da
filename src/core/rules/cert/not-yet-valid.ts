/**
 * A certificate of the chain begins in the future (RFC 5280 §4.1.2.5).
 */

import { chainPlaces } from '../places.ts';
import { certificateSeverity } from '../promise.ts';
import { type Rule, rfc } from '../rule.ts';
import { postfixPolicyMapEncrypt } from '../workarounds.ts';
import { dateProblems } from './chain-problems.ts';

export const notYetValid: Rule = {
  id: 'cert.not-yet-valid',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'The certificate is not valid yet',
  explanation:
    "The certificate's time has not begun. Opportunistic senders do not look and still deliver over TLS; every sender that verifies holds the mail or gives an error until then.",
  fix: 'Install a certificate that is valid now. If you made this one a moment ago, the clock of the machine that signed it runs ahead: set it, and sign again.',
  workarounds: [postfixPolicyMapEncrypt],
  citations: [rfc(5280, '4.1.2.5'), rfc(7672, '3.1.1')],
  tlsRptResultType: 'validation-failure',
  find: (facts) =>
    chainPlaces(facts).flatMap((place) =>
      dateProblems(place, 'not-yet-valid').map((match) => ({
        ...match,
        severity: certificateSeverity(place, 'dates'),
      })),
    ),
};
