/**
 * DragonFly Mail Agent: without SECURETRANSFER it never does TLS; with STARTTLS and OPPORTUNISTIC_TLS it sends STARTTLS unseen, whatever
 * EHLO said, and a failed handshake waits.
 */

import { opensslLevel2 } from '../../tls-libraries/openssl.ts';
import { openssl30Dma } from '../hellos/openssl30-default.ts';
import { opensslPrinted } from '../library-words/openssl.ts';
import type { SenderProfile } from '../profile.ts';
import type { Reaction } from '../profile-reactions.ts';

const next: Reaction = { kind: 'next-host' };
const wait: Reaction = { kind: 'defer-or-next' };
const bounce: Reaction = { kind: 'bounce' };
const open = (what: string): Reaction => ({ kind: 'unknown', reason: `dma logged no outcome after ${what}` });
const notFound = 'remote delivery deferred: DNS lookup failure: host {domain} not found';
const handshake = 'remote delivery deferred: SSL handshake failed fatally: {error}';
const ehloRefused = 'Could not perform server greeting at {host} [{ip}]: ';
const refused = 'remote delivery to {host} [{ip}] failed after connect: {reply}';

export const dma: SenderProfile = {
  id: 'dma',
  name: 'dma, never TLS (Debian default)',
  shortName: 'dma',
  software: 'dma',
  versions: '0.13',
  kind: 'mta',
  replyStyle: 'first',
  measuredAs: ['dma'],
  starttls: 'never',
  starttlsParameter: 'offer',
  blankGreeting: 'refused',
  verification: { when: 'never', name: false, commonName: 'unknown' },
  queue: {
    retryAfterSeconds: 300,
    schedule: 'each wait twice the one before, at most 3 hours',
    lifeSeconds: 432_000,
  },
  nullMxBesideOthers: 'skipped',
  oneLookupForAll: true,
  routing: {
    'null-mx': 'defer',
    'domain-not-found': 'bounce',
    'domain-without-host': 'bounce',
    'mx-lookup-failed': 'defer',
    'no-host-address': 'defer',
    'address-lookup-failed': 'defer',
    'mx-is-address': 'go-on',
  },
  reactions: {
    'connect-failed': next,
    'greeting-4xx': next,
    'greeting-5xx': bounce,
    'greeting-lost': next,
    'ehlo-lost': open('an EHLO without an answer'),
    'ehlo-421': bounce,
    'ehlo-4xx': bounce,
    'ehlo-refused': bounce,
    'helo-refused': bounce,
    'starttls-absent': { kind: 'cleartext', connection: 'same' },
    'starttls-refused-4xx': { kind: 'cleartext', connection: 'same' },
    'starttls-3xx': { kind: 'cleartext', connection: 'same' },
    'starttls-refused-5xx': { kind: 'cleartext', connection: 'same' },
    'starttls-421': bounce,
    'starttls-2xx': { kind: 'go-on' },
    'starttls-lost': open('a STARTTLS without an answer'),
    'starttls-reset': open('a STARTTLS without an answer'),
    'handshake-failed': next,
    'handshake-closed': next,
    'handshake-timeout': open('a silent server'),
    'verification-failed': wait,
    'match-failed': wait,
    'session-dies': open('a session that died after the handshake'),
    'late-certificate-demand': open('a demand for a client certificate'),
    'ehlo-over-tls-421': bounce,
    'ehlo-over-tls-closed': bounce,
    'ehlo-over-tls-4xx': bounce,
    'ehlo-over-tls-refused': bounce,
    'mail-over-tls-lost': open('a session that died after the handshake'),
    'mail-in-clear-lost': open('a MAIL without an answer'),
    'cleartext-refused-4xx': next,
    'cleartext-refused-5xx': bounce,
  },
  underPolicy: { otherwise: wait },
  log: {
    'domain-without-host': 'remote delivery failed: DNS lookup failure: host {domain} not found',
    'delivered-cleartext': 'delivery successful',
    'delivered-tls': 'delivery successful',
    'null-mx': notFound,
    'no-host-address': notFound,
    'mx-lookup-failed': notFound,
    'domain-not-found': 'remote delivery failed: DNS lookup failure: host {domain} not found',
    'greeting-4xx': 'remote delivery deferred: {host} [{ip}] failed after connect: {reply}',
    'greeting-5xx': refused,
    'greeting-malformed':
      'remote delivery deferred: {host} [{ip}] failed after connect: invalid syntax in reply from server',
    'ehlo-421': `${ehloRefused}{reply}`,
    'helo-refused': `${ehloRefused}{reply}`,
    'ehlo-over-tls-421': `${ehloRefused}{reply}`,
    'ehlo-over-tls-closed': `${ehloRefused}{reply}`,
    'ehlo-refused': ehloRefused,
    'ehlo-4xx': ehloRefused,
    'ehlo-over-tls-4xx': `${ehloRefused}{reply}`,
    'ehlo-over-tls-refused': `${ehloRefused}{reply}`,
    'connection-refused': 'connect to {host} [{ip}] failed: Connection refused',
    'connection-timed-out': 'connect to {host} [{ip}] failed: Connection timed out',
    'connection-unreachable': 'connect to {host} [{ip}] failed: Network is unreachable',
    'address-lookup-failed': notFound,
    'cleartext-refused-4xx': 'remote delivery deferred: {host} [{ip}] failed after MAIL FROM: {reply}',
    'handshake-failed': handshake,
    'cleartext-refused-5xx': 'remote delivery to {host} [{ip}] failed after MAIL FROM: {reply}',
  },
  sources: {
    lab: {
      fact: 'what it does at each step, its log',
      source: 'laboratory: Debian 12, dma 0.13',
      confidence: 'measured',
    },
    net: {
      fact: 'a permanent failure ends the attempt, after a temporary one the next host is tried; a refused EHLO is permanent',
      source: 'dma 0.13, net.c, deliver_to_host and deliver_remote',
      confidence: 'source-code',
    },
    dns: {
      fact: 'which answers of getaddrinfo about one host end the look-up of all, and which leave that host out; none left: it waits',
      source: 'dma 0.13, dns.c, add_host and dns_get_mx_list',
      confidence: 'source-code',
    },
    header: {
      fact: 'MIN_RETRY 300 s, MAX_TIMEOUT 5 days',
      source: 'dma.h',
      confidence: 'source-code',
    },
  },
  from: {
    otherwise: 'lab',
    queue: 'header',
    'routing.address-lookup-failed': 'dns',
    'reactions.greeting-lost': 'net',
    'reactions.ehlo-lost': 'net',
    'reactions.greeting-5xx': ['lab', 'net'],
  },
};

