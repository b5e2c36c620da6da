/**
 * What Exim writes to its log, as recorded in the laboratory; host, address, reason and reply are filled in (log-line.ts).
 */
import type { LogTemplates } from '../profile-reactions.ts';

const unencrypted = 'delivering unencrypted to H={host} [{ip}] (not in hosts_require_tls)';
const fellBack = `TLS session: (gnutls_handshake): {reason}: ${unencrypted}`;

const mailLost = 'H={host} [{ip}]: Remote host closed connection in response to {pipelined}MAIL FROM';
const mailTimedOut = 'H={host} [{ip}]: SMTP timeout after {pipelined}MAIL FROM: Connection timed out';

export const eximLog: LogTemplates = {
  'greeting-timed-out': 'H={host} [{ip}]: SMTP timeout after initial connection: Connection timed out',
  'connection-timed-out': 'H={host} [{ip}]: SMTP timeout after initial connection: Connection timed out',
  'connection-unreachable': 'H={host} [{ip}] Network is unreachable',
  'greeting-closed': 'H={host} [{ip}]: Remote host closed connection in response to initial connection',
  'greeting-malformed': 'H={host} [{ip}]: Malformed SMTP reply in response to initial connection: ',
  'ehlo-timed-out': 'H={host} [{ip}]: SMTP timeout after EHLO ',
  'ehlo-closed': 'H={host} [{ip}]: Remote host closed connection in response to EHLO ',
  'ehlo-reset': 'H={host} [{ip}]: Remote host closed connection in response to EHLO ',
  'helo-closed': 'H={host} [{ip}]: Remote host closed connection in response to HELO ',
  'helo-refused': 'H={host} [{ip}]: SMTP error from remote mail server after HELO ',
  'starttls-closed': 'H={host} [{ip}]: Remote host closed connection in response to STARTTLS',
  'starttls-timed-out': 'H={host} [{ip}]: SMTP timeout after STARTTLS: Connection timed out',
  'starttls-reset': 'H={host} [{ip}]: Remote host closed connection in response to STARTTLS',
  'address-lookup-failed': '== defer (-1): host lookup did not complete',
  'cleartext-refused-4xx':
    'H={host} [{ip}]: SMTP error from remote mail server after {pipelined}MAIL FROM: {reply}',
  'null-mx': '** {domain}: an MX or SRV record indicated no SMTP service',
  'domain-not-found': '** {domain}: Unrouteable address',
  'domain-without-host': '** {domain}: Unrouteable address',
  'connection-refused': 'H={host} [{ip}] Connection refused',
  'mx-lookup-failed': '== defer (-1): host lookup did not complete',
  'no-host-address': '** {domain}: all relevant MX records point to non-existent hosts',
  'mx-is-address':
    '** {domain}: all relevant MX records point to non-existent hosts or (invalidly) to IP addresses',
  'tlsa-lookup-failed': 'H={host} [{ip}]: DANE error: tlsa lookup DEFER',
  'greeting-4xx': 'H={host} [{ip}]: SMTP error from remote mail server after initial connection: {reply}',
  'greeting-5xx': 'H={host} [{ip}]: SMTP error from remote mail server after initial connection: {reply}',
  'handshake-failed': fellBack,
  'handshake-closed': fellBack,
  // The handshake stands then; what lies behind the 220 is looked at after it.
  'starttls-injected': `TLS session: synch error before connect: ${unencrypted}`,
  'handshake-timeout': fellBack,
  'starttls-421': mailLost,
  // A refusal of EHLO over TLS is not heeded: MAIL, alone, finds nobody.
  'ehlo-over-tls-421': 'H={host} [{ip}]: Remote host closed connection in response to MAIL FROM',
  'mail-over-tls-reset': 'H={host} [{ip}] TLS error on connection (recv): Error in the pull function.',
  'mail-over-tls-timed-out': mailTimedOut,
  'mail-in-clear-timed-out': mailTimedOut,
  'mail-over-tls-closed': mailLost,
  'mail-in-clear-closed': mailLost,
  'session-dies': `TLS session: error on first read: ${unencrypted}`,
  'cleartext-refused-5xx':
    '** H={host} [{ip}]: SMTP error from remote mail server after {pipelined}MAIL FROM: {reply}',
  'mail-over-tls-refused':
    '** H={host} [{ip}] X={cipher} {peer} DN="{subject}": SMTP error from remote mail server after {pipelined}MAIL FROM: {reply}',
  'delivered-tls': '=> H={host} [{ip}] {peer}',
  'delivered-cleartext': '=> H={host} [{ip}]',
};

const daneFailed = 'DANE attempt failed; TLS connection to {host} [{ip}]:';
const starttlsRefused = 'H={host} [{ip}]: SMTP error from remote mail server after STARTTLS: {reply}';

/** Where TLSA records bind: no cleartext, so another end of the line. */
export const eximDaneLog: LogTemplates = {
  'starttls-421': starttlsRefused,
  'starttls-refused-4xx': starttlsRefused,
  'starttls-refused-5xx': 'H={host} [{ip}]: a TLS session is required, but an attempt to start TLS failed',
  'starttls-absent': 'H={host} [{ip}]: a TLS session is required, but the server did not offer TLS support',
  'handshake-failed': `${daneFailed} (gnutls_handshake): {reason}`,
  'starttls-injected': `${daneFailed} synch error before connect`,
  'match-failed': `${daneFailed} (certificate verification failed)`,
  'session-dies': `${daneFailed} error on first read`,
};

const opensslFellBack = `TLS session: (SSL_connect): {error}: ${unencrypted}`;
// No word of TLS: with OpenSSL the first read over TLS is one like any other (src/transports/smtp.c, smtp_setup_conn).
const greetedNoMore = 'H={host} [{ip}]: Remote host closed connection in response to EHLO ';

/** With OpenSSL. */
export const eximOpensslLog: LogTemplates = {
  ...eximLog,
  'handshake-failed': opensslFellBack,
  'handshake-closed': opensslFellBack,
  'handshake-timeout': `TLS session: (SSL_connect): timed out: ${unencrypted}`,
  'session-dies': greetedNoMore,
  'late-certificate-demand': greetedNoMore,
  'mail-over-tls-reset': mailLost,
};

export const eximOpensslDaneLog: LogTemplates = {
  ...eximDaneLog,
  'handshake-failed': `${daneFailed} (SSL_connect): {error}`,
  'handshake-closed': `${daneFailed} (SSL_connect): {error}`,
  'handshake-timeout': `${daneFailed} (SSL_connect): timed out`,
  'match-failed': `${daneFailed} (SSL_connect): error:0A000086:SSL routines::certificate verify failed`,
  'anchor-key-fails': `${daneFailed} (SSL_connect): error:068000DE:asn1 encoding routines::illegal zero content`,
  'dane-unusable': 'DANE error: No usable TLSA records',
  'session-dies': greetedNoMore,
  'late-certificate-demand': greetedNoMore,
};
