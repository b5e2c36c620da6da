/**
 * Neither MX nor address: there is nowhere to deliver to (RFC 5321 §5.1).
 */
import { type Rule, rfc } from '../rule.ts';

export const noMailHost: Rule = {
  id: 'mx.no-mail-host',
  severity: 'error',
  acts: 'domain-owner',
  title: 'The domain has no mail host',
  explanation:
    'The DNS has no MX record for this domain and no address either, or the name does not exist. Every sender returns the mail, most of them at once.',
  fix: 'Check the spelling of the domain. If it is right and meant to receive mail, publish an MX record that names a mail host with an address.',
  citations: [rfc(5321, '5.1')],
  find: ({ observation }) =>
    observation.routing.kind === 'no-mail-host'
      ? [{ subject: {}, evidence: { host: observation.host, detail: observation.routing.detail } }]
      : [],
};