const notTls =
  'remote delivery deferred: SSL handshake failed fatally: error:0A00010B:SSL routines::wrong version number';

export const dmaTls: SenderProfile = {
  ...dma,
  id: 'dma-tls',
  name: 'dma with opportunistic TLS',
  shortName: 'dma with TLS',
  versions: '0.13 (OpenSSL 3.0)',
  measuredAs: ['dma-tls'],
  starttls: 'opportunistic',
  starttlsUnoffered: true,
  injectedText: 'thrown-away',
  tls: { hello: openssl30Dma, personality: opensslLevel2, sni: false },
  log: {
    ...dma.log,
    'handshake-closed': handshake,
    'starttls-absent': 'in opportunistic TLS mode, STARTTLS not available: ',
    'starttls-refused-4xx': 'in opportunistic TLS mode, STARTTLS not available: {reply}',
    'starttls-refused-5xx': 'in opportunistic TLS mode, STARTTLS not available: {reply}',
    // It begins TLS all the same, and takes the server's text for a broken record, or finds nobody.
    'ehlo-refused': notTls,
    'helo-refused': notTls,
    'ehlo-421':
      'remote delivery deferred: SSL handshake failed fatally: error:0A000126:SSL routines::unexpected eof while reading',
    'starttls-421': 'Could not perform server greeting at {host} [{ip}]: Connection reset by peer',
  },
  from: {
    ...dma.from,
    tls: 'crypto',
    'reactions.ehlo-421': 'crypto',
    'reactions.ehlo-over-tls-refused': 'net',
  },
  sources: {
    ...dma.sources,
    crypto: {
      fact: 'STARTTLS is said whatever EHLO offered, and TLS begun even where EHLO was refused; a handshake that fails puts the message off',
      source: 'dma 0.13, crypto.c, smtp_init_crypto',
      confidence: 'source-code',
    },
  },
  libraryWords: opensslPrinted,
  reactions: {
    ...dma.reactions,
    'ehlo-421': next,
    'ehlo-4xx': next,
    'ehlo-refused': next,
    'helo-refused': next,
  },
};
