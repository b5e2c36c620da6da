/**
 * The best version an address speaks is older than TLS 1.2 (RFC 8996 §4, §5; C91).
 */
import { librariesThat } from '../../tls-libraries/catalogue.ts';
import { takesVersion } from '../../tls-libraries/old-version.ts';
import { addressPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { isAncient, isDeprecated, newestVersion } from './versions.ts';

export const protocolTooOld: Rule = {
  id: 'tls.protocol-too-old',
  severity: 'error',
  acts: 'mx-operator',
  title: 'The newest TLS version on offer is out of date',
  explanation:
    'The server speaks nothing newer than TLS 1.1. Many senders no longer speak that: some of them deliver in cleartext instead, others wait and at last return the mail. ' +
    'Those that still accept it encrypt with a protocol that was retired in 2021.',
  fix: "Update the mail server's TLS library and allow TLS 1.2 and 1.3. Keep the old versions on beside them for old senders if you like: the old sender's other choice is cleartext.",
  citations: [rfc(8996, '4'), rfc(8996, '5'), rfc(9325, '3.1.1')],
  tlsRptResultType: 'validation-failure',
  find: (facts) =>
    addressPlaces(facts).flatMap(({ address, subject }) => {
      const seen = address.tls.flatMap(({ handshake }) =>
        handshake?.outcome === 'completed' || isAncient(handshake?.version) ? [handshake] : [],
      );
      const version = newestVersion(seen.map((handshake) => handshake?.version));
      if (!version || !isDeprecated(version)) return [];
      const best = seen.filter((handshake) => handshake?.version === version);
      const refusedBy = librariesThat(
        (library) => !best.some((handshake) => handshake && takesVersion(library, handshake)),
      );
      return [{ subject, evidence: { version, refusedBy } }];
    }),
};
