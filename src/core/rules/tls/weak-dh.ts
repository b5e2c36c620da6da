/**
 * The Diffie-Hellman group that the server chose is shorter than 2048 bits (RFC 7919 §1).
 */
import { librariesThat } from '../../tls-libraries/catalogue.ts';
import { handshakePlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';

const minimumBits = 2048;

export const weakDh: Rule = {
  id: 'tls.weak-dh',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'The Diffie-Hellman group is too small',
  explanation:
    'The server agrees on keys in a finite field of less than 2048 bits. Senders with a modern TLS library refuse that and wait, or go on in cleartext; others encrypt with a key that a well-funded eavesdropper may find out, which still beats cleartext.',
  fix: 'Let the server prefer ECDHE (TLS 1.3, or the ECDHE suites of TLS 1.2), and use the group ffdhe2048 or larger where DHE stays on (Postfix: leave smtpd_tls_dh1024_param_file at its default).',
  citations: [rfc(7919, '1'), rfc(9325, '4.5')],
  find: (facts) =>
    handshakePlaces(facts).flatMap(({ subject, handshake }) => {
      const { keyExchange, dhBits } = handshake;
      if (keyExchange !== 'dhe' || dhBits === undefined || dhBits >= minimumBits) return [];
      const refusedBy = librariesThat(({ minimumDhBits }) => dhBits < minimumDhBits.value);
      return [{ subject, evidence: { dhBits, refusedBy } }];
    }),
};
