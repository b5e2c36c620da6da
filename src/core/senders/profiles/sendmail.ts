/**
 * Sendmail without further settings: opportunistic, and TLSFallbacktoClear off, so a failed handshake waits and never goes in cleartext.
 */

import { opensslLevel2 } from '../../tls-libraries/openssl.ts';
import { openssl30Default } from '../hellos/openssl30-default.ts';
import type { SenderProfile } from '../profile.ts';
import type { Reaction } from '../profile-reactions.ts';
import { sendmailLog } from './sendmail-log.ts';

const next: Reaction = { kind: 'next-host' };

export const sendmail: SenderProfile = {
  id: 'sendmail',
  name: 'Sendmail 8.17, opportunistic TLS',
  shortName: 'Sendmail',
  software: 'Sendmail',
  versions: '8.17 (OpenSSL 3.0)',
  kind: 'mta',
  replyStyle: 'first-plain',
  measuredAs: ['sendmail'],
  starttls: 'opportunistic',
  starttlsParameter: 'offer',
  starttlsEquals: true,
  injectedText: 'thrown-away',
  oneAddressAHost: true,
  tls: { hello: openssl30Default, personality: opensslLevel2, sni: false },
  verification: { when: 'try', name: false, commonName: 'where-no-san' },
  peer: { trusted: 'verify=OK', untrusted: 'verify=FAIL', dane: 'verify=TRUSTED', mtaSts: 'verify=OK' },
  queue: { retryAfterSeconds: 600, schedule: 'every 10 minutes', lifeSeconds: 432_000 },
  nullMxOfPreference0Only: true,
  nullMxBesideOthers: 'skipped',
  routing: {
    'null-mx': 'bounce',
    'domain-not-found': 'bounce',
    'domain-without-host': 'bounce',
    'mx-lookup-failed': 'defer',
    'no-host-address': 'bounce',
    'address-lookup-failed': 'defer',
    'mx-is-address': 'go-on',
  },
  reactions: {
    'connect-failed': next,
    'greeting-4xx': next,
    'greeting-5xx': { kind: 'next-or-bounce' },
    'greeting-lost': next,
    'ehlo-lost': next,
    'ehlo-421': next,
    'ehlo-4xx': next,
    'ehlo-refused': { kind: 'go-on' },
    'helo-refused': { kind: 'next-or-bounce' },
    'starttls-absent': { kind: 'cleartext', connection: 'same' },
    'starttls-refused-4xx': { kind: 'cleartext', connection: 'same' },
    'starttls-3xx': next,
    'starttls-refused-5xx': { kind: 'cleartext', connection: 'same' },
    'starttls-421': next,
    'starttls-2xx': next,
    'starttls-lost': next,
    'starttls-reset': next,
    'handshake-failed': next,
    'handshake-closed': next,
    'handshake-timeout': next,
    'verification-failed': next,
    'match-failed': next,
    'session-dies': next,
    'late-certificate-demand': next,
    'ehlo-over-tls-421': next,
    'ehlo-over-tls-closed': next,
    'ehlo-over-tls-4xx': next,
    'ehlo-over-tls-refused': { kind: 'go-on' },
    'mail-over-tls-lost': next,
    'mail-in-clear-lost': next,
    'cleartext-refused-4xx': next,
    'cleartext-refused-5xx': { kind: 'bounce' },
  },
  underPolicy: { otherwise: next },
  log: sendmailLog,
  sources: {
    lab: {
      fact: 'what it does at each step, its log, its ClientHello',
      source: 'laboratory: Debian 12, sendmail 8.17.1.9',
      confidence: 'measured',
    },
    guide: {
      fact: 'TLSFallbacktoClear off; Timeout.queuereturn 5 d',
      source: 'Sendmail Installation and Operation Guide, §5.6',
      confidence: 'vendor-documentation',
    },
    deliver: {
      fact: 'whatever fails before MAIL, the next MX host is tried',
      source: 'sendmail/deliver.c, deliver, "try next MX site"',
      confidence: 'source-code',
    },
    init: {
      fact: 'HELO follows a 5xx to EHLO, over TLS too, and not a 4xx',
      source: 'sendmail/usersmtp.c, smtpinit',
      confidence: 'source-code',
    },
    debian: {
      fact: 'queue run every 10 minutes',
      source: 'Debian sendmail.conf, QUEUE_INTERVAL',
      confidence: 'vendor-documentation',
    },
  },
  from: {
    otherwise: 'lab',
    'queue.retryAfterSeconds': 'debian',
    'queue.lifeSeconds': 'guide',
    'reactions.ehlo-over-tls-refused': 'init',
    'reactions.late-certificate-demand': 'deliver',
    'reactions.handshake-failed': ['lab', 'deliver', 'guide'],
    'reactions.session-dies': ['lab', 'deliver'],
  },
};
