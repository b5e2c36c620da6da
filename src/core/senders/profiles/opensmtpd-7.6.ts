/**
 * OpenSMTPD 7.6: as 6.8, but SNI, TLS 1.2 at least, "unverified" for every certificate, and a null MX bounces at once.
 */

import { opensslLevel2 } from '../../tls-libraries/openssl.ts';
import { opensmtpdOpenssl35 } from '../hellos/opensmtpd-openssl35.ts';
import type { SenderProfile } from '../profile.ts';
import { opensmtpd68 } from './opensmtpd-6.8.ts';

export const opensmtpd76: SenderProfile = {
  ...opensmtpd68,
  id: 'opensmtpd-7.6',
  name: 'OpenSMTPD 7.6',
  shortName: 'OpenSMTPD 7.6',
  versions: '7.6 (OpenSSL 3.5)',
  measuredAs: ['opensmtpd-trixie'],
  tls: { hello: opensmtpdOpenssl35, personality: opensslLevel2, sni: true },
  verification: { when: 'never', name: false, commonName: 'unknown' },
  peer: { trusted: 'cert-check=unverified', untrusted: 'cert-check=unverified' },
  nullMxOfPreference0Only: true,
  injectedText: 'starttls-lost',
  announcedEnd: 'handshake-timeout',
  routing: { ...opensmtpd68.routing, 'null-mx': 'bounce' },
  log: {
    ...opensmtpd68.log,
    'mail-over-tls-reset':
      'mta delivery relay="{dialled} ({ip})" result="TempFail" stat="IO Error: read failed: Connection reset by peer"',
    'null-mx': 'mta delivery relay="{domain}" result="PermFail" stat="Domain does not accept mail"',
  },
  sources: {
    ...opensmtpd68.sources,
    lab: {
      fact: 'what it does at each step, its log, its ClientHello',
      source: 'laboratory: Debian 13, opensmtpd 7.6.0p1',
      confidence: 'measured',
    },
  },
};
