/**
 * What was sent in the clear behind STARTTLS is obeyed over TLS (CVE-2011-0411; RFC 3207 §4.2).
 */
import { type Rule, rfc } from '../rule.ts';
import { findEnumerated } from '../tls/enumerated.ts';

export const starttlsCommandInjection: Rule = {
  id: 'smtp.starttls-command-injection',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'Commands in the clear are obeyed over TLS',
  explanation:
    'A harmless NOOP, sent in the clear in one packet with STARTTLS, was answered after the handshake. An attacker in the path can so put commands of their own into a session that the sender believes to be protected, and have mail sent as somebody else or a password shown (CVE-2011-0411).',
  fix: 'Update the mail server: all common ones were mended in 2011 (and some again in 2021). If a proxy or a filter speaks SMTP in front of it, update that. The server must forget all it was told before TLS.',
  citations: [rfc(3207, '4.2')],
  find: (facts) =>
    findEnumerated(facts, ({ commandInjection }) =>
      commandInjection === undefined ? undefined : { reply: commandInjection },
    ),
};
