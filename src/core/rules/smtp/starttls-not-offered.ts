/**
 * The server speaks ESMTP and does not list STARTTLS: nobody can encrypt mail to it (RFC 3207 §4).
 */
import { offersExtension } from '../../smtp/extensions.ts';
import { starttlsPlaces } from '../places.ts';
import { missingTlsSeverity } from '../promise.ts';
import { type Rule, rfc } from '../rule.ts';
import { completedReply } from './steps.ts';

export const starttlsNotOffered: Rule = {
  id: 'smtp.starttls-not-offered',
  severity: 'warning',
  acts: 'mx-operator',
  title: 'The server does not offer STARTTLS',
  explanation:
    'The reply to EHLO does not list STARTTLS, so senders have no way to encrypt. Opportunistic senders deliver in ' +
    'cleartext, readable by anyone on the way; senders that require TLS, by their own policy or by DANE or MTA-STS, hold the mail and return it.',
  fix:
    'Give the mail server a certificate and a key and turn STARTTLS on for port 25. If it is already on, look for a firewall or proxy ' +
    'between the server and the Internet that inspects SMTP and takes the keyword out.',
  citations: [rfc(3207, '4'), rfc(7435)],
  tlsRptResultType: 'starttls-not-supported',
  find: (facts) =>
    starttlsPlaces(facts).flatMap((place) => {
      const { ehlo, extensions = [], helo, starttls } = place.session;
      const reply = completedReply(ehlo);
      if (!reply || helo || starttls || offersExtension(extensions, 'STARTTLS')) return [];
      return [
        {
          subject: place.subject,
          evidence: { ehloCode: reply.code, extensions },
          severity: missingTlsSeverity(place),
        },
      ];
    }),
};
