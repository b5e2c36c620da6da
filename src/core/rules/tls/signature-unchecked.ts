/**
 * The handshake completed, but the server's signature could not be checked where the probe runs: the key of its certificate is not proven
 * (RFC 8446 §4.4.3, RFC 5246 §7.4.3). A fact about this vantage first; a scheme that the key can't sign with is `tls.peer-misbehaved`.
 */
import type { TlsSessionFacts } from '../../facts.ts';
import { addressPlaces } from '../places.ts';
import { type Match, type Rule, rfc, type Subject } from '../rule.ts';

export const signatureUnchecked: Rule = {
  id: 'tls.signature-unchecked',
  severity: 'notice',
  acts: 'nobody',
  title: 'The signature of the server could not be checked here',
  explanation:
    'The server signs its handshake with a key or in a way that the cryptography of this probe can not verify. So it has not proven that it holds the key of the certificate it showed: ' +
    'what is said of that certificate, trust and TLSA records included, holds for what was shown and not for who showed it. Whether senders that can verify the signature accept it is not known.',
  fix:
    'Nothing has to be mended because of this alone. Ask again through a vantage with newer cryptography, or check from a host with a recent OpenSSL: openssl s_client -starttls smtp says whether the ' +
    'signature verifies. A certificate with an RSA or a P-256 key is understood everywhere.',
  citations: [rfc(8446, '4.4.3'), rfc(5246, '7.4.3')],
  find: (facts) =>
    addressPlaces(facts).flatMap(({ subject, address: { tls, otherKeys = [], asSenders = [] } }) =>
      [...tls, ...otherKeys, ...asSenders].flatMap((session) => findUnchecked(subject, session)),
    ),
};

function findUnchecked(place: Subject, { handshake, chain }: TlsSessionFacts): Match[] {
  if (handshake?.outcome !== 'completed' || handshake.signatureVerified !== 'unsupported') return [];
  const { signatureScheme } = handshake;
  const subject = { ...place, ...(chain && { certificate: chain.fingerprint }) };
  return [{ subject, evidence: { ...(signatureScheme && { signatureScheme }) } }];
}
