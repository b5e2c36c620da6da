/**
 * Several TLSA records of which only one counts: it looks like a roll-over in preparation and is none (RFC 7671 §8; C44).
 */
import { showTlsa } from '../../dane/publish.ts';
import { type JudgedRecord, judgeTlsaRecords } from '../../dane/records.ts';
import { describeRecordSet } from '../../dane/rollover.ts';
import { hostPlaces } from '../places.ts';
import { type Match, type Rule, rfc } from '../rule.ts';

export const noRollover: Rule = {
  id: 'dane.no-rollover',
  severity: 'notice',
  acts: 'domain-owner',
  title: 'Of several TLSA records only one counts',
  explanation:
    'There are two or more TLSA records, but the others are copies of the first, are overruled by a stronger digest of the same kind, or can not be used for mail. So there is no spare: when the certificate or key changes, mail from senders that do DANE waits until the DNS has followed.',
  fix: 'Drop the records that do not count. Before a new key goes into service publish its record beside the present one (both "3 1 1", or both "3 1 2": beside the stronger digest the weaker does not count), and wait until the old answer has left every cache.',
  citations: [rfc(7671, '8'), rfc(7671, '9'), rfc(7672, '3.1')],
  find: (facts) =>
    hostPlaces(facts).flatMap((place): Match[] => {
      const { dane } = place.host;
      if (dane.kind !== 'records' || dane.records.length < 2) return [];
      const judged = judgeTlsaRecords(dane.records);
      const { effective } = describeRecordSet(judged);
      if (effective.length !== 1) return [];
      const idle = judged.filter(({ index }) => !effective.includes(index));
      const records = idle.map((entry) => ({ record: showTlsa(entry.record), why: whyIdle(entry) }));
      return [{ subject: place.subject, evidence: { baseDomain: dane.baseDomain, records } }];
    }),
};

function whyIdle({ duplicateOf, standing }: JudgedRecord): string {
  if (duplicateOf !== undefined) return `a copy of record ${duplicateOf + 1}`;
  return standing.kind === 'usable' ? 'usable' : standing.detail;
}
