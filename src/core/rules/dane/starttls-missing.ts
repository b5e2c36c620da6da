/**
 * TLSA records are published for a host that does not offer, or refuses, STARTTLS (RFC 7672 §2.2; C45).
 */
import { showTlsa } from '../../dane/publish.ts';
import { offersExtension } from '../../smtp/extensions.ts';
import type { Session } from '../../smtp/session.ts';
import { starttlsPlaces } from '../places.ts';
import { type Match, type Rule, rfc } from '../rule.ts';
import { daneSeverity } from './weight.ts';

export const daneStarttlsMissing: Rule = {
  id: 'dane.starttls-missing',
  severity: 'error',
  acts: 'mx-operator',
  title: 'TLSA records are published, but there is no STARTTLS',
  explanation:
    'The DNS, signed with DNSSEC, promises TLS at this mail host, and the server does not give it. Senders that do DANE wait and at last return the mail: for them cleartext is out of the question. Everyone else delivers in cleartext.',
  fix: 'Turn STARTTLS on at this host, with a certificate that the TLSA records name. If a firewall takes the keyword out, let it pass SMTP unchanged.',
  citations: [rfc(7672, '2.2')],
  tlsRptResultType: 'starttls-not-supported',
  find: (facts) =>
    starttlsPlaces(facts).flatMap((place): Match[] => {
      const { dane } = place.host;
      const missing = dane.kind === 'records' ? missingStarttls(place.session) : undefined;
      if (dane.kind !== 'records' || !missing) return [];
      const evidence = { starttls: missing, records: dane.records.map(showTlsa) };
      return [{ subject: place.subject, evidence, severity: daneSeverity(place) }];
    }),
};

function missingStarttls({ ehlo, extensions, starttls }: Session): 'not-offered' | 'refused' | undefined {
  if (starttls && 'reply' in starttls) return starttls.reply.code === 220 ? undefined : 'refused';
  const accepted = ehlo && 'reply' in ehlo && ehlo.reply.code >= 200 && ehlo.reply.code < 300;
  return accepted && !offersExtension(extensions ?? [], 'STARTTLS') ? 'not-offered' : undefined;
}
