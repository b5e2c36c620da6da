/**
 * keyUsage is there and lacks keyEncipherment, though the server chose RSA key exchange (RFC 5280 §4.2.1.3; C85).
 */

import { chainPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { eximGnutlsCompat } from '../workarounds.ts';
import { refusedByUse } from './key-use.ts';
import { adcsTemplate, newRequest, signAsServer } from './new-certificate.ts';

export const keyUsageNoKeyEncipherment: Rule = {
  id: 'cert.key-usage-no-key-encipherment',
  severity: 'warning',
  acts: 'mx-operator',
  title: 'The certificate may not be used for RSA key exchange',
  explanation:
    "The server chose RSA key exchange, where the sender encrypts a secret to the certificate's key, and the keyUsage leaves keyEncipherment out. Senders whose TLS library enforces keyUsage (GnuTLS, BoringSSL) " +
    'break the handshake off and deliver in cleartext, or not at all where cleartext is refused.',
  fix: 'Let the server offer ECDHE, with TLS 1.2 or 1.3: then keyEncipherment is not needed. Or issue the certificate again with keyUsage = digitalSignature, keyEncipherment.',
  fixes: [newRequest, signAsServer, adcsTemplate],
  workarounds: [eximGnutlsCompat],
  citations: [rfc(5280, '4.2.1.3'), rfc(5246, '7.4.2')],
  tlsRptResultType: 'validation-failure',
  find: (facts) =>
    chainPlaces(facts).flatMap((place) => {
      const { subject, chain, handshake } = place;
      const { keyUsage } = chain.leaf;
      if (handshake.keyExchange !== 'rsa' || !keyUsage || keyUsage.usages.includes('keyEncipherment'))
        return [];
      const evidence = {
        keyUsage: [...keyUsage.usages],
        keyExchange: handshake.keyExchange,
        refusedBy: refusedByUse(place),
      };
      return [{ subject, evidence }];
    }),
};
