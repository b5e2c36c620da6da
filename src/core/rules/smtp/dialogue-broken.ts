/**
 * The connection opens and breaks before STARTTLS could be asked for: no greeting, no answer to EHLO, or no SMTP at all (RFC 5321 §3.1);
 * where there is no STARTTLS, also at MAIL.
 */
import { offersExtension } from '../../smtp/extensions.ts';
import type { Session } from '../../smtp/session.ts';
import { sessionPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { failureEvidence, failureOf } from './steps.ts';

/** Without STARTTLS there is no other mail than that in cleartext. */
const isAllThereIs = ({ purpose, extensions = [] }: Session): boolean =>
  purpose === 'cleartext' && !offersExtension(extensions, 'STARTTLS');

export const dialogueBroken: Rule = {
  id: 'smtp.dialogue-broken',
  severity: 'error',
  acts: 'mx-operator',
  title: 'The SMTP dialogue breaks off before TLS could start',
  explanation:
    'The server accepts the connection, and then closes it, stays silent, or says something that is not SMTP. Every sender waits and tries again, ' +
    'and returns the mail when its queue time is over. Nothing can be said about TLS.',
  fix:
    'Connect to the port by hand and watch: a service that is not SMTP, a proxy without a server behind it, a limit on connections and a slow block-list look-up ' +
    'before the greeting are the usual reasons. The greeting should come within a few seconds.',
  citations: [rfc(5321, '3.1'), rfc(5321, '4.5.3.2')],
  find: (facts) =>
    sessionPlaces(facts).flatMap(({ subject, session }) =>
      (['greeting', 'ehlo', 'mailFrom'] as const).flatMap((step) => {
        if (session.purpose === 'implicit-tls' || (step === 'mailFrom' && !isAllThereIs(session))) return [];
        const failure = failureOf(session[step]);
        // Past our own budget nothing was measured.
        if (!failure || failure.kind === 'budget') return [];
        return [{ subject, evidence: { step, ...failureEvidence(failure) } }];
      }),
    ),
};
