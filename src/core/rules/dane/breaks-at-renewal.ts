/**
 * The chain matches by a digest of the whole certificate alone: `3 0 x` breaks at each renewal, even with the key kept (RFC 7671 §5.1; C43).
 */
import { showTlsa, zoneLine } from '../../dane/publish.ts';
import { judgeTlsaRecords } from '../../dane/records.ts';
import { describeRecordSet, renewalOf } from '../../dane/rollover.ts';
import { namedChainPlaces } from '../places.ts';
import { type Match, type Rule, rfc } from '../rule.ts';

export const breaksAtRenewal: Rule = {
  id: 'dane.breaks-at-renewal',
  severity: 'info',
  acts: 'domain-owner',
  title: 'The TLSA record breaks at the next renewal',
  explanation:
    'The record holds a digest of the whole certificate, and every renewal makes a new one, even with the same key. Unless the new record is published well before the new certificate is installed, mail from senders that do DANE waits from that hour on. A record of the key alone survives a renewal that keeps the key.',
  fix: 'Publish "3 1 1", the digest of the public key, and renew with the same key (certbot: --reuse-key); or automate: publish the record of the next certificate two TTLs before it is installed.',
  citations: [rfc(7671, '5.1'), rfc(7671, '8.1')],
  find: (facts) =>
    namedChainPlaces(facts).flatMap(({ host, chain, subject }): Match[] => {
      const { dane } = host;
      if (dane.kind !== 'records' || chain.dane?.kind !== 'matched') return [];
      const judged = judgeTlsaRecords(dane.records);
      const effective = describeRecordSet(judged).effective.flatMap((index) => dane.records[index] ?? []);
      if (!effective.every((record) => renewalOf(record) === 'breaks')) return [];
      const evidence = {
        records: effective.map(showTlsa),
        matched: chain.dane.record,
        notAfter: chain.leaf.notAfter,
      };
      const line = zoneLine(dane.baseDomain, facts.observation.port, chain.keyRecord);
      const fix = `Renew with the same key (certbot: --reuse-key), and publish beside the present record: ${line}`;
      return [{ subject, evidence, fix }];
    }),
};
