/**
 * nodemailer on Node: one shot, always verified, no SNI in 6.8; takes a partial wildcard, and any 2xx for a 220.
 */

import { opensslLevel2 } from '../../tls-libraries/openssl.ts';
import { nodejs18 } from '../hellos/nodejs-18.ts';
import { nodemailerLookup } from '../library-words/getaddrinfo.ts';
import { node } from '../library-words/node.ts';
import type { SenderProfile } from '../profile.ts';
import { goSmtp } from './go-smtp.ts';

const closed = 'error: ECONNECTION Connection closed unexpectedly';
const terminated = 'error: ECONNECTION Server terminates connection. response={reply}: {reply}';
const reset = 'error: ESOCKET read ECONNRESET';

/** After ten minutes (socketTimeout). */
const timedOut = 'error: ETIMEDOUT Timeout';

const lookUp = 'error: EDNS {lookup} {host}';

export const nodemailer: SenderProfile = {
  ...goSmtp,
  starttlsKeyword: 'any-case',
  starttlsEquals: true,
  replyStyle: 'lines',
  injectedText: 'starttls-refused-5xx',
  blankGreeting: 'ehlo',
  ipv4Alone: true,
  // lib/shared/index.js, formatDNSValue: Math.random
  oneAddressAtRandom: true,
  id: 'nodemailer',
  name: 'nodemailer 6.8 on Node 18',
  shortName: 'nodemailer',
  software: 'nodemailer',
  versions: '6.8 (Node 18, OpenSSL 3.0)',
  measuredAs: ['nodemailer'],
  implicitTls: true,
  tls: { hello: nodejs18, personality: opensslLevel2, sni: false },
  verification: {
    when: 'always',
    name: true,
    partialWildcards: 'accepted',
    trailingDots: true,
    commonName: 'where-no-san',
  },
  reactions: {
    ...goSmtp.reactions,
    'ehlo-421': { kind: 'error' },
    'starttls-2xx': { kind: 'go-on' },
    'starttls-3xx': { kind: 'error' },
    'ehlo-over-tls-4xx': { kind: 'go-on' },
    'ehlo-over-tls-refused': { kind: 'go-on' },
  },
  log: {
    'greeting-4xx': 'error: EPROTOCOL Invalid greeting. response={reply}: {reply}',
    'greeting-5xx': 'error: EPROTOCOL Invalid greeting. response={reply}: {reply}',
    'greeting-malformed': 'error: EPROTOCOL Invalid greeting. response={reply}: {reply}',
    'ehlo-reset': reset,
    'starttls-421': 'error: ETLS Error upgrading connection with STARTTLS: {reply}',
    'connection-refused': 'error: ESOCKET connect ECONNREFUSED {ip}:{port}',
    'connection-timed-out': 'error: ESOCKET connect ETIMEDOUT {ip}:{port}',
    'connection-unreachable': 'error: ESOCKET connect ENETUNREACH {ip}:{port} - Local ({local})',
    'domain-without-host': lookUp,
    'no-host-address': lookUp,
    'address-lookup-failed': lookUp,
    'domain-not-found': lookUp,
    'handshake-failed': '{reason}',
    'verification-failed': 'error: ESOCKET {objections}',
    'match-failed': 'error: ESOCKET {objections}',
    'handshake-closed':
      'error: ESOCKET Client network socket disconnected before secure TLS connection was established',
    'greeting-timed-out': 'error: ETIMEDOUT Greeting never received',
    'ehlo-timed-out': timedOut,
    'starttls-timed-out': timedOut,
    'handshake-timeout': timedOut,
    'session-timed-out': timedOut,
    'mail-over-tls-timed-out': timedOut,
    'mail-in-clear-timed-out': timedOut,
    'starttls-reset': reset,
    'starttls-injected': 'error: EPROTOCOL Unexpected Response: {reply}',
    'handshake-reset': reset,
    'session-reset': reset,
    'starttls-3xx': 'error: ETLS Error upgrading connection with STARTTLS: {reply}',
    'helo-refused': 'error: EPROTOCOL Invalid HELO. response={reply}: {reply}',
    'mail-over-tls-closed': closed,
    'mail-in-clear-closed': closed,
    'cleartext-refused-4xx': 'error: EENVELOPE Mail command failed: {reply}',
    'cleartext-refused-5xx': 'error: EENVELOPE Mail command failed: {reply}',
    // An error without a code.
    'greeting-closed': 'error: undefined Unexpected socket close',
    'ehlo-closed': closed,
    'ehlo-421': terminated,
    'starttls-closed': closed,
    'ehlo-over-tls-closed': closed,
    'ehlo-over-tls-421': terminated,
    'mail-over-tls-reset': reset,
    'session-dies': closed,
    'starttls-refused-4xx': 'error: ETLS Error upgrading connection with STARTTLS: {reply}',
    'starttls-refused-5xx': 'error: ETLS Error upgrading connection with STARTTLS: {reply}',
  },
  endlessWaits: {},
  lookupWords: nodemailerLookup,
  libraryWords: node,
  sources: {
    lab: {
      fact: 'what its caller is told, its ClientHello',
      source: 'laboratory: Debian 12, node-nodemailer 6.8.0',
      confidence: 'measured',
    },
    ehlo: {
      fact: 'HELO follows a refused EHLO, over TLS too, unless requireTLS is set',
      source: 'lib/smtp-connection/index.js, _actionEHLO',
      confidence: 'source-code',
    },
    once: {
      fact: 'connects to the name that it is given, once, and looks up no MX record; whatever fails is told to its caller',
      source: 'lib/smtp-connection/index.js, connect',
      confidence: 'source-code',
    },
  },
  from: {
    otherwise: 'lab',
    'reactions.ehlo-over-tls-refused': 'ehlo',
    'reactions.late-certificate-demand': 'once',
    'reactions.connect-failed': 'once',
    'routing.null-mx': 'once',
    'routing.domain-without-host': 'once',
    'routing.no-host-address': 'once',
    'routing.address-lookup-failed': 'once',
  },
};
