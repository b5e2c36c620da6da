/**
 * The server says 220, gets a ClientHello, and hangs up without one byte of TLS (RFC 3207 §4).
 */

import type { Session } from '../../smtp/session.ts';
import { starttlsPlaces } from '../places.ts';
import { type Evidence, type Rule, rfc } from '../rule.ts';
import { failureOf } from './steps.ts';

export const starttlsClosed: Rule = {
  id: 'smtp.starttls-closed',
  severity: 'error',
  acts: 'mx-operator',
  title: 'The connection is closed as soon as TLS starts',
  explanation:
    'The server accepts STARTTLS and then closes the connection before it sends a single byte of TLS. Senders that never fall back to ' +
    'cleartext wait and at last return the mail; others deliver in cleartext, at once or on a later attempt.',
  fix:
    'The process behind STARTTLS ends: look in the log for a key or certificate that can not be loaded, a crash, or a TLS library that ' +
    'will not start. A firewall that cuts what it can not read looks just the same: compare with a connection made from inside.',
  citations: [rfc(3207, '4')],
  tlsRptResultType: 'validation-failure',
  find: (facts) =>
    starttlsPlaces(facts).flatMap(({ subject, session }) => {
      const evidence = closedAfter220(session);
      return evidence ? [{ subject, evidence }] : [];
    }),
};

function closedAfter220({ starttls, handshake }: Session): Evidence | undefined {
  const early = failureOf(starttls);
  if (early?.kind === 'closed' || early?.kind === 'reset') {
    return { step: 'starttls', failure: early.kind };
  }
  const failure = handshake?.failure;
  if (failure?.step !== 'server-hello') return undefined;
  if (failure.kind !== 'closed' && failure.kind !== 'reset') return undefined;
  return { step: failure.step, failure: failure.kind };
}
