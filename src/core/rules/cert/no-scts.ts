/**
 * A public authority's certificate comes without signed certificate timestamps, be it inside, in the handshake or in the staple (RFC 6962 §3.3).
 */
import { chainPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';

export const noScts: Rule = {
  id: 'cert.no-scts',
  severity: 'info',
  acts: 'mx-operator',
  title: 'The certificate is not proven to be in a public log',
  explanation:
    'The certificate of a public authority carries no signed certificate timestamps. Browsers refuse such certificates, mail senders do not look: information only.',
  fix: 'Nothing for mail. If a webmail shares this certificate, get one with embedded timestamps, as all common authorities issue them.',
  citations: [rfc(6962, '3.3')],
  find: (facts) =>
    chainPlaces(facts).flatMap(({ subject, chain, handshake }) => {
      const { anchor } = chain.path;
      const inStaple = chain.staple && 'hasScts' in chain.staple && chain.staple.hasScts;
      if (!anchor?.isPublic || chain.leaf.hasScts || inStaple) return [];
      if (handshake.signedCertificateTimestamps !== undefined) return [];
      return [{ subject, evidence: { authority: anchor.label } }];
    }),
};
