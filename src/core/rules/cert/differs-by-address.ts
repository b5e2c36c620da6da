/**
 * The addresses of one mail host show different certificates to the same ClientHello. Fine in itself; a fault where one of them is worse.
 */
import type { ChainFacts, HostFacts } from '../../facts.ts';
import { hostPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { loadRenewed } from './server-side.ts';

export const differsByAddress: Rule = {
  id: 'cert.differs-by-address',
  severity: 'info',
  acts: 'mx-operator',
  title: 'The addresses of the host show different certificates',
  explanation:
    'The name of the mail host leads to several addresses, and they answer with different certificates. That is right where each machine has its own; ' +
    'where one of them is untrusted or for another name, mail fails now and then, depending on which address a sender picks.',
  fix: 'Look at the certificates in the evidence. If one was forgotten at the last renewal, install the new one there. DANE records must match each of them.',
  fixes: [...loadRenewed],
  citations: [rfc(9525, '6'), rfc(7672, '3.1')],
  find: (facts) =>
    hostPlaces(facts).flatMap(({ host, subject }) => {
      const shown = leafByAddress(host);
      if (new Set(shown.map(({ chain }) => chain.fingerprint)).size < 2) return [];
      const certificates = shown.map(({ address, chain }) => ({
        address,
        certificate: chain.fingerprint,
        trusted: chain.path.kind === 'trusted',
        matched: chain.name.kind === 'matched',
      }));
      const standings = new Set(certificates.map(({ trusted, matched }) => `${trusted} ${matched}`));
      const severity = standings.size > 1 ? 'notice' : 'info';
      return [{ subject, evidence: { certificates }, severity }];
    }),
};

/** Sessions with the same hello and with SNI, so that only the address differs. */
function leafByAddress(host: HostFacts): { readonly address: string; readonly chain: ChainFacts }[] {
  return host.addresses.flatMap((address) => {
    const seen = address.tls.find(
      ({ handshake, chain }) => chain && handshake?.serverName && handshake.hello === 'broad',
    );
    return seen?.chain ? [{ address: address.observation.ip, chain: seen.chain }] : [];
  });
}
