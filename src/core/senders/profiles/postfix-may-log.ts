/**
 * What Postfix writes to its log, as recorded in the laboratory; host, address, reason and reply are filled in (log-line.ts).
 */
import type { LogTemplates } from '../profile-reactions.ts';

export const postfixMayLog: LogTemplates = {
  'greeting-timed-out':
    'relay={host}[{ip}]:{port}, dsn=4.4.2, status=deferred (conversation with {host}[{ip}] timed out while receiving the initial server greeting)',
  'greeting-closed':
    'relay={host}[{ip}]:{port}, dsn=4.4.2, status=deferred (lost connection with {host}[{ip}] while receiving the initial server greeting)',
  'greeting-malformed':
    'relay={host}[{ip}]:{port}, dsn=4.4.2, status=deferred (conversation with {host}[{ip}] timed out while receiving the initial server greeting)',
  'ehlo-timed-out':
    'relay={host}[{ip}]:{port}, dsn=4.4.2, status=deferred (conversation with {host}[{ip}] timed out while performing the EHLO handshake)',
  'ehlo-closed':
    'relay={host}[{ip}]:{port}, dsn=4.4.2, status=deferred (lost connection with {host}[{ip}] while performing the EHLO handshake)',
  'ehlo-reset':
    'relay={host}[{ip}]:{port}, dsn=4.4.2, status=deferred (lost connection with {host}[{ip}] while performing the EHLO handshake)',
  'ehlo-421':
    'relay={host}[{ip}]:{port}, dsn={softDsn}, status=deferred (host {host}[{ip}] refused to talk to me: {reply})',
  'ehlo-over-tls-421':
    'relay={host}[{ip}]:{port}, dsn={softDsn}, status=deferred (host {host}[{ip}] refused to talk to me: {reply})',
  'ehlo-over-tls-closed':
    'relay={host}[{ip}]:{port}, dsn=4.4.2, status=deferred (lost connection with {host}[{ip}] while performing the HELO handshake)',
  'starttls-closed':
    'relay={host}[{ip}]:{port}, dsn=4.4.2, status=deferred (lost connection with {host}[{ip}] while receiving the STARTTLS response)',
  'starttls-timed-out':
    'relay={host}[{ip}]:{port}, dsn=4.4.2, status=deferred (conversation with {host}[{ip}] timed out while receiving the STARTTLS response)',
  'starttls-reset':
    'relay={host}[{ip}]:{port}, dsn=4.4.2, status=deferred (lost connection with {host}[{ip}] while receiving the STARTTLS response)',
  'session-timed-out':
    'relay={host}[{ip}]:{port}, dsn=4.4.2, status=deferred (conversation with {host}[{ip}] timed out while performing the EHLO handshake)',
  'connection-timed-out':
    'relay=none, dsn=4.4.1, status=deferred (connect to {host}[{ip}]:{port}: Connection timed out)',
  'connection-unreachable':
    'relay=none, dsn=4.4.1, status=deferred (connect to {host}[{ip}]:{port}: Network is unreachable)',
  'address-lookup-failed':
    'relay=none, dsn=4.4.3, status=deferred (Host or domain name not found. Name service error for name={host} type=A: Host not found, try again)',
  'cleartext-refused-4xx':
    'relay={host}[{ip}]:{port}, dsn={dsn}, status=deferred (host {host}[{ip}] said: {reply} (in reply to MAIL FROM command))',
  'null-mx': 'relay=none, dsn=5.1.0, status=bounced (Domain {domain} does not accept mail (nullMX))',
  'domain-not-found':
    'relay=none, dsn=5.4.4, status=bounced (Host or domain name not found. Name service error for name={domain} type=A: Host not found)',
  'domain-without-host':
    'relay=none, dsn=5.4.4, status=bounced (Host or domain name not found. Name service error for name={domain} type=AAAA: Host found but no data record of requested type)',
  'connection-refused':
    'relay=none, dsn=4.4.1, status=deferred (connect to {host}[{ip}]:{port}: Connection refused)',
  'mx-lookup-failed':
    'relay=none, dsn=4.4.3, status=deferred (Host or domain name not found. Name service error for name={domain} type=MX: Host not found, try again)',
  'no-host-address':
    'relay=none, dsn=5.4.4, status=bounced (Host or domain name not found. Name service error for name={host} type=A: Host not found)',
  'greeting-4xx':
    'relay={host}[{ip}]:{port}, dsn={softDsn}, status=deferred (host {host}[{ip}] refused to talk to me: {reply})',
  'greeting-5xx':
    'relay={host}[{ip}]:{port}, dsn={softDsn}, status=deferred (host {host}[{ip}] refused to talk to me: {reply})',
  'starttls-421':
    'relay={host}[{ip}]:{port}, dsn=4.4.2, status=deferred (lost connection with {host}[{ip}] while sending MAIL FROM)',
  'helo-refused':
    'relay={host}[{ip}]:{port}, dsn={dsn}, status=bounced (host {host}[{ip}] refused to talk to me: {reply})',
  'mail-over-tls-timed-out':
    'relay={host}[{ip}]:{port}, dsn=4.4.2, status=deferred (conversation with {host}[{ip}] timed out while sending MAIL FROM)',
  'mail-in-clear-timed-out':
    'relay={host}[{ip}]:{port}, dsn=4.4.2, status=deferred (conversation with {host}[{ip}] timed out while sending MAIL FROM)',
  'mail-over-tls-closed':
    'relay={host}[{ip}]:{port}, dsn=4.4.2, status=deferred (lost connection with {host}[{ip}] while sending MAIL FROM)',
  'mail-over-tls-reset':
    'relay={host}[{ip}]:{port}, dsn=4.4.2, status=deferred (lost connection with {host}[{ip}] while sending MAIL FROM)',
  'mail-in-clear-closed':
    'relay={host}[{ip}]:{port}, dsn=4.4.2, status=deferred (lost connection with {host}[{ip}] while sending MAIL FROM)',
  'starttls-absent': 'relay={host}[{ip}]:{port}, dsn=2.0.0, status=sent',
  'starttls-refused-4xx': 'relay={host}[{ip}]:{port}, dsn=2.0.0, status=sent',
  'starttls-refused-5xx': 'relay={host}[{ip}]:{port}, dsn=2.0.0, status=sent',
  'handshake-failed':
    'relay={host}[{ip}]:{port}, dsn=4.7.5, status=deferred (Cannot start TLS: handshake failure)',
  'handshake-closed':
    'relay={host}[{ip}]:{port}, dsn=4.7.5, status=deferred (Cannot start TLS: handshake failure)',
  'handshake-timeout':
    'relay={host}[{ip}]:{port}, dsn=4.7.5, status=deferred (Cannot start TLS: handshake failure)',
  'session-dies':
    'relay={host}[{ip}]:{port}, dsn=4.4.2, status=deferred (lost connection with {host}[{ip}] while performing the EHLO handshake)',
  'cleartext-refused-5xx':
    'relay={host}[{ip}]:{port}, dsn={dsn}, status=bounced (host {host}[{ip}] said: {reply} (in reply to MAIL FROM command))',
  'delivered-tls': '{peer} TLS connection established to {host}[{ip}]:{port}',
  'delivered-cleartext': 'relay={host}[{ip}]:{port}, dsn=2.0.0, status=sent',
};
