/**
 * The first word of the server is a refusal: 421, 554 or another 4yz or 5yz in place of 220 (RFC 5321 §3.1, §4.2).
 * It says nothing about TLS (C81), and may be meant for this vantage alone.
 */
import { sessionPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { isPositive, replyOf, replyText } from './steps.ts';

export const greetingRejected: Rule = {
  id: 'smtp.greeting-rejected',
  severity: 'error',
  acts: 'mx-operator',
  title: 'The server turns the connection away at once',
  explanation:
    'In place of 220 the server greets with a refusal. With 4xx every sender waits and tries again; with 554 some return the mail at once. Nothing can be said about its TLS. ' +
    'The refusal may be meant for the address that this probe comes from (a block list, a limit on connections), and not for others.',
  fix:
    'Read the text of the reply. For 421 look at connection limits, load and maintenance mode; for 554 see whether the service is switched off on this host, ' +
    'and take a host that accepts no mail out of the MX records.',
  citations: [rfc(5321, '3.1'), rfc(5321, '4.2')],
  find: (facts) =>
    sessionPlaces(facts).flatMap(({ subject, session }) => {
      const reply = replyOf(session.greeting);
      if (!reply || isPositive(reply)) return [];
      return [{ subject, evidence: { code: reply.code, reply: replyText(reply) } }];
    }),
};
