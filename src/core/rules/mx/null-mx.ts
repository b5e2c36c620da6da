/**
 * A lone `MX 0 .`: the domain says that it takes no mail (RFC 7505 §3; C3).
 */
import { type Rule, rfc } from '../rule.ts';

export const nullMx: Rule = {
  id: 'mx.null-mx',
  severity: 'error',
  acts: 'domain-owner',
  title: 'The domain declares that it takes no mail',
  explanation:
    'The only MX record is "0 .", the null MX: a statement that nobody receives mail under this domain. Senders return mail for it at once, without a connection. ' +
    'If that is what you want, all is well.',
  fix: 'If the domain is to receive mail, replace the null MX by MX records that name its mail hosts.',
  citations: [rfc(7505, '3'), rfc(7505, '4')],
  find: ({ observation }) =>
    observation.routing.kind === 'null-mx'
      ? [{ subject: {}, evidence: { mx: '0 .', dnssec: observation.routing.dnssec } }]
      : [],
};
