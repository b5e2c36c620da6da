/**
 * A server of the open Internet that takes no mail without TLS (RFC 3207 §4: a publicly referenced server must not; C77).
 * Only a 530, or a 5.7.x that names STARTTLS or TLS, counts: other refusals of MAIL have other reasons.
 */
import { sessionPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { demandsTls, replyOf, replyText } from './steps.ts';

export const tlsRequired: Rule = {
  id: 'smtp.tls-required',
  severity: 'warning',
  acts: 'mx-operator',
  title: 'Mail without TLS is refused',
  explanation:
    'The server answers MAIL in cleartext with a demand for STARTTLS. Senders without TLS can not reach it, and a sender whose handshake fails has no way left: ' +
    'where it would have delivered in cleartext, the mail now bounces. The standard forbids this demand for a mail exchanger that is published in the DNS.',
  fix: 'See first that the handshake works for every sender: it is the only way in. If mail from anybody is wanted, ask for TLS without demanding it on port 25 (Postfix: smtpd_tls_security_level = may), and let DANE or MTA-STS make those senders insist that can.',
  citations: [rfc(3207, '4')],
  find: (facts) =>
    facts.observation.port !== 25
      ? []
      : sessionPlaces(facts).flatMap(({ subject, session }) => {
          if (session.purpose !== 'cleartext') return [];
          const reply = replyOf(session.mailFrom);
          if (!reply || !demandsTls(reply)) return [];
          return [{ subject, evidence: { code: reply.code, reply: replyText(reply) } }];
        }),
};
