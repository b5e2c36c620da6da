/**
 * An MX record names an alias (RFC 2181 §10.3, RFC 5321 §5.1; C5). Followed all the same: real senders do.
 */

import { hostPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';

export const isAlias: Rule = {
  id: 'mx.is-alias',
  severity: 'notice',
  acts: 'domain-owner',
  title: 'The MX record points to an alias',
  explanation:
    'The name in the MX record is a CNAME, which the standard forbids. Senders follow it nonetheless. With DANE they disagree at which of the two names the TLSA record is to be found, and a certificate may carry only one of them.',
  fix: 'Let the MX record name the host at the end of the alias, or give the name addresses of its own.',
  citations: [rfc(2181, '10.3'), rfc(5321, '5.1')],
  find: (facts) =>
    facts.observation.routing.kind !== 'mx'
      ? []
      : hostPlaces(facts).flatMap(({ subject, host }) => {
          const { name, canonicalName } = host.observation;
          if (canonicalName === undefined || canonicalName === name) return [];
          return [{ subject, evidence: { mx: name, canonicalName } }];
        }),
};
