/**
 * TLSA records are published, and an SMTP sender may act on none of them (RFC 7672 §2.2, §3.1.3; C23, C24, C27).
 */
import { showTlsa } from '../../dane/publish.ts';
import { judgeTlsaRecords } from '../../dane/records.ts';
import { hostPlaces } from '../places.ts';
import { type Match, type Rule, rfc } from '../rule.ts';
import { daneSeverity } from './weight.ts';

export const tlsaUnusable: Rule = {
  id: 'dane.tlsa-unusable',
  severity: 'warning',
  acts: 'domain-owner',
  title: 'No TLSA record can be used for mail',
  explanation:
    'TLSA records are published for this mail host, but none is of a kind that mail senders use: usages 0 and 1 do not apply to SMTP, and a malformed record counts as absent. ' +
    'Senders that do DANE then insist on TLS but can authenticate nobody: you pay the price of DANE without its protection. ' +
    'Exim built with OpenSSL crashes over them when it starts TLS, and the message is frozen until its administrator thaws it.',
  fix: 'Publish a record "3 1 1" (DANE-EE, SHA-256 of the public key) for the key in use, or "2 1 1" for the authority that issues your certificates.',
  citations: [rfc(7672, '3.1'), rfc(7672, '2.2'), rfc(7671, '9')],
  tlsRptResultType: 'tlsa-invalid',
  find: (facts) =>
    hostPlaces(facts).flatMap((place): Match[] => {
      const { dane } = place.host;
      if (dane.kind !== 'records') return [];
      const { omittedRecords = 0, malformedRecords = 0 } = dane.answer;
      // A usable one may be among those that were not read.
      if (omittedRecords > 0) return [];
      const judged = judgeTlsaRecords(dane.records);
      if (judged.some(({ standing }) => standing.kind !== 'unusable')) return [];
      const records = judged.map(({ record, standing }) => ({
        record: showTlsa(record),
        why: standing.kind === 'unusable' ? `${standing.code}: ${standing.detail}` : standing.kind,
      }));
      const severity = daneSeverity(place) === 'info' ? 'info' : 'warning';
      const evidence = {
        baseDomain: dane.baseDomain,
        records,
        ...(malformedRecords > 0 && { malformedRecords }),
      };
      return [{ subject: place.subject, evidence, severity }];
    }),
};
