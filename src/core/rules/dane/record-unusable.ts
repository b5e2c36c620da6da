/**
 * Beside records that count stand some that no SMTP sender may act on (RFC 7672 §3.1.3, RFC 6698 §4.1; C23, C27).
 * Where none counts, dane.tlsa-unusable speaks; where just one does, dane.no-rollover.
 */
import { showTlsa } from '../../dane/publish.ts';
import { judgeTlsaRecords } from '../../dane/records.ts';
import { describeRecordSet } from '../../dane/rollover.ts';
import { hostPlaces } from '../places.ts';
import { type Match, type Rule, rfc } from '../rule.ts';

export const recordUnusable: Rule = {
  id: 'dane.record-unusable',
  severity: 'info',
  acts: 'domain-owner',
  title: 'Some TLSA records can not be used for mail',
  explanation:
    'Some of the TLSA records are of a kind that mail senders skip: usages 0 and 1 have no meaning for SMTP, and a malformed record counts as absent. The other records are unharmed, so no mail is affected; the skipped ones only protect nothing.',
  fix: 'Remove the records named in the evidence, or publish "3 1 1" (the key) or "2 1 1" (the issuer) in their place.',
  citations: [rfc(7672, '3.1.3'), rfc(6698, '4.1')],
  find: (facts) =>
    hostPlaces(facts).flatMap((place): Match[] => {
      const { dane } = place.host;
      if (dane.kind !== 'records') return [];
      const judged = judgeTlsaRecords(dane.records);
      const { effective, unusable } = describeRecordSet(judged);
      if (effective.length < 2 || unusable.length === 0) return [];
      const records = judged.flatMap(({ index, record, standing }) =>
        unusable.includes(index) && standing.kind === 'unusable'
          ? [{ record: showTlsa(record), why: `${standing.code}: ${standing.detail}` }]
          : [],
      );
      return [{ subject: place.subject, evidence: { baseDomain: dane.baseDomain, records } }];
    }),
};
