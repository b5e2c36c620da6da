/**
 * msmtp with `tls on`: TLS or an error, always verified, GnuTLS.
 */

import { gnutls } from '../../tls-libraries/gnutls.ts';
import { gnutlsNormal } from '../hellos/gnutls-normal.ts';
import { glibcLookup } from '../library-words/getaddrinfo.ts';
import { gnutls as words } from '../library-words/gnutls.ts';
import type { SenderProfile } from '../profile.ts';
import { goSmtp } from './go-smtp.ts';

const notVerified =
  'msmtp: TLS certificate verification failed: The certificate is NOT trusted. {objections}';

const timedOut = 'msmtp: network read error: the operation timed out';
const closed = 'msmtp: the server sent an empty reply';
const resetOverTls = 'msmtp: cannot read from TLS connection: Error in the pull function.';
const reset = 'msmtp: network read error: Connection reset by peer';

const endless = 'its time limit does not hold over TLS, and it waits until the server hangs up';

const lookUp = 'msmtp: cannot locate host {host}: {lookup}';

export const msmtp: SenderProfile = {
  ...goSmtp,
  starttlsKeyword: 'any-case',
  starttlsEquals: true,
  replyStyle: 'first',
  injectedText: 'starttls-refused-5xx',
  id: 'msmtp',
  name: 'msmtp 1.8 with tls on',
  shortName: 'msmtp',
  software: 'msmtp',
  versions: '1.8 (GnuTLS 3.7)',
  measuredAs: ['msmtp'],
  implicitTls: true,
  starttls: 'required',
  tls: { hello: gnutlsNormal, personality: gnutls, sni: true },
  verification: { when: 'always', name: true, partialWildcards: 'as-library', commonName: 'where-no-san' },
  reactions: {
    ...goSmtp.reactions,
    'starttls-absent': { kind: 'error' },
    'ehlo-over-tls-4xx': { kind: 'go-on' },
    'ehlo-over-tls-refused': { kind: 'go-on' },
  },
  log: {
    'greeting-4xx': 'msmtp: cannot get initial OK message from server',
    'greeting-5xx': 'msmtp: cannot get initial OK message from server',
    'starttls-absent': 'msmtp: the server does not support TLS via the STARTTLS command',
    'starttls-refused-4xx': 'msmtp: command STARTTLS failed',
    'starttls-refused-5xx': 'msmtp: command STARTTLS failed',
    'starttls-421': 'msmtp: command STARTTLS failed',
    'starttls-2xx': 'msmtp: command STARTTLS failed',
    'starttls-3xx': 'msmtp: command STARTTLS failed',
    'greeting-malformed': 'msmtp: the server sent an invalid reply',
    'greeting-timed-out': timedOut,
    'ehlo-timed-out': timedOut,
    'starttls-timed-out': timedOut,
    'ehlo-closed': closed,
    'ehlo-reset': reset,
    'starttls-reset': reset,
    'connection-timed-out': 'msmtp: cannot connect to {host}, port {port}: Connection timed out',
    'connection-unreachable': 'msmtp: cannot connect to {host}, port {port}: Network is unreachable',
    'address-lookup-failed': lookUp,
    'connection-refused': 'msmtp: cannot connect to {host}, port {port}: Connection refused',
    'domain-without-host': lookUp,
    'no-host-address': lookUp,
    'domain-not-found': lookUp,
    'verification-failed': notVerified,
    'match-failed': notVerified,
    'handshake-closed': 'msmtp: TLS handshake failed: {reason}',
    'handshake-failed': 'msmtp: TLS handshake failed: {reason}',
    'greeting-closed': closed,
    'helo-closed': closed,
    'starttls-closed': closed,
    'ehlo-over-tls-closed': closed,
    'ehlo-over-tls-421': closed,
    'mail-over-tls-reset': resetOverTls,
    'session-dies': closed,
    'session-reset': resetOverTls,
    'mail-over-tls-refused': 'msmtp: server message: {reply}',
    'mail-over-tls-closed': closed,
    'helo-refused': 'msmtp: SMTP server does not accept EHLO or HELO commands',
  },
  endlessWaits: {
    'handshake-timeout': endless,
    'session-timed-out': endless,
    'mail-over-tls-timed-out': endless,
  },
  lookupWords: glibcLookup,
  libraryWords: words,
  sources: {
    lab: {
      fact: 'what its caller is told, its ClientHello',
      source: 'laboratory: Debian 12, msmtp 1.8.23',
      confidence: 'measured',
    },
    ehlo: {
      fact: 'HELO follows a refused EHLO, over TLS too',
      source: 'src/smtp.c, smtp_init',
      confidence: 'source-code',
    },
    once: {
      fact: 'connects to the name that it is given, once, and looks up no MX record; whatever fails is told to its caller',
      source: 'src/net.c, net_open_socket',
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
