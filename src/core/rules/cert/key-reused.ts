/**
 * Several mail hosts of the domain, at different addresses, answer with one key (seen within one probe). Allowed, and often meant so.
 */
import { type ChainPlace, chainPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';

export const keyReused: Rule = {
  id: 'cert.key-reused',
  severity: 'info',
  acts: 'mx-operator',
  title: 'Several mail hosts share one key',
  explanation:
    'Different mail hosts of this domain use the same private key. Mail is not affected. Whoever gets at the key on one of them can pose as all, and a DANE record "3 1 1" for one must be changed for all at once.',
  fix: 'If they are different machines, give each a key and a certificate of its own. Where one certificate is meant for all, change DANE records for all hosts together.',
  citations: [rfc(7671, '8.1')],
  find: (facts) =>
    [...byKey(chainPlaces(facts))].flatMap(([spki, places]) => {
      const hosts = [...new Set(places.map(({ host }) => host.observation.name))].sort();
      const addresses = new Set(places.map(({ address }) => address.observation.ip));
      // One machine with two names is no reuse.
      if (hosts.length < 2 || addresses.size < 2) return [];
      const certificates = [...new Set(places.map(({ chain }) => chain.fingerprint))].sort();
      return [{ subject: {}, evidence: { spkiSha256: spki, hosts, certificates } }];
    }),
};

function byKey(places: readonly ChainPlace[]): ReadonlyMap<string, readonly ChainPlace[]> {
  const keys = new Map<string, ChainPlace[]>();
  for (const place of places) {
    const spki = place.chain.fingerprints[0]?.spki ?? '';
    keys.set(spki, [...(keys.get(spki) ?? []), place]);
  }
  return keys;
}
