/**
 * Exim with OpenSSL: the transport of the other Exim profiles over another library. Not measured; its hello is not claimed beyond the library's defaults.
 */

import { opensslLevel2 } from '../../tls-libraries/openssl.ts';
import { openssl30Default } from '../hellos/openssl30-default.ts';
import type { SenderProfile } from '../profile.ts';
import { like } from './documented.ts';
import { exim } from './exim.ts';

/** The same transport as with GnuTLS (transports/smtp.c), another library: keyUsage is not looked at, weak parameters are. */
export const eximOpenssl: SenderProfile = {
  ...exim,
  id: 'exim-openssl',
  shortName: 'Exim with OpenSSL',
  name: 'Exim 4.96-4.98 with OpenSSL, DANE tried',
  versions: '4.96 to 4.98 (OpenSSL 3)',
  measuredAs: [],
  confidence: 'source-code',
  tls: { hello: like(openssl30Default, 'exim-openssl'), personality: opensslLevel2, sni: false },
  tlsUnderPolicy: { hello: like(openssl30Default, 'exim-openssl'), personality: opensslLevel2, sni: true },
  dane: {
    baseDomain: 'expanded',
    insecureMx: 'ignores-tlsa',
    allUnusable: 'tls-required',
    malformedDigest: 'unusable',
    malformedWhole: 'unusable',
  },
  log: {},
  logUnderPolicy: {},
  sources: [
    {
      fact: 'what follows a failure is decided by the transport, whatever the library; measured with GnuTLS',
      source: 'Exim src/transports/smtp.c, smtp_deliver',
      confidence: 'source-code',
    },
  ],
};
