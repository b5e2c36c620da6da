/**
 * Python's smtplib with starttls(context=ssl.create_default_context()) where STARTTLS is offered: one shot, always verified.
 */

import { opensslLevel2 } from '../../tls-libraries/openssl.ts';
import { openssl30Python } from '../hellos/openssl30-default.ts';
import { pythonLookup } from '../library-words/getaddrinfo.ts';
import { python } from '../library-words/python.ts';
import type { SenderProfile } from '../profile.ts';
import { goSmtp } from './go-smtp.ts';

const notVerified =
  'error: SSLCertVerificationError [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: {objections} (_ssl.c:992)';

const closed = 'error: SMTPServerDisconnected Connection unexpectedly closed';
const reset =
  'error: SMTPServerDisconnected Connection unexpectedly closed: [Errno 104] Connection reset by peer';

const timedOut = 'error: SMTPServerDisconnected Connection unexpectedly closed: The read operation timed out';

const lookUp = 'error: gaierror {lookup}';

export const pythonSmtplib: SenderProfile = {
  ...goSmtp,
  starttlsKeyword: 'any-case',
  starttlsEquals: true,
  blankGreeting: 'ehlo',
  id: 'python-smtplib',
  name: 'Python smtplib with the default context',
  shortName: 'Python smtplib',
  software: 'Python smtplib',
  versions: '3.11 (OpenSSL 3.0)',
  measuredAs: ['python-smtplib'],
  implicitTls: true,
  tls: { hello: openssl30Python, personality: opensslLevel2, sni: true },
  reactions: {
    ...goSmtp.reactions,
    'ehlo-over-tls-4xx': { kind: 'go-on' },
    'ehlo-over-tls-refused': { kind: 'go-on' },
    'helo-refused': {
      kind: 'unknown',
      reason: 'a script that called ehlo() itself goes on without HELO, one that did not is told',
    },
  },
  verification: { when: 'always', name: true, commonName: 'where-no-san' },
  log: {
    'greeting-4xx': 'error: SMTPConnectError ({status}, {bytes})',
    'greeting-5xx': 'error: SMTPConnectError ({status}, {bytes})',
    'starttls-refused-4xx': 'error: SMTPResponseException ({status}, {bytes})',
    'starttls-refused-5xx': 'error: SMTPResponseException ({status}, {bytes})',
    'starttls-421': 'error: SMTPResponseException ({status}, {bytes})',
    'starttls-2xx': 'error: SMTPResponseException ({status}, {bytes})',
    'connection-refused': 'error: ConnectionRefusedError [Errno 111] Connection refused',
    'domain-without-host': lookUp,
    'no-host-address': lookUp,
    'address-lookup-failed': lookUp,
    'domain-not-found': lookUp,
    'handshake-failed': 'error: SSLError {reason} (_ssl.c:992)',
    'handshake-timeout': 'error: TimeoutError _ssl.c:975: The handshake operation timed out',
    'verification-failed': notVerified,
    'match-failed': notVerified,
    'handshake-closed': 'error: {reason} (_ssl.c:992)',
    'handshake-reset': 'error: ConnectionResetError [Errno 104] Connection reset by peer',
    'starttls-3xx': 'error: SMTPResponseException ({status}, {bytes})',
    'greeting-malformed': 'error: SMTPConnectError (-1, {bytes})',
    'greeting-timed-out': 'error: SMTPServerDisconnected Connection unexpectedly closed: timed out',
    'ehlo-timed-out': 'error: SMTPServerDisconnected Connection unexpectedly closed: timed out',
    'starttls-timed-out': 'error: SMTPServerDisconnected Connection unexpectedly closed: timed out',
    'ehlo-reset': reset,
    'starttls-reset': reset,
    'connection-timed-out': 'error: TimeoutError [Errno 110] Connection timed out',
    'connection-unreachable': 'error: OSError [Errno 101] Network is unreachable',
    'session-timed-out': timedOut,
    'mail-over-tls-timed-out': timedOut,
    'mail-in-clear-timed-out': 'error: SMTPServerDisconnected Connection unexpectedly closed: timed out',
    'mail-over-tls-closed': closed,
    'mail-in-clear-closed': closed,
    'cleartext-refused-4xx': 'error: SMTPSenderRefused ({status}, {bytes}, ',
    'cleartext-refused-5xx': 'error: SMTPSenderRefused ({status}, {bytes}, ',
    'greeting-closed': closed,
    'ehlo-closed': closed,
    'helo-closed': closed,
    'starttls-closed': closed,
    'ehlo-over-tls-closed': closed,
    'ehlo-over-tls-421': closed,
    'mail-over-tls-reset': closed,
    'session-dies': closed,
  },
  endlessWaits: {},
  lookupWords: pythonLookup,
  libraryWords: python,
  sources: {
    lab: {
      fact: 'what its caller is told, its ClientHello',
      source: 'laboratory: Debian 12, python3 3.11',
      confidence: 'measured',
    },
    ehlo: {
      fact: 'HELO follows a refused EHLO, over TLS too',
      source: 'Lib/smtplib.py, SMTP.ehlo_or_helo_if_needed',
      confidence: 'source-code',
    },
    once: {
      fact: 'connects to the name that it is given, once, and looks up no MX record; whatever fails is told to its caller',
      source: 'Lib/smtplib.py, SMTP.connect',
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
