/**
 * Asked for another kind of key (ECDSA where it showed RSA, or the other way round), the server shows a certificate that fares otherwise:
 * one of two was forgotten at the renewal, say. Two kinds in good order are good practice and no finding (RFC 8446 §4.4.2.2).
 */
import type { ChainFacts } from '../../facts.ts';
import { addressPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { bothKeys } from './server-side.ts';

export const differsByKey: Rule = {
  id: 'cert.differs-by-key',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'Its certificates for different keys are not equally good',
  explanation:
    'The server has certificates for several kinds of keys (RSA, ECDSA) and picks by what the sender offers. One of them is trusted and for this name, another is not, so some senders that verify get through and others do not.',
  fix: 'Look at the certificates in the evidence and renew the bad one, or take it out of the configuration (Postfix: smtpd_tls_chain_files; Exim: tls_certificate), and reload the mail server.',
  fixes: [...bothKeys],
  citations: [rfc(8446, '4.4.2.2'), rfc(5246, '7.4.2')],
  find: (facts) =>
    addressPlaces(facts).flatMap(({ subject, address }) => {
      // Our first hello and the others name the host, so that only the kind of key differs.
      const named = address.tls.filter(({ handshake }) => handshake?.serverName);
      const shown = [...named, ...(address.otherKeys ?? [])].flatMap(({ chain }) => (chain ? [chain] : []));
      const byKind = new Map(shown.map((chain) => [chain.leaf.publicKey.kind, chain]));
      const certificates = [...byKind.values()].map(describe);
      const standings = new Set(certificates.map(({ trusted, matched }) => `${trusted} ${matched}`));
      return standings.size > 1 ? [{ subject, evidence: { certificates } }] : [];
    }),
};

function describe({ leaf, fingerprint, path, name }: ChainFacts) {
  return {
    key: leaf.publicKey.kind,
    certificate: fingerprint,
    trusted: path.kind === 'trusted',
    matched: name.kind === 'matched',
    notAfter: leaf.notAfter,
  };
}
