/**
 * qmail with the TLS patch: a refused STARTTLS means cleartext, a failed handshake means waiting. notqmail has no STARTTLS at all.
 */

import { opensslLevel2 } from '../../tls-libraries/openssl.ts';
import { openssl30Default } from '../hellos/openssl30-default.ts';
import type { SenderProfile } from '../profile.ts';
import { alike, documented, inClear, like, wait } from './documented.ts';

export const qmailTls: SenderProfile = documented({
  id: 'qmail-tls',
  shortName: 'qmail',
  name: 'qmail with the TLS patch',
  software: 'netqmail',
  versions: '1.06 with the TLS patch of 2020',
  confidence: 'source-code',
  tls: { hello: like(openssl30Default, 'qmail-tls'), personality: opensslLevel2, sni: false },
  verification: { when: 'never', name: false, commonName: 'unknown' },
  reactions: { ...alike(wait), 'starttls-refused': inClear },
  sources: [
    {
      fact: 'STARTTLS refused: cleartext; a failed handshake: temporary, "TLS connect failed"',
      source: 'qmail-remote.c, tls_init',
      confidence: 'source-code',
    },
  ],
});
