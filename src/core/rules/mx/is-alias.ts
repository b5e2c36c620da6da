/**
 * An MX record names an alias (RFC 2181 §10.3, RFC 5321 §5.1; C5). Followed all the same: real senders do.
 */
import { describeAlias } from '../../dns/alias-states.ts';
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
          const { name, canonicalName, preference, aliases, tlsa } = host.observation;
          if (canonicalName === undefined || canonicalName === name) return [];
          const evidence = {
            mx: name,
            canonicalName,
            ...(aliases && { aliases: aliases.map(describeAlias) }),
            tlsa: tlsa.kind === 'asked' ? tlsa.answers.map((answer) => answer.name) : tlsa.detail,
          };
          const fix = `Let the MX record name the host at the end of the alias: ${facts.observation.host}. IN MX ${preference ?? 10} ${canonicalName}. (with a certificate and TLSA records for that name), or give ${name} addresses of its own.`;
          return [{ subject, evidence, fix }];
        }),
};
