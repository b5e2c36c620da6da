/**
 * Postfix at security level may, the usual one: encrypts where it can, verifies nothing.
 * After a failed handshake it tries the next host, then waits; cleartext only once the message is older than minimal_backoff_time.
 */
import { postfixOpenssl30 } from '../hellos/postfix-openssl30.ts';
import { postfixLevel0 } from '../personalities.ts';
import type { SenderProfile } from '../profile.ts';
import type { Reaction } from '../profile-reactions.ts';
import { postfixMayLog } from './postfix-may-log.ts';

const next: Reaction = { kind: 'next-host' };
/** RETRY_AS_PLAINTEXT: not before minimal_backoff_time (300 s). */
const laterInClear: Reaction = { kind: 'cleartext', connection: 'new', notBeforeSeconds: 300 };

export const postfixMay: SenderProfile = {
  id: 'postfix-may',
  name: 'Postfix 3.7, opportunistic TLS (may)',
  shortName: 'Postfix',
  software: 'Postfix',
  versions: '3.7 (OpenSSL 3.0)',
  kind: 'mta',
  replyStyle: 'one-line',
  measuredAs: ['postfix-may'],
  starttls: 'opportunistic',
  starttlsParameter: 'offer',
  starttlsEquals: true,
  injectedText: 'thrown-away',
  blankGreeting: 'helo',
  tls: { hello: postfixOpenssl30, personality: postfixLevel0, sni: false },
  verification: { when: 'try', name: false, commonName: 'where-no-san' },
  peer: {
    trusted: 'Trusted',
    untrusted: 'Untrusted',
    anonymous: 'Anonymous',
    dane: 'Verified',
    mtaSts: 'Verified',
  },
  queue: {
    retryAfterSeconds: 300,
    schedule: 'each wait as long as the message is old, at most 4000 s',
    lifeSeconds: 432_000,
  },
  addressLimit: 5,
  nullMxBesideOthers: 'bounce',
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
    'greeting-5xx': next,
    'greeting-lost': next,
    'ehlo-lost': next,
    'ehlo-421': next,
    'ehlo-4xx': { kind: 'go-on' },
    'ehlo-refused': { kind: 'go-on' },
    'helo-refused': { kind: 'bounce' },
    'starttls-absent': { kind: 'cleartext', connection: 'same' },
    'starttls-refused-4xx': { kind: 'cleartext', connection: 'same' },
    'starttls-3xx': { kind: 'cleartext', connection: 'same' },
    'starttls-refused-5xx': { kind: 'cleartext', connection: 'same' },
    'starttls-421': next,
    'starttls-2xx': { kind: 'go-on' },
    'starttls-lost': next,
    'starttls-reset': next,
    'handshake-failed': laterInClear,
    'handshake-closed': laterInClear,
    'handshake-timeout': laterInClear,
    'verification-failed': next,
    'match-failed': next,
    'session-dies': laterInClear,
    'late-certificate-demand': laterInClear,
    'ehlo-over-tls-421': next,
    'ehlo-over-tls-closed': laterInClear,
    'ehlo-over-tls-4xx': { kind: 'go-on' },
    'ehlo-over-tls-refused': { kind: 'go-on' },
    'mail-over-tls-lost': laterInClear,
    'mail-in-clear-lost': next,
    'cleartext-refused-4xx': next,
    'cleartext-refused-5xx': { kind: 'bounce' },
  },
  underPolicy: { otherwise: next },
  log: postfixMayLog,
  sources: {
    lab: {
      fact: 'what it does at each step, its log, its ClientHello',
      source: 'laboratory: Debian 12, postfix 3.7.11',
      confidence: 'measured',
    },
    postconf: {
      fact: 'minimal_backoff_time 300 s, maximal_queue_lifetime 5 d, smtp_mx_address_limit 5',
      source: 'postconf(5)',
      confidence: 'vendor-documentation',
    },
    proto: {
      fact: 'HELO follows any refusal of EHLO but a 421, over TLS too',
      source: 'src/smtp/smtp_proto.c, smtp_helo',
      confidence: 'source-code',
    },
    fallback: {
      fact: 'cleartext after TLS failed only at level may, and once the message is older than minimal_backoff_time',
      source: 'src/smtp/smtp.h, PLAINTEXT_FALLBACK_OK_AFTER_STARTTLS_FAILURE and ..._TLS_SESSION_FAILURE',
      confidence: 'source-code',
    },
  },
  from: {
    otherwise: 'lab',
    queue: 'postconf',
    hosts: 'postconf',
    'reactions.ehlo-over-tls-refused': 'proto',
    'reactions.late-certificate-demand': 'fallback',
    'reactions.handshake-failed': ['lab', 'fallback'],
    'reactions.handshake-closed': ['lab', 'fallback'],
    'reactions.handshake-timeout': ['lab', 'fallback'],
    'reactions.session-dies': ['lab', 'fallback'],
  },
};
