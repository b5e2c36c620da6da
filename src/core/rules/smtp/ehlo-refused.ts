/**
 * EHLO is not understood: without it there are no extensions, and so no STARTTLS (RFC 5321 §3.2, RFC 3207 §4).
 */
import { starttlsPlaces } from '../places.ts';
import { missingTlsSeverity } from '../promise.ts';
import { type Rule, rfc } from '../rule.ts';
import { isPositive, replyOf, replyText } from './steps.ts';

export const ehloRefused: Rule = {
  id: 'smtp.ehlo-refused',
  severity: 'warning',
  acts: 'mx-operator',
  title: 'The server refuses EHLO',
  explanation:
    'The server does not accept EHLO, the command that lists STARTTLS. Where it takes HELO, opportunistic senders deliver in cleartext and senders that require TLS hold the mail; ' +
    'where it refuses both, nobody delivers.',
  fix: 'Every mail server of this century understands EHLO. Look for a firewall that "fixes up" SMTP and lets only the commands of 1982 pass, and let it pass SMTP unchanged.',
  citations: [rfc(5321, '3.2'), rfc(5321, '4.1.1.1')],
  find: (facts) =>
    starttlsPlaces(facts).flatMap((place) => {
      const reply = replyOf(place.session.ehlo);
      if (!reply || (!place.session.helo && isPositive(reply))) return [];
      const evidence = { heloAccepted: isPositive(reply), reply: replyText(reply) };
      const severity = isPositive(reply) ? missingTlsSeverity(place) : 'error';
      return [{ subject: place.subject, evidence, severity }];
    }),
};
