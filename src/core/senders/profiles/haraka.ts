/**
 * Haraka: no verification, and the next address after whatever fails in TLS. Left out: its memory of hosts whose TLS fails (off by default).
 */

import { opensslLevel2 } from '../../tls-libraries/openssl.ts';
import { nodejs18 } from '../hellos/nodejs-18.ts';
import type { SenderProfile } from '../profile.ts';
import { alike, documented, like, next } from './documented.ts';

export const haraka: SenderProfile = documented({
  id: 'haraka',
  shortName: 'Haraka',
  name: 'Haraka',
  software: 'Haraka',
  versions: '3 (Node)',
  confidence: 'source-code',
  tls: { hello: like(nodejs18, 'haraka'), personality: opensslLevel2, sni: true },
  verification: { when: 'never', name: false, commonName: 'unknown' },
  reactions: { ...alike(next), 'session-dies': next },
  sources: [
    {
      fact: 'verifies nothing; a connection that fails in TLS or after it: the next address, then waiting; cleartext only with its memory of such hosts switched on',
      source: 'outbound/hmail.js, outbound/tls.js',
      confidence: 'source-code',
    },
  ],
});
