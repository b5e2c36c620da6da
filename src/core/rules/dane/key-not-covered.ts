/**
 * The server has certificates with keys of several kinds, and the TLSA records fit one and not another (RFC 7671 §8; C41).
 */
import { showTlsa, zoneLine } from '../../dane/publish.ts';
import { addressPlaces } from '../places.ts';
import { type Match, type Rule, rfc } from '../rule.ts';
import { daneSeverity } from './weight.ts';

export const keyNotCovered: Rule = {
  id: 'dane.key-not-covered',
  severity: 'warning',
  acts: 'mx-operator',
  title: 'A certificate of the server matches no TLSA record',
  explanation:
    'The server has certificates for several kinds of keys, RSA and ECDSA for example, and which one it shows depends on what the sender takes. The TLSA records fit the one that most are shown. A sender that does DANE and is shown another takes that for an attack: its mail waits, and is returned at last.',
  fix: 'Publish a TLSA record for each certificate that the server has, or take the one without a record out of its configuration.',
  citations: [rfc(7671, '8'), rfc(7672, '2.2')],
  tlsRptResultType: 'tlsa-invalid',
  find: (facts) =>
    addressPlaces(facts).flatMap(({ host, address, subject, ...place }): Match[] => {
      const { dane } = host;
      if (dane.kind !== 'records') return [];
      // Where the certificate that everybody is shown fails, dane.tlsa-mismatch has said so.
      if (!address.tls.some(({ chain }) => chain?.dane?.kind === 'matched')) return [];
      return (address.otherKeys ?? []).flatMap(({ chain, handshake }): Match[] => {
        if (chain?.dane?.kind !== 'failed' || handshake?.outcome !== 'completed') return [];
        const evidence = {
          shownTo: handshake.hello,
          key: `${chain.leaf.publicKey.kind} ${chain.leaf.publicKey.bits}`,
          records: dane.records.map(showTlsa),
          reasons: [...chain.dane.reasons],
        };
        const weighed = daneSeverity({ host, subject, ...place }) === 'info' ? 'info' : 'warning';
        // What could not be checked here may fit for a sender that can.
        const severity = chain.dane.undecided ? 'notice' : weighed;
        const fix = `If the server is to keep this certificate, publish: ${zoneLine(dane.baseDomain, facts.observation.port, chain.keyRecord)} (beside the present records). Otherwise take the certificate out of its configuration.`;
        return [{ subject: { ...subject, certificate: chain.fingerprint }, evidence, severity, fix }];
      });
    }),
};
