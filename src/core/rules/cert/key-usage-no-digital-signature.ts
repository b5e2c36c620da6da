/**
 * keyUsage is there and lacks digitalSignature, though the key has to sign: in TLS 1.3 and in (EC)DHE always (RFC 5280 §4.2.1.3; C84).
 */

import { type ChainPlace, chainPlaces } from '../places.ts';
import { type Rule, rfc, type Severity } from '../rule.ts';
import { demandsTls, replyOf } from '../smtp/steps.ts';
import { eximGnutlsCompat } from '../workarounds.ts';
import { refusedByUse } from './key-use.ts';
import { adcsTemplate, newRequest, signAsServer } from './new-certificate.ts';

export const keyUsageNoDigitalSignature: Rule = {
  id: 'cert.key-usage-no-digital-signature',
  severity: 'warning',
  acts: 'mx-operator',
  title: 'The certificate may not be used for signatures',
  explanation:
    "The certificate's keyUsage leaves digitalSignature out, and modern TLS is a signature by this key. Senders whose TLS library enforces keyUsage even without verifying (GnuTLS, so Exim on Debian and Ubuntu; BoringSSL) " +
    'break the handshake off and deliver in cleartext, or not at all where cleartext is refused. OpenSSL does not look, so many tests pass.',
  fix: 'Issue the certificate again with keyUsage = digitalSignature, keyEncipherment (an EC key: digitalSignature alone). Templates of Microsoft AD CS and old OpenSSL recipes leave it out.',
  fixes: [newRequest, signAsServer, adcsTemplate],
  workarounds: [eximGnutlsCompat],
  citations: [rfc(5280, '4.2.1.3'), rfc(8446, '4.4.2.2'), rfc(5246, '7.4.2')],
  tlsRptResultType: 'validation-failure',
  find: (facts) =>
    chainPlaces(facts).flatMap((place) => {
      const { keyUsage } = place.chain.leaf;
      if (!keyUsage || keyUsage.usages.includes('digitalSignature')) return [];
      const { version, keyExchange } = place.handshake;
      const evidence = {
        keyUsage: [...keyUsage.usages],
        ...(version && { version }),
        ...(keyExchange && { keyExchange }),
        refusedBy: refusedByUse(place),
      };
      return [{ subject: place.subject, evidence, severity: weight(place) }];
    }),
};

function weight({ handshake, address, facts }: ChainPlace): Severity {
  // RSA key exchange needs no signature: who is offered nothing else is content (C85).
  if (handshake.keyExchange === 'rsa') return 'notice';
  // With the way back to cleartext closed as well, what fails here is mail that bounces (C77).
  const reply = replyOf(address.cleartext?.mailFrom);
  return facts.observation.port !== 25 || (reply && demandsTls(reply)) ? 'error' : 'warning';
}
