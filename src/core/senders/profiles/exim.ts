/**
 * Exim as Debian ships it, with GnuTLS: tries DANE, verifies for the log only, and after a failed handshake goes on in cleartext at once,
 * even where another mail host is healthy. GnuTLS heeds keyUsage.
 */

import { gnutls } from '../../tls-libraries/gnutls.ts';
import { gnutlsNormal } from '../hellos/gnutls-normal.ts';
import { gnutlsNamingAlerts } from '../library-words/gnutls.ts';
import type { SenderProfile } from '../profile.ts';
import type { Reaction } from '../profile-reactions.ts';
import { eximDaneLog, eximLog } from './exim-log.ts';

const next: Reaction = { kind: 'next-host' };
const inClear: Reaction = { kind: 'cleartext', connection: 'new' };

export const exim: SenderProfile = {
  id: 'exim',
  name: 'Exim 4.96 with GnuTLS, DANE tried',
  shortName: 'Exim',
  software: 'Exim',
  versions: '4.96 (GnuTLS 3.7)',
  kind: 'mta',
  replyStyle: 'escaped',
  measuredAs: ['exim'],
  starttls: 'opportunistic',
  starttlsParameter: 'offer',
  starttlsKeyword: 'upper-case',
  injectedText: 'handshake-failed',
  saysMailUngreeted: true,
  tls: { hello: gnutlsNormal, personality: gnutls, sni: false, endsAtWarning: true },
  tlsUnderPolicy: { hello: gnutlsNormal, personality: gnutls, sni: true, endsAtWarning: true },
  verification: { when: 'try', name: true, partialWildcards: 'as-library', commonName: 'where-no-san' },
  dane: {
    baseDomain: 'expanded',
    insecureMx: 'ignores-tlsa',
    allUnusable: 'tls-required',
    hostNameOnly: true,
    wrongName: 'taken-where-trusted',
    digestAgility: 'none',
    unsentAnchor: 'never-matches',
    malformedDigest: 'unusable',
    malformedWhole: 'never-matches',
  },
  peer: { trusted: 'CV=yes', untrusted: 'CV=no', dane: 'CV=dane' },
  queue: {
    retryAfterSeconds: 900,
    schedule:
      'every 15 minutes for 2 hours; then 1 hour, each wait longer by half, up to 16 hours; then every 6 hours',
    lifeSeconds: 345_600,
  },
  nullMxBesideOthers: 'skipped',
  routing: {
    'null-mx': 'bounce',
    'domain-not-found': 'bounce',
    'domain-without-host': 'bounce',
    'mx-lookup-failed': 'defer',
    'no-host-address': 'bounce',
    'address-lookup-failed': 'defer',
    'mx-is-address': 'bounce',
  },
  reactions: {
    'connect-failed': next,
    'greeting-4xx': next,
    'greeting-5xx': { kind: 'next-or-bounce' },
    'greeting-lost': next,
    'ehlo-lost': next,
    'ehlo-421': { kind: 'go-on' },
    'ehlo-4xx': { kind: 'go-on' },
    'ehlo-refused': { kind: 'go-on' },
    'helo-refused': { kind: 'next-or-bounce' },
    'starttls-absent': { kind: 'cleartext', connection: 'same' },
    'starttls-refused-4xx': { kind: 'cleartext', connection: 'same' },
    'starttls-3xx': { kind: 'cleartext', connection: 'same' },
    'starttls-refused-5xx': { kind: 'cleartext', connection: 'same' },
    'starttls-421': next,
    'starttls-2xx': { kind: 'go-on' },
    'starttls-lost': next,
    'starttls-reset': next,
    'handshake-failed': inClear,
    'handshake-closed': inClear,
    'handshake-timeout': inClear,
    'verification-failed': next,
    'match-failed': next,
    'session-dies': inClear,
    'late-certificate-demand': {
      kind: 'unknown',
      reason: 'Exim was seen to go on in cleartext and to wait, as the race falls',
    },
    'ehlo-over-tls-421': next,
    'ehlo-over-tls-closed': next,
    'ehlo-over-tls-4xx': { kind: 'go-on' },
    'ehlo-over-tls-refused': { kind: 'go-on' },
    'mail-over-tls-lost': next,
    'mail-in-clear-lost': next,
    'cleartext-refused-4xx': next,
    'cleartext-refused-5xx': { kind: 'bounce' },
  },
  underPolicy: { otherwise: next },
  log: eximLog,
  libraryWords: gnutlsNamingAlerts,
  logUnderPolicy: eximDaneLog,
  sources: {
    lab: {
      fact: 'what it does at each step, its log, its ClientHello',
      source: 'laboratory: Debian 12, exim4-daemon-heavy 4.96',
      confidence: 'measured',
    },
    tlsa: {
      fact: 'which TLSA records are unusable: matching type 0 is not looked into',
      source: 'Exim 4.96, src/tls-gnu.c, dane_tlsa_load',
      confidence: 'source-code',
    },
    retry: {
      fact: 'retry rule F,2h,15m; G,16h,1h,1.5; F,4d,6h',
      source: 'Debian exim4-config, conf.d/retry/30_exim4-config',
      confidence: 'vendor-documentation',
    },
    transport: {
      fact: 'a refused EHLO, over TLS too, only ends the extensions: MAIL follows',
      source: 'src/transports/smtp.c, smtp_reap_ehlo',
      confidence: 'source-code',
    },
    tryclear: {
      fact: 'a connection in cleartext after TLS failed: tls_tempfail_tryclear, whatever hosts remain',
      source: 'src/transports/smtp.c, smtp_transport_entry',
      confidence: 'source-code',
    },
  },
  from: {
    otherwise: 'lab',
    queue: 'retry',
    dane: ['lab', 'tlsa'],
    'reactions.ehlo-over-tls-refused': 'transport',
    'reactions.handshake-failed': ['lab', 'tryclear'],
    'reactions.handshake-closed': ['lab', 'tryclear'],
    'reactions.handshake-timeout': ['lab', 'tryclear'],
    'reactions.session-dies': ['lab', 'tryclear'],
  },
};
