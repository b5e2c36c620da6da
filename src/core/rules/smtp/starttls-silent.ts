/**
 * Nothing comes after STARTTLS, or after the 220 and our ClientHello, until the time is up (RFC 3207 §4).
 */

import type { Session } from '../../smtp/session.ts';
import { starttlsPlaces } from '../places.ts';
import { type Evidence, type Rule, rfc } from '../rule.ts';
import { failureOf } from './steps.ts';

export const starttlsSilent: Rule = {
  id: 'smtp.starttls-silent',
  severity: 'error',
  acts: 'mx-operator',
  title: 'The server falls silent when TLS starts',
  explanation:
    'The server takes the STARTTLS command and then sends nothing, until the sender gives up. Senders wait minutes for each attempt; many never ' +
    'fall back to cleartext after a time-out, so their mail waits and is returned at last.',
  fix:
    'Look for a firewall or a path with a broken MTU that swallows large or encrypted packets, for a proxy that waits for more SMTP, and for a server process ' +
    'that hangs (no entropy, a look-up that blocks). A packet capture on the server shows whether the ClientHello arrives.',
  citations: [rfc(3207, '4')],
  tlsRptResultType: 'validation-failure',
  find: (facts) =>
    starttlsPlaces(facts).flatMap(({ subject, session }) => {
      const evidence = silence(session);
      return evidence ? [{ subject, evidence }] : [];
    }),
};

function silence({ starttls, handshake }: Session): Evidence | undefined {
  if (failureOf(starttls)?.kind === 'timeout') return { step: 'starttls', failure: 'timeout' };
  const failure = handshake?.failure;
  if (failure?.kind !== 'timeout' || failure.step !== 'server-hello') return undefined;
  return { step: failure.step, failure: failure.kind };
}
