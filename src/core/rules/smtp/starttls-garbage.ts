/**
 * What follows the 220 is not TLS, or stray bytes come before it (RFC 3207 §4, §6; C79).
 */

import type { Session } from '../../smtp/session.ts';
import { starttlsPlaces } from '../places.ts';
import { type Evidence, type Rule, rfc } from '../rule.ts';
import { failureEvidence, failureOf } from './steps.ts';

export const starttlsGarbage: Rule = {
  id: 'smtp.starttls-garbage',
  severity: 'error',
  acts: 'mx-operator',
  title: 'What follows the go-ahead for TLS is not TLS',
  explanation:
    "After the server's 220 the next bytes have to be a TLS record, and they are something else. Where they came along with the 220 some senders throw them " +
    'away and go on over TLS, and others break off; else the handshake fails for every sender: ' +
    'those that never fall back to cleartext wait and at last return the mail.',
  fix:
    'Often a proxy, a content filter or a load balancer in front of the mail server passes STARTTLS through without taking part in it, or the server ' +
    'goes on talking SMTP. Let one and the same process answer STARTTLS and do the handshake. The bytes in the evidence tell who is talking.',
  citations: [rfc(3207, '4'), rfc(8446, '5.1')],
  tlsRptResultType: 'validation-failure',
  find: (facts) =>
    starttlsPlaces(facts).flatMap(({ subject, session }) => {
      const evidence = garbage(session);
      return evidence ? [{ subject, evidence }] : [];
    }),
};

function garbage({ starttls, handshake, injectedBytes }: Session): Evidence | undefined {
  const noReply = failureOf(starttls);
  if (noReply?.kind === 'not-smtp') return { step: 'starttls', ...failureEvidence(noReply) };
  const failure = handshake?.failure;
  if (failure?.kind === 'not-tls') {
    return { received: failure.received ?? failure.detail, ...(injectedBytes && { injectedBytes }) };
  }
  return injectedBytes ? { injectedBytes } : undefined;
}
