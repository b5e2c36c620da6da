/**
 * The handshake completes, and the SMTP session over it does not work: EHLO gets no answer or a refusal, MAIL no answer (RFC 3207 §4.2).
 */

import type { Session } from '../../smtp/session.ts';
import { handshakePlaces } from '../places.ts';
import { type Evidence, type Rule, rfc } from '../rule.ts';
import { failureEvidence, failureOf, isPositive, replyOf, replyText } from './steps.ts';

export const sessionDiesAfterHandshake: Rule = {
  id: 'smtp.session-dies-after-handshake',
  severity: 'error',
  acts: 'mx-operator',
  title: 'The session dies after the TLS handshake',
  explanation:
    'TLS comes up, and then the server closes, falls silent or refuses EHLO, or does so at MAIL. To a sender this is neither a failed handshake nor a refusal: many have no fallback here, ' +
    'wait, and return the mail at last; a few deliver in cleartext on another connection.',
  fix:
    "Look in the mail server's log right after the handshake: a certificate demanded from the client, a crash, a broken cipher in an old TLS library, a proxy that ends TLS and can not " +
    'reach the server behind it. Updating the TLS library is the usual cure.',
  citations: [rfc(3207, '4.2')],
  tlsRptResultType: 'validation-failure',
  find: (facts) =>
    handshakePlaces(facts).flatMap(({ subject, session, handshake }) => {
      const evidence = handshake.outcome === 'completed' ? deadEnd(session) : undefined;
      return evidence ? [{ subject, evidence }] : [];
    }),
};

function deadEnd({
  purpose,
  greeting,
  ehlo,
  ehloOverTls,
  mailFrom,
  handshake,
}: Session): Evidence | undefined {
  // A TLS 1.3 server that demands a certificate says so only now (RFC 8446 §4.4.2.4).
  const alert = handshake?.failure?.kind === 'alert' ? { alert: handshake.failure.alert ?? 'unknown' } : {};
  // On port 465 the greeting itself comes over TLS; a refusal there is a rule of its own.
  const steps = purpose === 'implicit-tls' ? { greeting, ehlo, ehloOverTls } : { ehloOverTls, mailFrom };
  for (const [step, result] of Object.entries(steps)) {
    const failure = failureOf(result);
    if (failure && failure.kind !== 'budget') return { step, ...failureEvidence(failure), ...alert };
  }
  // Nobody is served without what a 530 demands (RFC 4954 §6); other refusals may be about the empty sender.
  const refused = purpose === 'starttls' ? replyOf(mailFrom) : undefined;
  if (refused?.code === 530) return { step: 'mailFrom', reply: replyText(refused) };
  const reply = replyOf(ehloOverTls);
  if (reply) return isPositive(reply) ? undefined : { step: 'ehloOverTls', reply: replyText(reply) };
  return 'alert' in alert ? { step: 'ehloOverTls', failure: 'alert', ...alert } : undefined;
}
