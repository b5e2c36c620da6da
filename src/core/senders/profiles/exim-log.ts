/**
 * What Exim writes to its log, as recorded in the laboratory; host, address, reason and reply are filled in (log-line.ts).
 */
import type { LogTemplates } from '../profile-reactions.ts';

const fellBack =
  'TLS session: (gnutls_handshake): {reason}: delivering unencrypted to H={host} [{ip}] (not in hosts_require_tls)';

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
  'starttls-injected':
    'TLS session: synch error before connect: delivering unencrypted to H={host} [{ip}] (not in hosts_require_tls)',
  'handshake-timeout': fellBack,
  'starttls-421': mailLost,
  // A refusal of EHLO over TLS is not heeded: MAIL, alone, finds nobody.
  'ehlo-over-tls-421': 'H={host} [{ip}]: Remote host closed connection in response to MAIL FROM',
  'mail-over-tls-reset': 'H={host} [{ip}] TLS error on connection (recv): Error in the pull function.',
  'mail-over-tls-timed-out': mailTimedOut,
  'mail-in-clear-timed-out': mailTimedOut,
  'mail-over-tls-closed': mailLost,
  'mail-in-clear-closed': mailLost,
  'session-dies':
    'TLS session: error on first read: delivering unencrypted to H={host} [{ip}] (not in hosts_require_tls)',
  'cleartext-refused-5xx':
    '** H={host} [{ip}]: SMTP error from remote mail server after {pipelined}MAIL FROM: {reply}',
  'mail-over-tls-refused':
    '** H={host} [{ip}] X={cipher} {peer} DN="{subject}": SMTP error from remote mail server after {pipelined}MAIL FROM: {reply}',
  'delivered-tls': '=> H={host} [{ip}] {peer}',
  'delivered-cleartext': '=> H={host} [{ip}]',
};

/** Where TLSA records bind: no cleartext, so another end of the line. */
export const eximDaneLog: LogTemplates = {
  'starttls-421': 'H={host} [{ip}]: SMTP error from remote mail server after STARTTLS: {reply}',
  'starttls-absent': 'H={host} [{ip}]: a TLS session is required, but the server did not offer TLS support',
  'handshake-failed': 'DANE attempt failed; TLS connection to {host} [{ip}]: (gnutls_handshake): {reason}',
  'starttls-injected': 'DANE attempt failed; TLS connection to {host} [{ip}]: synch error before connect',
  'match-failed': 'DANE attempt failed; TLS connection to {host} [{ip}]: (certificate verification failed)',
};
