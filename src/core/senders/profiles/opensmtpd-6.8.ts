/**
 * OpenSMTPD as Debian ships it: opportunistic; a failed handshake is followed by a new connection in cleartext at once, a silent server is not.
 * 6.8 checks certificates for its log; 7.6 is in opensmtpd-7.6.ts.
 */
import { opensmtpdOpenssl30 } from '../hellos/opensmtpd-openssl30.ts';
import { opensmtpd68 as library68 } from '../personalities.ts';
import type { SenderProfile } from '../profile.ts';
import type { Reaction } from '../profile-reactions.ts';

const next: Reaction = { kind: 'next-host' };
const inClear: Reaction = { kind: 'cleartext', connection: 'new' };
const network = 'mta delivery relay="{domain}" result="TempFail" stat="Network error on destination MXs"';

export const opensmtpd68: SenderProfile = {
  id: 'opensmtpd-6.8',
  name: 'OpenSMTPD 6.8',
  shortName: 'OpenSMTPD 6.8',
  software: 'OpenSMTPD',
  versions: '6.8 (OpenSSL 3.0)',
  kind: 'mta',
  replyStyle: 'texts',
  measuredAs: ['opensmtpd'],
  starttls: 'opportunistic',
  starttlsParameter: 'not-an-offer',
  starttlsKeyword: 'upper-case',
  tls: { hello: opensmtpdOpenssl30, personality: library68, sni: false },
  verification: { when: 'try', name: true, commonName: 'where-no-san' },
  peer: { trusted: 'cert-check=success', untrusted: 'cert-check=failure' },
  queue: { lifeSeconds: 345_600 },
  nullMxBesideOthers: 'skipped',
  routing: {
    'null-mx': 'defer',
    'domain-not-found': 'bounce',
    'domain-without-host': 'defer',
    'mx-lookup-failed': 'defer',
    'no-host-address': 'defer',
    'address-lookup-failed': 'defer',
    'mx-is-address': 'go-on',
  },
  reactions: {
    'connect-failed': next,
    'greeting-4xx': next,
    'greeting-5xx': next,
    'greeting-lost': next,
    'ehlo-lost': next,
    'ehlo-421': { kind: 'go-on' },
    'ehlo-4xx': { kind: 'go-on' },
    'ehlo-refused': { kind: 'go-on' },
    'helo-refused': next,
    'starttls-absent': { kind: 'cleartext', connection: 'same' },
    'starttls-refused-4xx': { kind: 'cleartext', connection: 'same' },
    'starttls-3xx': { kind: 'cleartext', connection: 'same' },
    'starttls-refused-5xx': { kind: 'cleartext', connection: 'same' },
    'starttls-421': { kind: 'defer' },
    'starttls-2xx': { kind: 'go-on' },
    'starttls-lost': next,
    'starttls-reset': inClear,
    'handshake-failed': inClear,
    'handshake-closed': inClear,
    'handshake-timeout': next,
    'verification-failed': next,
    'match-failed': next,
    'session-dies': next,
    'late-certificate-demand': next,
    'ehlo-over-tls-421': next,
    'ehlo-over-tls-closed': next,
    'ehlo-over-tls-4xx': { kind: 'go-on' },
    'ehlo-over-tls-refused': { kind: 'go-on' },
    'mail-over-tls-lost': next,
    'mail-in-clear-lost': next,
    'cleartext-refused-4xx': { kind: 'defer' },
    'cleartext-refused-5xx': { kind: 'bounce' },
  },
  underPolicy: { otherwise: next },
  log: {
    'domain-without-host': 'mta delivery relay="{domain}" result="TempFail" stat="No MX found for domain"',
    'connect-failed': network,
    'greeting-lost': network,
    'ehlo-lost': network,
    'helo-refused': network,
    'mail-over-tls-timed-out':
      'mta delivery relay="{dialled} ({ip})" result="TempFail" stat="Connection timeout"',
    'mail-in-clear-timed-out':
      'mta delivery relay="{dialled} ({ip})" result="TempFail" stat="Connection timeout"',
    'mail-over-tls-closed':
      'mta delivery relay="{dialled} ({ip})" result="TempFail" stat="Connection closed unexpectedly"',
    'mail-in-clear-closed':
      'mta delivery relay="{dialled} ({ip})" result="TempFail" stat="Connection closed unexpectedly"',
    'mail-over-tls-reset':
      'mta delivery relay="{dialled} ({ip})" result="TempFail" stat="IO Error: Connection reset by peer"',
    'ehlo-over-tls-closed': network,
    'ehlo-over-tls-421': network,
    'starttls-lost': network,
    'starttls-reset': 'mta connecting address=smtp+notls://{dialled}:{port}',
    'address-lookup-failed': 'mta delivery relay="{domain}" result="TempFail" stat="No MX found for domain"',
    'cleartext-refused-4xx': 'mta delivery relay="{dialled} ({ip})" result="TempFail" stat="{reply}"',
    'null-mx': 'mta delivery relay="{domain}" result="TempFail" stat="No MX found for domain"',
    'no-host-address': 'mta delivery relay="{domain}" result="TempFail" stat="No MX found for domain"',
    'domain-not-found': 'mta delivery relay="{domain}" result="PermFail" stat="Domain does not exist"',
    'mx-lookup-failed':
      'mta delivery relay="{domain}" result="TempFail" stat="Temporary failure in MX lookup"',
    'greeting-4xx': network,
    'greeting-5xx': network,
    'handshake-failed': 'mta connecting address=smtp+notls://{dialled}:{port}',
    'handshake-closed': 'mta connecting address=smtp+notls://{dialled}:{port}',
    'handshake-timeout': network,
    'session-dies': network,
    'starttls-421':
      'mta delivery relay="{dialled} ({ip})" result="TempFail" stat="Connection closed unexpectedly"',
    'cleartext-refused-5xx': 'mta delivery relay="{dialled} ({ip})" result="PermFail" stat="{reply}"',
    'delivered-tls': 'mta delivery relay="{dialled} ({ip})" result="Ok"',
    'delivered-cleartext': 'mta delivery relay="{dialled} ({ip})" result="Ok"',
  },
  sources: {
    lab: {
      fact: 'what it does at each step, its log, its ClientHello',
      source: 'laboratory: Debian 12, opensmtpd 6.8.0p2',
      confidence: 'measured',
    },
    manual: {
      fact: 'queue ttl 4 days',
      source: 'smtpd.conf(5)',
      confidence: 'vendor-documentation',
    },
    session: {
      fact: 'HELO follows any refusal of EHLO, over TLS too',
      source: 'usr.sbin/smtpd/mta_session.c, mta_response',
      confidence: 'source-code',
    },
    downgrade: {
      fact: 'a connection in cleartext after an error in the handshake, not after a time-out, nor once the handshake is over',
      source: 'usr.sbin/smtpd/mta_session.c, mta_io',
      confidence: 'source-code',
    },
  },
  from: {
    otherwise: 'lab',
    queue: 'manual',
    'reactions.ehlo-over-tls-refused': 'session',
    'reactions.handshake-failed': ['lab', 'downgrade'],
    'reactions.late-certificate-demand': 'downgrade',
    'reactions.handshake-timeout': ['lab', 'downgrade'],
  },
};
