/**
 * Go's net/smtp SendMail: one shot, no queue, no MX look-up of its own, certificates always verified; whatever fails, the caller is told.
 * Such libraries are taken to be given the first mail host's name. The other one-shot profiles differ from this one.
 */

import { goTls } from '../../tls-libraries/go.ts';
import { go119 } from '../hellos/go-119.ts';
import { goLookup } from '../library-words/getaddrinfo.ts';
import { go } from '../library-words/go.ts';
import type { SenderProfile } from '../profile.ts';
import type { Reaction } from '../profile-reactions.ts';

const error: Reaction = { kind: 'error' };

/** Before it stand both ends of the connection, of which ours is not the sender's. */
const reset = 'read: connection reset by peer';

const endless = 'it has no time limit, and its caller waits until the server hangs up';

const lookUp = 'error: dial tcp: lookup {host}: {lookup}';

export const goSmtp: SenderProfile = {
  id: 'go',
  name: 'Go net/smtp',
  shortName: 'Go net/smtp',
  software: 'Go net/smtp',
  versions: '1.19',
  kind: 'submission-client',
  measuredAs: ['go'],
  starttls: 'opportunistic',
  replyStyle: 'first-plain',
  starttlsParameter: 'offer',
  starttlsKeyword: 'upper-case',
  injectedText: 'thrown-away',
  greets220Only: true,
  blankGreeting: 'refused',
  tls: { hello: go119, personality: goTls, sni: true },
  verification: { when: 'always', name: true, commonName: 'ignored' },
  peer: { trusted: 'client-always-verifies' },
  routing: {
    'null-mx': 'error',
    'domain-not-found': 'error',
    'domain-without-host': 'error',
    'mx-lookup-failed': 'unknown',
    'no-host-address': 'error',
    'address-lookup-failed': 'error',
    'mx-is-address': 'go-on',
  },
  reactions: {
    'connect-failed': { kind: 'next-host' },
    'greeting-4xx': error,
    'greeting-5xx': error,
    'greeting-lost': error,
    'ehlo-lost': error,
    'ehlo-421': { kind: 'go-on' },
    'ehlo-4xx': { kind: 'go-on' },
    'ehlo-refused': { kind: 'go-on' },
    'helo-refused': error,
    'starttls-absent': { kind: 'cleartext', connection: 'same' },
    'starttls-refused-4xx': error,
    'starttls-3xx': error,
    'starttls-refused-5xx': error,
    'starttls-421': error,
    'starttls-2xx': error,
    'starttls-lost': error,
    'starttls-reset': error,
    'handshake-failed': error,
    'handshake-closed': error,
    'handshake-timeout': error,
    'verification-failed': error,
    'match-failed': error,
    'session-dies': error,
    'late-certificate-demand': error,
    'ehlo-over-tls-421': error,
    'ehlo-over-tls-closed': error,
    'ehlo-over-tls-4xx': error,
    'ehlo-over-tls-refused': error,
    'mail-over-tls-lost': error,
    'mail-in-clear-lost': error,
    'cleartext-refused-4xx': error,
    'cleartext-refused-5xx': error,
  },
  underPolicy: { otherwise: error },
  log: {
    'connection-refused': 'error: dial tcp {dialled}:{port}: connect: connection refused',
    'domain-without-host': lookUp,
    'no-host-address': lookUp,
    'greeting-4xx': 'error: {reply}',
    'greeting-5xx': 'error: {reply}',
    'starttls-refused-4xx': 'error: {reply}',
    'starttls-refused-5xx': 'error: {reply}',
    'starttls-421': 'error: {reply}',
    'starttls-2xx': 'error: {reply}',
    'starttls-3xx': 'error: {reply}',
    'starttls-reset': reset,
    'ehlo-over-tls-421': 'error: {reply}',
    'ehlo-over-tls-closed': 'error: {reply}',
    'ehlo-over-tls-4xx': 'error: {reply}',
    'mail-over-tls-closed': 'error: EOF',
    'mail-in-clear-closed': 'error: EOF',
    'ehlo-over-tls-refused': 'error: {reply}',
    'cleartext-refused-4xx': 'error: {reply}',
    'cleartext-refused-5xx': 'error: {reply}',
    'greeting-malformed': 'error: {missed}: {reply}',
    // HELO, into the connection that EHLO broke.
    'ehlo-reset': 'write: broken pipe',
    'connection-timed-out': 'error: dial tcp {dialled}:{port}: connect: connection timed out',
    'connection-unreachable': 'error: dial tcp {dialled}:{port}: connect: network is unreachable',
    'address-lookup-failed': lookUp,
    'domain-not-found': lookUp,
    'handshake-failed': 'error: {reason}',
    'handshake-closed': 'error: EOF',
    'verification-failed': 'error: {objections}',
    'match-failed': 'error: {objections}',
    'handshake-reset': reset,
    'greeting-closed': 'error: EOF',
    'ehlo-closed': 'error: EOF',
    'helo-closed': 'error: EOF',
    'helo-refused': 'error: {reply}',
    'starttls-closed': 'error: EOF',
    'mail-over-tls-reset': reset,
    'session-dies': 'error: EOF',
    'session-reset': reset,
  },
  // net/smtp sets no deadline (Dial, NewClient).
  endlessWaits: {
    'greeting-timed-out': endless,
    'ehlo-timed-out': endless,
    'starttls-timed-out': endless,
    'handshake-timeout': endless,
    'session-timed-out': endless,
    'mail-over-tls-timed-out': endless,
    'mail-in-clear-timed-out': endless,
  },
  lookupWords: goLookup,
  libraryWords: go,
  sources: {
    lab: {
      fact: 'what its caller is told, its ClientHello',
      source: 'laboratory: Debian 12, golang-go 1.19',
      confidence: 'measured',
    },
    ehlo: {
      fact: 'EHLO over TLS has no fallback to HELO',
      source: 'net/smtp/smtp.go, (*Client).StartTLS and ehlo',
      confidence: 'source-code',
    },
    once: {
      fact: 'connects to the name that it is given, once, and looks up no MX record; whatever fails is told to its caller',
      source: 'net/smtp/smtp.go, SendMail',
      confidence: 'source-code',
    },
  },
  from: {
    otherwise: 'lab',
    'reactions.ehlo-over-tls-refused': 'ehlo',
    'reactions.late-certificate-demand': 'once',
    'routing.null-mx': 'once',
    'routing.domain-without-host': 'once',
    'routing.no-host-address': 'once',
    'routing.address-lookup-failed': 'once',
  },
};
