/**
 * The server staples an OCSP answer that proves nothing: old, about another certificate, wrongly signed, garbled (RFC 6960 §3.2).
 */
import { chainPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';

const oldData = 'The revocation or OCSP data are old and have been superseded.';

export const stapleUnusable: Rule = {
  id: 'cert.staple-unusable',
  severity: 'info',
  acts: 'mx-operator',
  title: 'The stapled OCSP answer is of no use',
  explanation:
    'The server sends an OCSP answer with its certificate that can not be taken: the evidence says why. Mail is seldom affected, since few senders look; a GnuTLS sender that verifies refuses an old or wrong one.',
  fix: 'Let the job that fetches the answer run again (or mend it), reload the mail server; or stop stapling, which for mail brings little.',
  citations: [rfc(6960, '3.2'), rfc(6066, '8')],
  find: (facts) =>
    chainPlaces(facts).flatMap(({ subject, chain: { staple } }) => {
      // What we lacked the means to check says nothing about the server.
      if (staple?.kind !== 'unusable' || staple.code === 'not-checked') return [];
      const gnutls = staple.code === 'expired' ? [oldData] : [];
      return [{ subject, evidence: { code: staple.code, detail: staple.detail, gnutls } }];
    }),
};
