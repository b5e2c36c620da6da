/**
 * The server breaks the TLS protocol: a signature or a Finished that is wrong, a choice that was not offered, a message out of turn (RFC 8446 §4.4, §6.2).
 */
import { handshakePlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';

export const peerMisbehaved: Rule = {
  id: 'tls.peer-misbehaved',
  severity: 'error',
  acts: 'mx-operator',
  title: 'The server breaks the rules of TLS',
  explanation:
    'What the server sent in the handshake is against the protocol, so that a correct client has to stop. Every sender that checks fails here: those that never fall back to cleartext wait and ' +
    'at last return the mail. A wrong signature can also mean that the key does not belong to the certificate, or that someone sits in between.',
  fix:
    'See that key and certificate belong together (openssl x509 -noout -pubkey and openssl pkey -pubout print the same), take TLS-inspecting devices out of the path, and update the TLS library. ' +
    'The evidence says what was expected and what came.',
  citations: [rfc(8446, '4.4'), rfc(8446, '6.2')],
  tlsRptResultType: 'validation-failure',
  find: (facts) =>
    handshakePlaces(facts).flatMap(({ subject, handshake }) => {
      const { failure } = handshake;
      if (failure?.kind !== 'peer-misbehaved') return [];
      const { code, step, expected, received } = failure;
      const evidence = {
        step,
        ...(code && { code }),
        ...(expected && { expected }),
        ...(received && { received }),
      };
      return [{ subject, evidence }];
    }),
};
