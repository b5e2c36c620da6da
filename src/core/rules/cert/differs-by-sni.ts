/**
 * With the mail host's name in the ClientHello (SNI, RFC 6066 §3) the server shows another certificate than without.
 * Senders differ: Postfix sends the name under DANE and MTA-STS only, Exim and older Sendmail not at all.
 */
import { addressPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { bySni } from './server-side.ts';

export const differsBySni: Rule = {
  id: 'cert.differs-by-sni',
  severity: 'info',
  acts: 'mx-operator',
  title: 'The certificate depends on the name the sender asks for',
  explanation:
    'A sender that names the mail host in its hello (SNI) sees another certificate than one that does not, and many mail servers do not. That is right where the server stands for several names; ' +
    'senders that verify and send no name compare with the certificate shown by default.',
  fix: "Make the certificate of the mail host's own name the default one (Postfix: smtpd_tls_chain_files; Exim: tls_certificate without $tls_in_sni), if senders without SNI should see it too.",
  fixes: [...bySni],
  citations: [rfc(6066, '3'), rfc(7672, '8.1')],
  find: (facts) =>
    addressPlaces(facts).flatMap(({ subject, address }) => {
      const shown = (named: boolean) =>
        address.tls.find(
          ({ handshake, chain }) =>
            chain && handshake?.hello === 'broad' && (handshake.serverName !== null) === named,
        )?.chain;
      const [withName, without] = [shown(true), shown(false)];
      if (!withName || !without || withName.fingerprint === without.fingerprint) return [];
      const evidence = {
        withName: withName.fingerprint,
        withoutName: without.fingerprint,
        withoutNameTrusted: without.path.kind === 'trusted',
        withoutNameMatched: without.name.kind === 'matched',
      };
      return [{ subject, evidence }];
    }),
};
