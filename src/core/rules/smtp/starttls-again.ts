/**
 * STARTTLS is still in the EHLO reply given over TLS (RFC 3207 §4.2; C78).
 */
import { offersExtension } from '../../smtp/extensions.ts';
import { handshakePlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';

export const starttlsAgain: Rule = {
  id: 'smtp.starttls-again',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'STARTTLS is offered again inside TLS',
  explanation:
    'After the handshake the server lists STARTTLS once more, which the standard forbids. Common senders ignore it, so no mail is lost; ' +
    'it is a sign that the server does not forget what was said before TLS, or that a proxy ends TLS in front of it.',
  fix: 'Update the mail server, or tell the proxy in front of it to take the keyword out once TLS is up.',
  citations: [rfc(3207, '4.2')],
  find: (facts) =>
    handshakePlaces(facts).flatMap(({ subject, session }) => {
      const extensionsOverTls = session.extensionsOverTls ?? [];
      if (!offersExtension(extensionsOverTls, 'STARTTLS')) return [];
      return [{ subject, evidence: { extensionsOverTls } }];
    }),
};
