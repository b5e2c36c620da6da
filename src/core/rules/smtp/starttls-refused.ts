/**
 * STARTTLS is listed, and answered with something else than 220 (RFC 3207 §4: 454 and 501 are the replies it knows; C80).
 */

import type { Reply } from '../../smtp/session.ts';
import { starttlsPlaces } from '../places.ts';
import { missingTlsSeverity } from '../promise.ts';
import { type Rule, rfc, type Severity } from '../rule.ts';
import { replyOf, replyText } from './steps.ts';

export const starttlsRefused: Rule = {
  id: 'smtp.starttls-refused',
  severity: 'warning',
  acts: 'mx-operator',
  title: 'The server offers STARTTLS and then refuses it',
  explanation:
    'The server lists STARTTLS, but does not answer the command with 220. Most opportunistic senders take that for "no TLS today" and ' +
    'deliver in cleartext; senders that require TLS hold the mail. A 421, or a reply that is neither yes nor no, makes even opportunistic senders wait.',
  fix:
    "Look in the mail server's log at the moment of the command: most often the certificate or key file is missing, unreadable or does not " +
    'belong together, or a limit on TLS sessions is reached. Repair that; a server that can not start TLS should not list it.',
  citations: [rfc(3207, '4')],
  tlsRptResultType: 'starttls-not-supported',
  find: (facts) =>
    starttlsPlaces(facts).flatMap((place) => {
      const reply = replyOf(place.session.starttls);
      if (!reply || reply.code === 220) return [];
      const severity = isPlainRefusal(reply) ? missingTlsSeverity(place) : ('error' satisfies Severity);
      return [{ subject: place.subject, evidence: { code: reply.code, reply: replyText(reply) }, severity }];
    }),
};

/** A refusal that senders read as "go on without": 421 closes the session, and a stray 2yz or 3yz is no answer at all. */
function isPlainRefusal({ code }: Reply): boolean {
  return code >= 400 && code !== 421;
}
