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
  tls: { hello: like(openssl30Default, 'exim-openssl'), personality: opensslLevel2, sni: false },
  tlsUnderPolicy: { hello: like(openssl30Default, 'exim-openssl'), personality: opensslLevel2, sni: true },
  // It asks X509_check_host without partial wildcards (src/tls-openssl.c, verify_callback).
  verification: { when: 'try', name: true, commonName: 'where-no-san' },
  dane: {
    baseDomain: 'expanded',
    hostNameOnly: true,
    insecureMx: 'ignores-tlsa',
    allUnusable: 'tls-required',
    malformedDigest: 'unusable',
    malformedWhole: 'unusable',
  },
  log: {},
  logUnderPolicy: {},
  sources: {
    transport: {
      fact: 'what follows a failure is decided by the transport, whatever the library; measured with GnuTLS',
      source: 'src/transports/smtp.c, smtp_setup_conn and smtp_transport_entry',
      confidence: 'source-code',
    },
    tlsa: {
      fact: 'every TLSA record is handed to the library; a record that it refuses is unusable',
      source: 'src/tls-openssl.c, dane_tlsa_load',
      confidence: 'source-code',
    },
    retry: {
      fact: 'retry rule F,2h,15m; G,16h,1h,1.5; F,4d,6h',
      source: 'Debian exim4-config, conf.d/retry/30_exim4-config',
      confidence: 'vendor-documentation',
    },
  },
  from: {
    otherwise: 'transport',
    dane: 'tlsa',
    queue: 'retry',
  },
};
